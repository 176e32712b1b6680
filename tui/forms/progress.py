"""The form of progress on an agreement: a text, and optionally a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from ...data.model.agreements.progress import last_percent, parse_percent
from ...data.model.conversation import Agreement
from ...widgets.language import tr
from .dialog.described import labelled
from .dialog.dialog import Dialog


@dataclass(frozen=True, slots=True)
class ProgressResult:
    """Progress in words; `percent` (0 to 100) is None if it was left empty."""

    text: str
    percent: int | None


class ProgressForm(Dialog[ProgressResult]):
    """The form of one entry in the progress log of an agreement."""

    def __init__(self, agreement: Agreement, today: date) -> None:
        so_far = last_percent(agreement)
        intro = [(agreement.text or "…", "bold")]
        if so_far is not None:
            intro.append((f"\n{tr('form.progress.so_far', percent=so_far)}", ""))
        super().__init__(
            tr("form.progress"),
            [
                labelled("form.progress.text", "wrapped", required=True, rows=4),
                labelled("form.progress.percent", check=_fault),
            ],
            today=today,
            intro=Content.assemble(*intro),
        )

    def result(self, values: Mapping[str, str]) -> ProgressResult:
        """Return the progress as filled in."""
        return ProgressResult(values["text"], parse_percent(values["percent"]))


def _fault(value: str) -> str:
    return "" if parse_percent(value) is not None else tr("form.progress.percent.fault")
