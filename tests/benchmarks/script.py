"""What is typed in a meeting of one hour: the text of the notes, and the keys that type it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from .documents import sentence

WORDS = 1_500
"""The words of the notes."""
_QUICK_WORDS = 150
_UP, _DOWN, _LEFT = b"\x1b[A", b"\x1b[B", b"\x1b[D"
_END, _ENTER, _BACKSPACE = b"\x1b[F", b"\r", b"\x7f"
_MARK = "- "
_TOPICS = (
    "Looking back", "Workload", "Working together", "What can go better", "Growing", "Courses",
    "Health", "The team", "Next year", "Wishes", "Support", "What we agree on",
)  # fmt: skip
_WRONG = ("zx", "qw", "zzq")
"""Letters that are typed by mistake and taken away again."""
_BACK = 7
"""Rows above the end at which the notes are added to in the middle."""


class Kind(Enum):
    """What a part of the notes is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph or a list, with its lines."""

    kind: Kind
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """What is written about one topic, at the end; and what is added above it, in the middle."""

    parts: tuple[Part, ...]
    added: str
    inside: str
    """Words that are put into the last but one line."""


def topics(quick: bool) -> list[Topic]:
    """The notes of the meeting, by topic; the same in each run."""
    chance = random.Random(60)
    names = _TOPICS[:2] if quick else _TOPICS
    words = (_QUICK_WORDS if quick else WORDS) // len(names)
    return [_topic(chance, name, words) for name in names]


def _topic(chance: random.Random, name: str, words: int) -> Topic:
    heading = Part(Kind.HEADING, (f"## {name}",))
    bullets = [sentence(chance, chance.choice((4, 6, 9))) for _ in range(4)]
    added, inside = sentence(chance, 12), sentence(chance, 3)
    left = words - sum(len(text.split()) for text in (name, added, inside, *bullets))
    first = sentence(chance, left // 2)
    second = sentence(chance, left - left // 2)
    parts = (
        heading,
        Part(Kind.PARAGRAPH, (first,)),
        Part(Kind.LIST, tuple(bullets)),
        Part(Kind.PARAGRAPH, (second,)),
    )
    return Topic(parts, added, inside)


def keys(topic: Topic, continues_lists: bool) -> Iterator[bytes]:
    """The keys that type a topic, with the caret at the end of the notes.

    `continues_lists`: the program itself begins the next item of a list after Enter.
    """
    chance = random.Random(len(topic.added))
    for part in topic.parts:
        yield _ENTER
        if part.kind is Kind.LIST:
            yield from _typed(_MARK)
            for number, line in enumerate(part.lines):
                if number:
                    yield _ENTER
                    yield from () if continues_lists else _typed(_MARK)
                yield from _with_mistakes(chance, line)
            yield _ENTER
            if continues_lists:
                yield _ENTER  # ends the list
        else:
            yield from _with_mistakes(chance, part.lines[0])
    # In the middle: a line of its own, and words within a line.
    yield from [_UP] * _BACK
    yield _END
    yield _ENTER
    yield from _with_mistakes(chance, topic.added)
    yield from [_UP] * 2
    yield _END
    yield from [_LEFT] * 12
    yield from _typed(f" {topic.inside}")
    yield from [_DOWN] * (_BACK + 4)
    yield _END


def _with_mistakes(chance: random.Random, line: str) -> Iterator[bytes]:
    """A line, with a mistake every dozen words that is taken away again."""
    for word in line.split(" "):
        if chance.random() < 1 / 12:
            wrong = chance.choice(_WRONG)
            yield from _typed(wrong)
            yield from [_BACKSPACE] * len(wrong)
        yield from _typed(f"{word} ")
    yield _BACKSPACE


def _typed(text: str) -> Iterator[bytes]:
    return (letter.encode() for letter in text)
