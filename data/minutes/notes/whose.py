"""Whose a turn is: the label before it, and the way back to the writer of each line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...i18n.catalogue import Catalogue
from ...ids import NOBODY, PartnerId
from ...model.conversation import NoteLine
from .turns import Turn


def label_of(turn: Turn, name: Callable[[PartnerId], str], words: Catalogue) -> str:
    """Return the label of a turn; where two wrote in it, with the lines of each.

    `name` returns a writer as Markdown. Lines count from the first one of the turn.
    """
    writers = turn.writers
    names = list(dict.fromkeys(name(by) for by in writers))
    if len(names) == 1:
        return names[0]
    told = []
    for by in writers:
        numbers = [n for n, line in enumerate(turn.lines, 1) if line.by == by and line.text.strip()]
        told.append(f"{name(by)} ({words('minutes.notes.line')} {_spans(numbers)})")
    return ", ".join(told)


def with_writers(
    label: str, texts: Sequence[str], writer: Callable[[str], PartnerId], words: Catalogue
) -> list[NoteLine]:
    """Return the lines of a turn with the writers that its label tells."""
    line = re.escape(words("minutes.notes.line"))
    parts = re.findall(rf"(?:^|, )(.+?) \({line} ([0-9, -]+)\)", label)
    if not parts:
        by = writer(label)
        return [NoteLine(text, by if text.strip() else NOBODY) for text in texts]
    writers: dict[int, PartnerId] = {}
    for name, spans in parts:
        for span in spans.split(", "):
            first, _, last = span.partition("-")
            if first.isdecimal() and (last or first).isdecimal():
                end = min(int(last or first), len(texts))
                writers |= dict.fromkeys(range(int(first), end + 1), writer(name))
    return [
        NoteLine(text, writers.get(number, NOBODY) if text.strip() else NOBODY)
        for number, text in enumerate(texts, 1)
    ]


def _spans(numbers: Sequence[int]) -> str:
    """Return ascending numbers with spans: `1-3, 5`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
