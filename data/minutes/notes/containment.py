"""The Markdown of a turn, kept from acting outside it: no tags, definitions, images, open code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.conversation import NoteLine
from ...text.markdown import parse
from ..markup.addresses import AUTOLINK
from ..markup.inline import Place, escape
from .turns import FENCE, Turn, closes

_CODE_SPAN = re.compile(r"((?<![\\`])(`+)(?!`)[^`]+(?<!`)\2(?!`))")
_TAG = re.compile(r"(?<!\\)((?:\\\\)*)<(?=[A-Za-z/!?])")
_IMAGE = re.compile(r"(?<!\\)((?:\\\\)*)!\[")
_DEFINITION = re.compile(r"^((?:\s|>|[-+*]\s|\d{1,9}[.)]\s)*)\[(?=[^\]]*\]:)")
_ADDRESS_SCHEME = re.compile(r"<mailto:[^\s<>]*>", re.IGNORECASE)


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
    for run in runs:
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
    def escaped(tag: re.Match[str]) -> str:
        at = tag.end() - 1
        is_address = AUTOLINK.match(text, at) or _ADDRESS_SCHEME.match(text, at)
        return tag[0] if is_address else f"{tag[1]}\\<"

    return _IMAGE.sub(r"\1\\![", _TAG.sub(escaped, text))
