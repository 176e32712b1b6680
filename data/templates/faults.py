"""What is wrong with a file of a kind: each fault with its line, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import UsageError
from ..i18n.catalogue import Catalogue, Message
from ..text.sanitize import clean_line


@dataclass(frozen=True, slots=True)
class KindFault:
    """One fault; `line` counts from 1, and is 0 for the file as a whole."""

    file: str
    """The path of the file, clean."""
    line: int
    reason: Message

    @property
    def message(self) -> Message:
        """`file:line: reason`."""
        key = "template.fault" if self.line else "template.fault_of_file"
        return Message(key, file=self.file, line=self.line, reason=self.reason)


def sorted_faults(faults: Iterable[KindFault]) -> tuple[KindFault, ...]:
    """Return the faults by file and line, each once; those of one line in their first order."""
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line)))


class FaultyKind(UsageError):
    """A kind that is not sound, with all its faults."""

    def __init__(self, faults: Iterable[KindFault]) -> None:
        self.faults = sorted_faults(faults)
        super().__init__("template.faulty", faults=self._lines)

    def _lines(self, words: Catalogue) -> str:
        return "\n".join(words(fault.message) for fault in self.faults)


def fault_at(file: str, line: int, reason: str, **values: object) -> KindFault:
    """Return a fault whose message is `template.<reason>`."""
    return KindFault(clean_line(file), line, Message(f"template.{reason}", **values))
