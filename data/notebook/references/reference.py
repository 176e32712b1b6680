"""A reference: the words by which a user means one conversation, such as `anna:progress@2`.

`anna` is a name or a part of one, `:progress` selects a kind, a year or a word of the title, and
`@2` is the second newest. Without a number the newest is meant.
"""

from __future__ import annotations

from typing import NamedTuple

from ...text.lazy_pattern import lazy_pattern
from ...text.plain_words import search_words

_PARTS = lazy_pattern(
    r"(?P<who>[^:@]*)(?P<which>(?::[^:@]*)*)(?:@(?P<number>[0-9]{1,6})?(?P<more>(?::[^:@]*)*))?"
)

_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
"""A day or a month, which is one word."""


class Reference(NamedTuple):
    """The parts of a reference, as plain words. `number` is 1 for the newest."""

    who: tuple[str, ...] = ()
    which: tuple[str, ...] = ()
    number: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether it has no word at all."""
        return not self.who and not self.which


def parse_reference(text: str) -> Reference | None:
    """Return the parts of a reference; None if it is not one."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    which = [
        word
        for part in f"{found['which']}{found['more'] or ''}".split(":")
        for word in ([part] if _DATE.fullmatch(part) else search_words(part))
    ]
    who = search_words(found["who"])
    return Reference(tuple(who), tuple(which), int(found["number"] or 1))
