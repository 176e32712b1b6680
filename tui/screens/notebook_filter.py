"""The words of a conversation in the list, by which the filter of the notebook finds it."""

from __future__ import annotations

from collections.abc import Sequence

from ...data.i18n.date_format import format_date
from ...data.notebook.summary import Summary
from ...widgets.language import spoken


class NotebookFilter:
    """Finds conversations by words; their texts are made at first use."""

    def __init__(self, summaries: Sequence[Summary] = ()) -> None:
        self._summaries = summaries
        self._texts: list[str] = []

    def matching(self, words: str) -> Sequence[Summary]:
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
