"""The filter of the notebook: the agenda of all conversations, or of those that words find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ....data.i18n.date_format import format_date
from ....data.notebook.agenda.agenda import Agenda, agenda
from ....data.notebook.summary import Summary
from ....widgets.language import spoken


class NotebookFilter:
    """Finds conversations by words; their texts are made at first use.

    It keeps two agendas, as most changes of the screen are none of them: the whole one, and that of
    the last words.
    """

    def __init__(self, summaries: Sequence[Summary] = ()) -> None:
        self._summaries = summaries
        self._texts: list[str] = []
        self._agendas: dict[bool, tuple[tuple[str, date], Agenda]] = {}
        """What it is the agenda of, and the agenda; by whether there are words."""

    def agenda(self, day: date, words: str = "") -> Agenda:
        """Return the agenda, on this day, of the conversations that contain all of `words`."""
        slot, wanted = bool(words), (words, day)
        if slot not in self._agendas or self._agendas[slot][0] != wanted:
            self._agendas[slot] = wanted, agenda(self._matching(words), day)
        return self._agendas[slot][1]

    def _matching(self, words: str) -> Sequence[Summary]:
        """Return the conversations that contain all of `words`, in any case."""
        if not (wanted := words.casefold().split()):
            return self._summaries
        if not self._texts:
            self._texts = [_text(summary) for summary in self._summaries]
        texts = zip(self._summaries, self._texts, strict=True)
        return [summary for summary, text in texts if all(map(text.__contains__, wanted))]


def _text(summary: Summary) -> str:
    day = summary.date
    when = f"{day.isoformat()} {format_date(day, spoken().language, width='long')}" if day else ""
    return " ".join([*summary.names, summary.title, summary.slug, when]).casefold()
