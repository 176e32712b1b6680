"""Regular expressions that are compiled when they are first used.

`re.compile` in a module costs each start its time, also where the pattern is never used: some
seventy patterns took a twentieth of a start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    import re


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the compiled pattern, as `re.compile` does, but compile it at the first use.

    A fault in the pattern raises `re.error` only then.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


class _LazyPattern:
    """Has the attributes of the pattern; each is looked up once."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        import re

        value = getattr(re.compile(self._pattern, self._flags), name)
        setattr(self, name, value)
        return value
