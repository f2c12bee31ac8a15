"""One import from the file to the store: read, recognised, asked about, checked, written. No screen and no clock.

The screen and the command line both drive an :class:`Intake`: :meth:`read` once, then :meth:`check` as often as
answers change, then :meth:`write`. Until the last step is done, nothing in the store has changed; :meth:`cancel`
and :meth:`close` leave it as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from events.importing import acled, describing, generic, own_files, showing, timemap, together, ucdp
from events.importing.answers import KNOWN, Answers, GivenFile, Offer, Placed, slug, with_mapping
from events.importing.correcting import AS_FOUND, Correction, corrected
from events.importing.limits import LIMITS, ImportRefused, Limits, Sniffed, Staged
from events.importing.mapping import Mapping as Columns
from events.importing.own_about import OwnAbout, read_about
from events.importing.own_cells import Rejected
from events.importing.provinces import province_of
from events.importing.reading import stage
from events.importing.recognising import Proposal, recognise
from events.importing.refusing import refuse_mere_text, refuse_unready
from events.importing.rejects import is_list_of_rejects, rejects_csv, restore
from events.importing.shaping import Shaping
from events.importing.validating import Summary, validate
from events.store.importing_session import ImportSession
from events.store.registry import REJECTED, Entry
from events.store.store import Store
from events.store.writing import DataSetDescription

__all__ = ["KNOWN", "Answers", "GivenFile", "Intake", "Offer", "slug", "with_mapping"]


class Intake:
    """One import. Use it from one thread at a time; :meth:`cancel` and :attr:`step` are for others.

    Args:
        store: where the data set goes.
        files: one file, or the files of one export that belong together (TimeMap).
        now: ISO date and time, kept with the data set.
        told: called with the name of each step as it begins.
    """

    def __init__(
        self, store: Store, files: Sequence[GivenFile], now: str, limits: Limits = LIMITS,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._store, self.files, self._now, self._limits, self._told = store, tuple(files), now, limits, told
        self.sniffed: Sniffed | None = None
        self.staged: Staged | None = None
        self.format = ""
        self.proposal: Proposal | None = None
        self.shaping: Shaping | None = None
        self.summary: Summary | None = None
        self.offers: tuple[Offer, ...] = ()
        self._own: own_files.Own | None = None
        self._about: OwnAbout | None = None
        self._parts: timemap.Parts | None = None
        self._day = date.fromisoformat(now[:10])
        about = DataSetDescription(id=slug(Path(self.files[0].name).stem), name=Path(self.files[0].name).stem[:200])
        self._session: ImportSession = store.session(about)

    def look(self, said: Correction = AS_FOUND) -> Sniffed:
        """Find out what the file is, without its rows; of several, the one with the events comes first.

        Raises:
            ImportRefused: it is nothing that can be read, has not what is said, or they do not belong together.
        """
        self.files, found, self._parts = together.look(self.files, self._limits)
        self.sniffed = corrected(self.files[0].path, found, said, self._limits)
        return self.sniffed

    def read(self, as_format: str = "") -> None:
        """Find out what the file is, if nobody looked yet, and read its rows.

        Args:
            as_format: one of ``KNOWN``, where the user says so; else it is found out.

        Raises:
            ImportRefused: nothing of it can be read, or not as that.
            Cancelled: on request.
        """
        self._told("reading")
        sniffed = self.sniffed or self.look()
        first = self.files[0]
        self._own = own_files.recognise(first.path, sniffed, self._limits) if as_format in ("", "own") else None
        if as_format == "own" and self._own is None:
            raise ImportRefused("it is no export of this program", "a file that it wrote", "Choose another format.")
        if self._own is not None:
            self.format = "own"
            with own_files.unpacked(first.path, sniffed, self._limits) as file:
                self._about = read_about(file, sniffed)
            return
        staging = self._session.staging
        mended = is_list_of_rejects(sniffed.columns)
        narrow = None if mended or as_format not in ("", "ucdp") else ucdp.narrow(sniffed.columns, self._day)
        self.staged = stage(first.path, sniffed, staging, self._limits, narrow=narrow)
        columns = self.staged.columns
        if mended:
            restore(staging)
        staging.run("CREATE OR REPLACE TABLE rejected_in_reading AS SELECT * FROM rejected")
        self.format = as_format or self._recognised(columns)
        if self.format == "generic":
            self._told("recognising")
            self.proposal = recognise(staging)
            if not as_format:
                refuse_mere_text(self.proposal)

    def _recognised(self, columns: Sequence[str]) -> str:
        if ucdp.recognise(columns):
            return "ucdp"
        if acled.recognise(columns):
            return "acled"
        return "timemap" if timemap.recognise(columns) else "generic"

    @property
    def same(self) -> Entry | None:
        """The data set that was made from the very same file, if any."""
        return self._store.find_same(self.sniffed.content_hash) if self.sniffed else None

    def description(self, answers: Answers) -> DataSetDescription:
        """What the data set is to be called: what was answered, else what ``describing`` finds out."""
        old = self._store.entry(answers.replaces) if answers.replaces is not None else None
        file = self.files[0].name
        return describing.describe(answers, self.format, file, self._about, old, self._store.entries)

    def check(self, answers: Answers, today: date) -> Summary:
        """Shape every row and set aside those that cannot be; may be called again with other answers.

        Raises:
            MappingError: the mapping does not fit the file.
            ImportRefused: the file is not of its format after all.
            Cancelled: on request.
        """
        self._told("checking")
        self._session.staging.stretch(0.0, 1.0)
        if self._own is not None:
            self.summary = self._own.read(self.files[0].path, self._session.staging)
            return self.summary
        staging = self._session.staging
        kind = staging.rows("SELECT table_type FROM information_schema.tables WHERE table_name = 'shaped'")
        if kind:
            staging.run(f"DROP {'VIEW' if kind[0][0] == 'VIEW' else 'TABLE'} shaped")
        staging.run("CREATE OR REPLACE TABLE rejected AS SELECT * FROM rejected_in_reading")
        try:
            self.shaping = self._shape(answers)
        except ValueError as error:
            if isinstance(error, ImportRefused) or self.format == "generic":
                raise
            raise ImportRefused(str(error), "a file of that format", "Read it as another format.") from error
        self.summary = validate(staging, self.shaping.checks, today)
        self.offers = showing.offers(staging) if self.format == "generic" else ()
        return self.summary

    def _shape(self, answers: Answers) -> Shaping:
        staging, name = self._session.staging, self.files[0].name
        if self.format == "ucdp":
            return ucdp.shape(staging, name)
        if self.format == "acled":
            return acled.shape(staging)
        if self.format == "timemap":
            self._parts = self._parts or own_files.timemap_parts([one.path for one in self.files])
            return timemap.shape(staging, self._parts, name)
        mapping, document = self._mapping(answers) or Columns(), describing.document(self.format, name)
        return generic.shape(staging, mapping, self.description(answers).id, document, answers.choices)

    def _mapping(self, answers: Answers) -> Columns | None:
        return answers.mapping or (self.proposal.mapping if self.proposal else None)

    def write(self, answers: Answers) -> Entry:
        """Write what was checked into the store, and show it. The intake is closed by this.

        Raises:
            ImportRefused: no row was accepted, or a question is open.
            Cancelled: on request.
            StoreError: another import took the id meanwhile.
        """
        if self.summary is None or self.sniffed is None:
            raise ValueError("expected check() before write()")
        refuse_unready(self.summary, self.proposal, answers.mapping is not None)
        self._told("writing")
        session, sniffed = self._session, self.sniffed
        about, mapping = self.description(answers), self._mapping(answers)
        self._store.rename(session, about, answers.replaces)
        said: Any = {
            "format": self.format, "files": [one.name for one in self.files], "content_hash": sniffed.content_hash,
            "imported": self._now, "rejected": self.summary.rejected,
            "mapping": mapping.model_dump(mode="json") if mapping else None,
        }  # fmt: skip
        if self._own is not None:
            self._own.write_rejects(session.folder / REJECTED)
            return session.publish_written(self._own.write, **said)
        staging = session.staging
        staging.stretch(0.0, 0.2)
        if self.summary.rejected:
            with (session.folder / REJECTED).open("w", encoding="utf-8-sig", newline="") as file:
                file.writelines(rejects_csv(staging))
        flat = self.shaping.flat if self.shaping else None
        kind = staging.one("SELECT table_type FROM information_schema.tables WHERE table_name = 'shaped'")[0]
        if flat is None and kind == "VIEW":
            staging.run("CREATE TABLE shaped_rows AS SELECT * FROM shaped")
            staging.run("DROP VIEW shaped")
            staging.run("ALTER TABLE shaped_rows RENAME TO shaped")
        return session.publish(**said, province_of=province_of, flat=flat)

    def sample(self, rows: int = 8) -> tuple[list[str], list[tuple[object, ...]]]:
        """Names of the columns and the first rows of the file, as text."""
        return showing.sample(self._session.staging, rows) if self.staged else ([], [])

    def words(self, column: str, most: int = 40) -> tuple[tuple[str, int], ...]:
        """The different texts of a column with how often they stand there, most frequent first."""
        known = self.staged is not None and column in self.staged.columns
        return showing.words(self._session.staging, column, most) if known else ()

    def placed(self, most: int = 50) -> tuple[Placed, ...]:
        """Places for which a candidate of the gazetteer was taken; once it is checked."""
        return showing.placed(self._session.staging, most) if self.format == "generic" and self.summary else ()

    def rejects(self, most: int = 50) -> tuple[Rejected, ...]:
        """The first lines of what was set aside, in the order of the file."""
        if self._own is not None:
            return tuple(self._own.problems[:most])
        return showing.rejects(self._session.staging, most)

    def rejected_csv(self) -> str:
        """The rows set aside, with reasons, as CSV text; for what is checked and not written yet."""
        return self._own.rejects_csv() if self._own is not None else "".join(rejects_csv(self._session.staging))

    @property
    def progress(self) -> float:
        """Share of the running statement that is done, 0 to 1, as the engine guesses it."""
        return self._session.staging.progress

    def cancel(self) -> None:
        """Stop; from any thread."""
        self._session.cancel()

    def close(self) -> None:
        """End it; what was not written is removed."""
        self._session.close()

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
