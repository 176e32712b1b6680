"""The agreements read back, with their labels and their progress."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...i18n.catalogue import Catalogue
from ...ids import NOBODY, RowId
from ...model.agreement_label import agreement_label, number_in
from ...model.conversation import (
    AGREEMENT_KINDS,
    AGREEMENT_STATUSES,
    Agreement,
    AgreementKind,
    AgreementStatus,
    Header,
    Progress,
)
from ...model.edits import new_id
from ...model.fractional_index import evenly_spaced_keys
from ..markup.inline import unescape
from ..names import Names
from ..wording import field_label
from .lines import Entry, entries, parts, values
from .words import pattern, read_date, read_source, start_of_day

_TEXTS = ("owner", "measure", "steps", "support", "support_by", "budget", "based_on")


@dataclass(frozen=True, slots=True)
class AgreementReader:
    """Reads the chapter of the agreements of a conversation with `header`."""

    names: Names
    header: Header
    as_of: str
    words: Catalogue

    def read(self, lines: Sequence[str]) -> tuple[Agreement, ...]:
        """Return the agreements in the lines of the chapter."""
        sections = list(parts(lines, "### "))[1:]
        keys = evenly_spaced_keys(len(sections))
        return tuple(
            self._agreement(heading, below, key)
            for (heading, below), key in zip(sections, keys, strict=True)
        )

    def _agreement(self, heading: str, lines: Sequence[str], order: str) -> Agreement:
        row_id = RowId(new_id())
        label, _, text = heading.partition(":")
        kind, number = self._kind_and_number(label)
        told = values(lines)

        def value(field: str) -> str:
            return told.get(field_label("agreement", field, self.words), "")

        status, percent = self._status(value("status"))
        created = read_date(value("created"), self.words)
        progress = self._progress(entries(lines), row_id)
        if percent is not None and not progress:
            # The file version has no log: the percentage is known, and not who told it.
            progress = (Progress(RowId(new_id()), row_id, self.as_of, NOBODY, "", percent),)
        return Agreement(
            row_id,
            kind=kind,
            text=unescape(text.removeprefix(" ")),
            support_due=read_date(value("support_due"), self.words),
            support_done=read_date(value("support_done"), self.words),
            evaluate_on=read_date(value("evaluate_on"), self.words),
            due=read_date(value("due"), self.words),
            status=status,
            order=order,
            created=start_of_day(created, self.header.zone) if created else "",
            carried_from=read_source(value("carried_from"), self.header, self.words),
            numbers={kind: number} if number else {},
            progress=progress,
            **{field: value(field) for field in _TEXTS},
        )

    def _kind_and_number(self, label: str) -> tuple[AgreementKind, str]:
        number = number_in(label)
        for kind in AGREEMENT_KINDS:
            if self.words(agreement_label(kind, number)) == label:
                return kind, number
        return "other", number

    def _status(self, text: str) -> tuple[AgreementStatus, int | None]:
        told = pattern(self.words, "minutes.status.percent").fullmatch(text)
        for status in AGREEMENT_STATUSES:
            word = self.words(f"minutes.status.{status}")
            if text == word:
                return status, None
            if told and told["status"] == word and told["percent"].isdecimal():
                return status, int(told["percent"])
        return "open", None

    def _progress(self, found: Sequence[Entry], row_id: RowId) -> tuple[Progress, ...]:
        logs = [each for each in found if each.name == self.words("minutes.progress")]
        lines = logs[0].entries() if logs else []
        # Entries of the same moment are sorted by their ids, so the ids have to ascend.
        ids = sorted(RowId(new_id()) for _ in lines)
        return tuple(self._entry(line, key, row_id) for line, key in zip(lines, ids, strict=True))

    def _entry(self, entry: Entry, key: RowId, row_id: RowId) -> Progress:
        head = entry.name.split(", ")
        day = read_date(head[0], self.words) if len(head) > 1 else None
        head = head[1:] if day else head
        sign = re.escape(self.words("minutes.percent", percent="P")).replace("P", "([0-9]{1,3})")
        percent = re.fullmatch(sign, head[0]) if len(head) > 1 else None
        name = ", ".join(head[1:] if percent else head)
        return Progress(
            key,
            row_id,
            start_of_day(day, self.header.zone) if day else "",
            self.names.partner_of(name),
            entry.value,
            int(percent[1]) if percent else None,
        )
