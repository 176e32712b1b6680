"""The screen as text that also shows styles."""

from __future__ import annotations

from collections import Counter
from typing import Any

from textual.app import App

_SIGNS = (("bold", "*"), ("reverse", "^"), ("strike", "~"))
"""Styles, and the signs around text in each."""
_OTHER_COLOUR = "_"
"""The sign around text in an unusual colour: Textual draws dim text in one.

What is reversed has its own colour anyway."""


def drawn(app: App[Any]) -> list[str]:
    """The visible lines without trailing spaces: `*bold*`, `_dim_`, `~struck~`, `^reverse^`."""
    strips = app.screen._compositor.render_strips()
    colours = Counter(
        segment.style.color
        for strip in strips
        for segment in strip
        if segment.style and any(map(str.isalnum, segment.text))
    )
    usual = colours.most_common(1)[0][0] if colours else None
    lines = []
    for strip in strips:
        runs: list[tuple[str, str]] = []
        for segment in strip:
            style = segment.style
            marks = "".join(sign for name, sign in _SIGNS if style and getattr(style, name))
            coloured = style and style.color != usual and not style.reverse
            if coloured and any(map(str.isalnum, segment.text)):
                marks += _OTHER_COLOUR
            if runs and runs[-1][0] == marks:
                runs[-1] = (marks, runs[-1][1] + segment.text)
            else:
                runs.append((marks, segment.text))
        lines.append("".join(_marked(*run) for run in runs).rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _marked(marks: str, text: str) -> str:
    """The text between its signs, with spaces at its ends outside unless reversed."""
    inner = text if "^" in marks else text.strip()
    if not marks or not inner:
        return text
    before, after = text[: text.index(inner)], text[text.index(inner) + len(inner) :]
    return f"{before}{marks}{inner}{marks[::-1]}{after}"
