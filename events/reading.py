"""Reading a data set's folder into objects.

Reading reports every problem at once, with file, line and field. What is wrong is set aside with
its reason; the rest still loads, so that one bad claim does not hide a whole map.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from events.crosscheck import Where, check_references
from events.dataset import DataSet, Meta
from events.model import Actor, Claim, Incident, Origin, Source
from events.problems import DataSetError, Problem
from events.yamlfile import Located, YamlError, read_yaml
from geodata.places import Place

Row = TypeVar("Row", bound=BaseModel)


@dataclass(frozen=True)
class Loaded:
    """What reading gave: the data set (None where nothing could be read) and every problem."""

    dataset: DataSet | None
    problems: tuple[Problem, ...]


class _Reader:
    """Reads the files of one folder and gathers problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.where: Where = {}

    def yaml(self, path: Path) -> Located | None:
        name = str(path.relative_to(self.folder))
        try:
            return read_yaml(path)
        except FileNotFoundError:
            self.problems.append(Problem(name, 1, "", "the file is missing; a data set needs it"))
        except YamlError as error:
            self.problems.append(Problem(name, error.line, "", str(error)))
        except OSError as error:
            self.problems.append(Problem(name, 1, "", f"the file cannot be read: {error.strerror}; mend or remove it"))
        return None

    def row(self, model: type[Row], data: Any, name: str, located: Located, path: tuple[str | int, ...]) -> Row | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                loc = _written_path(data, problem["loc"])
                message = problem["msg"].removeprefix("Value error, ")
                got = problem.get("input")
                if problem["type"] != "value_error" and isinstance(got, str | int | float):
                    message += f", got {got!r}"
                # Checks of a whole row name the field first: "parts: they add up to 2".
                if not loc and isinstance(data, dict) and message.partition(":")[0] in data:
                    loc = (message.partition(":")[0],)
                field = ".".join(map(str, loc)) or message.partition(":")[0]
                self.problems.append(Problem(name, located.line((*path, *loc)), field, message))
        return None

    def rows(self, file: str, model: type[Row]) -> Iterator[Row]:
        located = self.yaml(self.folder / file)
        if located is None:
            return
        if not isinstance(located.data, list):
            self.problems.append(Problem(file, 1, "", f"expected a list, got {type(located.data).__name__}"))
            return
        seen: set[str] = set()
        for index, data in enumerate(located.data):
            row = self.row(model, data, file, located, (index,))
            if row is None:
                continue
            key = str(getattr(row, "id", index))
            if key in seen:
                line = located.line((index, "id"))
                self.problems.append(Problem(file, line, "id", f"{key!r} stands twice; ids are unique"))
                continue
            seen.add(key)
            self.where[f"{model.__name__}:{key}"] = (file, located, (index,))
            yield row

    def incident(self, path: Path) -> Incident | None:
        located = self.yaml(path)
        if located is None:
            return None
        name, data = str(path.relative_to(self.folder)), located.data
        if not isinstance(data, dict):
            self.problems.append(Problem(name, 1, "", f"expected an incident, got {type(data).__name__}"))
            return None
        good = []
        kept: list[int] = []
        written = data.get("claims")
        for index, claim in enumerate(written if isinstance(written, list) else []):
            if (row := self.row(Claim, claim, name, located, ("claims", index))) is not None:
                good.append(row)
                kept.append(index)
        incident = self.row(Incident, {**data, "claims": good}, name, located, ())
        if incident is None:
            return None
        if incident.id != path.stem:
            self.problems.append(Problem(name, located.line(("id",)), "id", f"{incident.id!r} is not the file's name"))
            return None
        self.where[f"Incident:{incident.id}"] = (name, located, ())
        for position, index in enumerate(kept):
            self.where[f"Claim:{incident.id}:{position}"] = (name, located, ("claims", index))
        return incident


def _written_path(data: Any, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """A location of pydantic's without the names that it puts in to say which type of a union it tried."""
    path: list[str | int] = []
    for step in loc:
        here = data
        data = here[step] if _holds(here, step) else here
        if _holds(here, step) or (isinstance(here, dict) and not _is_type_tag(step)):
            path.append(step)
    return tuple(path)


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _is_type_tag(step: object) -> bool:
    return isinstance(step, str) and (step in ("int", "float", "str") or step[:1].isupper() or "[" in step)


def load(folder: Path) -> Loaded:
    """Read a data set's folder. Never raises for what is in it: every problem is in the answer."""
    reader = _Reader(folder)
    head = reader.yaml(folder / "dataset.yaml")
    meta = reader.row(Meta, head.data, "dataset.yaml", head, ()) if head else None
    sources = tuple(reader.rows("sources.yaml", Source))
    origins = {row.id: row for row in reader.rows("origins.yaml", Origin)}
    actors = {row.id: row for row in reader.rows("actors.yaml", Actor)}
    places = {row.id: row for row in reader.rows("places.yaml", Place)}
    read = (reader.incident(path) for path in sorted((folder / "incidents").glob("*.yaml")))
    incidents = tuple(incident for incident in read if incident is not None)
    if meta is None:
        return Loaded(None, tuple(reader.problems))
    dataset = DataSet(meta, sources, origins, actors, places, incidents)
    clean, broken = check_references(dataset, reader.where)
    return Loaded(clean, tuple(reader.problems) + broken)


def load_or_raise(folder: Path) -> DataSet:
    """The data set of a folder, where whatever is good is wanted and nothing is not an answer.

    Raises:
        DataSetError: the folder is missing or nothing in it can be shown.
    """
    loaded = load(folder)
    if loaded.dataset is None or not loaded.dataset.incidents:
        raise DataSetError(folder, loaded.problems)
    return loaded.dataset
