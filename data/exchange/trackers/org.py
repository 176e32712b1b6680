"""Agreements as an Org file for Emacs: a headline each, with its deadline and properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...text.lazy_pattern import lazy_pattern
from .tracked import Tracked

_HEAD = "#+TODO: TODO | DONE CANCELLED\n"
_STATES = {"open": "TODO", "done": "DONE", "dropped": "CANCELLED"}
_ACTIVE = lazy_pattern(r"(?<=<)(?=[0-9%])|(?<=\[)(?=\[)")
"""Where a text would have a date of the agenda, or a link that may run a program."""
_ESCAPE = "\u200b"
"""The zero-width space, with which Org escapes."""


def org(agreements: Iterable[Tracked]) -> bytes:
    """Return the file."""
    lines = (line for each in agreements for line in _entry(each))
    return "".join([_HEAD, *(f"{line}\n" for line in lines)]).encode()


def _entry(agreement: Tracked) -> Iterator[str]:
    # The tag comes last, so that no word at the end of the text is one.
    text = f"{agreement.label} {_plain(agreement.text)}"
    yield f"* {_STATES[agreement.status]} {text} :{agreement.kind}:"
    if agreement.due:
        yield f"DEADLINE: <{agreement.due.isoformat()}>"
    yield ":PROPERTIES:"
    yield f":ID: {agreement.uuid}"
    for name, value in (
        ("OWNER", agreement.owner),
        ("MEASURE", agreement.measure),
        ("PROMISE", agreement.promise),
        ("CONVERSATION", agreement.conversation),
        ("SLUG", agreement.slug),
    ):
        if value:
            yield f":{name}: {_plain(value)}"
    yield ":END:"
    if agreement.evaluate_on:
        yield f"<{agreement.evaluate_on.isoformat()}>"


def _plain(text: str) -> str:
    return _ACTIVE.sub(_ESCAPE, text)
