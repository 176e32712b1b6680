"""The last filter before the terminal: it removes control characters from all that is drawn."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ...data.text.sanitize import clean_text


class ControlFilter(LineFilter):
    """Replaces control characters by visible marks, tabs and line breaks by blanks.

    Control segments, which hold no text of a person, pass unchanged.
    """

    def apply(
        self,
        segments: list[Segment],
        background: Color,  # noqa: ARG002 - a filter may ask for it; this one need not
    ) -> list[Segment]:
        """Return the segments of one line, cleaned."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(_one_line(segment.text), segment.style)
            for segment in segments
        ]


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ").replace("\t", " ")
