"""The Markdown of a turn, kept from acting outside it: no tags, definitions, images, open code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.conversation import NoteLine
from ...text.lazy_pattern import lazy_pattern
from ...text.markdown import parse
from ..markup.addresses import AUTOLINK, addresses
from ..markup.inline import Place, escape
from .turns import FENCE, Turn, closes, trimmed

_CODE_SPAN = lazy_pattern(r"((?<![\\`])(`+)(?!`)[^`]+(?<!`)\2(?!`))")
_TAG = lazy_pattern(r"(?<!\\)((?:\\\\)*)<(?=[A-Za-z/!?])")
_IMAGE = lazy_pattern(r"(?<!\\)((?:\\\\)*)!\[")
_DEFINITION = lazy_pattern(r"^((?:\s|>|[-+*]\s|\d{1,9}[.)]\s)*)\[(?=[^\]]*\]:)")
_LAST_WORD = lazy_pattern(r"[^\s<]+$")
_WWW = lazy_pattern(r"(www)\.", re.IGNORECASE)
_ADDRESS_SCHEME = lazy_pattern(r"<mailto:[^\s<>]*>", re.IGNORECASE)


def contained(lines: Sequence[str]) -> list[str]:
    """Return the lines of a turn without what would act outside it; code that is open is closed."""
    result: list[str] = []
    mark = indent = ""
    for line in lines:
        was_code = bool(mark)
        opening = FENCE.fullmatch(line)
        if mark:
            mark = "" if closes(line, mark) else mark
        elif opening:
            mark, indent = opening["mark"], re.sub(r"\S", " ", opening["before"])
        is_code = bool(mark or opening)
        result.append(line if is_code or was_code else contained_line(line))
    return [*result, indent + mark] if mark else result


def contained_line(line: str) -> str:
    """Return a line that is no code without tags, images and definitions."""
    parts: list[str] = []
    at = 0
    for code in _CODE_SPAN.finditer(line):
        parts += [_undone(line[at : code.start()]), code[0]]
        at = code.end()
    return _DEFINITION.sub(r"\1\\[", "".join([*parts, _undone(line[at:])]))


def as_text(turn: Turn) -> Iterator[Turn]:
    """Yield turns that show the lines of a turn as text, a turn for each run of one writer."""
    runs: list[list[NoteLine]] = []
    for line in turn.lines:
        if not runs or (line.text.strip() and line.by != runs[-1][0].by):
            runs.append([])
        runs[-1].append(line)
    for run in map(trimmed, runs):
        block = "\n".join(line.text for line in run)
        texts = [escape(line.text, Place.LINE, f"\n{block}") for line in run]
        following = [*texts[1:], ""]
        yield Turn(
            tuple(
                NoteLine(f"{text}\\" if text and after else text, line.by)
                for line, text, after in zip(run, texts, following, strict=True)
            )
        )


def acts_outside(lines: Sequence[str]) -> bool:
    """Return whether contained lines act outside their turn after all: riddles of backticks."""
    if not any(sign in line for line in lines for sign in "<[`"):
        return False
    return any(
        token.type in ("html_block", "definition")
        or any(child.type in ("html_inline", "image") for child in token.children or ())
        for token in parse("\n".join(lines) + "\n")
    )


def _undone(text: str) -> str:
    """Return text with a backslash before what begins a tag or an image."""
    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(text):
        start = tag.end() - 1
        if AUTOLINK.match(text, start) or _ADDRESS_SCHEME.match(text, start):
            continue
        parts += [_without_bare_link(text[at:start]), "\\"]
        at = start
    return _IMAGE.sub(r"\1\\![", "".join([*parts, text[at:]]))


def _without_bare_link(text: str) -> str:
    """Return text in which the word at the end is no bare link: it would take our backslash."""
    word = _LAST_WORD.search(text)
    start = word.start() if word else len(text)
    last = text[start:]
    if "://" not in last and "www." not in last.lower():
        return text
    for begin, end in reversed(list(addresses(last))):
        if "://" in last[begin:end] and last[begin - 1 : begin] != "<":
            last = f"{last[:begin]}<{last[begin:end]}>{last[end:]}"
    return text[:start] + _WWW.sub(r"\1\\.", last)
