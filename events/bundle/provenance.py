"""Where each claim comes from, as W3C PROV-O in JSON-LD.

The context stands in the file, so that no program fetches anything to read it. Identifiers are relative
to the file itself: nobody's domain is claimed, and the files of the bundle are named as its neighbours.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from events import phrases
from events.catalogue import Selection
from events.dataset import DataSet
from events.fingerprint import SHORT, claim_hash, digest
from events.model import Claim, Origin, Source
from events.summary import Summary

Node = dict[str, Any]

CONTEXT: Node = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "used": {"@id": "prov:used", "@type": "@id"},
    "isPartOf": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "identifier": "dcterms:identifier",
    "title": "dcterms:title",
    "label": "rdfs:label",
    "issued": "dcterms:issued",
    "licence": "dcterms:rights",
    "version": "schema:version",
    "url": "schema:url",
    "value": "prov:value",
    "field": "schema:propertyID",
    "paragraph": "schema:position",
    "quote": "schema:text",
    "incident": "schema:about",
}


def _agent_id(name: str) -> str:
    return f"#agent-{digest(name)[:SHORT]}"


def _agents(names: Iterable[str]) -> Iterator[Node]:
    for name in sorted(set(names)):
        yield {"@id": _agent_id(name), "@type": "prov:Agent", "label": name}


def _stated(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [])}


def _source(source: Source) -> Node:
    by = [*source.authors, source.publisher, source.republished_by]
    return _stated(
        {
            "@id": f"#source-{source.id}",
            "@type": "prov:Entity",
            "title": source.title,
            "issued": source.published,
            "url": source.link,
            "wasAttributedTo": [_agent_id(name) for name in by if name],
        }
    )


def _origin(origin: Origin) -> Node:
    return _stated(
        {
            "@id": f"#origin-{origin.id}",
            "@type": "prov:Entity",
            "title": origin.name,
            "issued": origin.date,
            "wasAttributedTo": [_agent_id(origin.by)] if origin.by else [],
        }
    )


def _claim(summary: Summary, claim: Claim, dataset: DataSet) -> Node:
    derived = [f"#source-{claim.source}", *([f"#origin-{claim.origin}"] if claim.origin else [])]
    return _stated(
        {
            "@id": f"#claim-{summary.id}-{claim_hash(claim)[:SHORT]}",
            "@type": "prov:Entity",
            "identifier": claim.id,
            "incident": summary.id,
            "field": claim.field,
            "value": phrases.said(claim, dataset),
            "paragraph": claim.paragraph,
            "quote": claim.quote,
            "hadPrimarySource": [f"#source-{claim.source}"],
            "wasDerivedFrom": derived,
            "wasAttributedTo": [_agent_id(claim.says)] if claim.says else [],
            "isPartOf": ["#dataset"],
        }
    )


def _frame(dataset: DataSet, fingerprint: str, day: date, files: Iterable[str]) -> Iterator[Node]:
    """The data set, the making of the bundle, and the files that came of it."""
    meta = dataset.meta
    yield {
        "@id": "#dataset", "@type": "prov:Entity", "title": meta.name, "version": meta.version,
        "licence": meta.licence, "identifier": f"sha256:{fingerprint}",
    }  # fmt: skip
    yield {
        "@id": "#bundling", "@type": "prov:Activity", "label": "The selection was written as a bundle",
        "issued": day.isoformat(), "used": ["#dataset"], "wasAssociatedWith": ["#sourcepin"],
    }  # fmt: skip
    yield {"@id": "#sourcepin", "@type": "prov:SoftwareAgent", "label": "Sourcepin"}
    for name in sorted(files):
        yield {
            "@id": name, "@type": "prov:Entity", "wasGeneratedBy": ["#bundling"], "wasDerivedFrom": ["#dataset"],
        }  # fmt: skip


def graph(
    selection: Selection, dataset: DataSet, fingerprint: str, day: date, files: Iterable[str]
) -> list[Node]:
    """The nodes: frame, agents, sources, origins, and every claim of the selection."""
    told = [(summary, claim) for summary in selection.all for claim in summary.incident.claims]
    sources = [one for one in dataset.sources if any(claim.source == one.id for _, claim in told)]
    named = {claim.origin for _, claim in told}
    origins = [origin for id, origin in sorted(dataset.origins.items()) if id in named]
    names = [claim.says for _, claim in told] + [origin.by for origin in origins]
    names += [name for one in sources for name in (*one.authors, one.publisher, one.republished_by)]
    return [
        *_frame(dataset, fingerprint, day, files),
        *_agents(name for name in names if name),
        *map(_source, sources),
        *map(_origin, origins),
        *(_claim(summary, claim, dataset) for summary, claim in told),
    ]


def provenance_text(nodes: list[Node]) -> str:
    """The JSON-LD document, one node a line."""
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n{lines}\n]}}\n'
