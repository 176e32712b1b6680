"""Verify signed minutes, and say what happened to them: on the way, in the file or the notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest
from pathlib import Path

from ..approval.signature import Verdict, read_file, signature_path, verify
from ..errors import AfspraakError
from ..minutes.edition import Version
from ..session.user import SYSTEM_USER, User
from ..text.transport import (
    Transport,
    candidates,
    same_words,
    unwrapped,
    with_line_feeds,
    words_of,
)
from .export import export_bytes

_EXPORTS = (
    *((Version.FULL, True, False), (Version.FILE, True, False)),
    *((Version.FULL, False, False), (Version.FULL, True, True), (Version.FILE, True, True)),
)
"""The exports that may have been signed: version, with authors, with front matter."""


class Blame(Enum):
    """Where the text is that was not signed."""

    UNKNOWN = "unknown"
    """The conversation is not in the notebook, so that there is nothing to compare with."""
    FILE = "file"
    """The notebook still has the signed text: the file was changed."""
    NOTEBOOK = "notebook"
    """The file is what the notebook says now: the conversation was changed after signing."""
    BOTH = "both"
    """Neither the file nor the notebook has the signed text."""


@dataclass(frozen=True, slots=True)
class LineDifference:
    """The first line in which the file and the notebook differ; numbers count from 1."""

    number: int
    in_file: str
    in_notebook: str
    count: int
    """How many lines differ."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of verifying minutes."""

    verdict: Verdict
    transport: Transport = Transport.NOTHING
    blame: Blame = Blame.UNKNOWN
    """Only meaningful if the text is not the signed one."""
    difference: LineDifference | None = None


def verify_minutes(
    path: Path,
    signers: Path,
    identity: str = "",
    *,
    conversations: Iterable[Path] = (),
    user: User = SYSTEM_USER,
) -> Verification:
    """Verify the minutes at `path` by the signature beside them.

    `identity` must have signed; empty means any of `signers`. If the text is not the signed one, it
    is compared with the minutes of `conversations`, as far as these can be read. Raises
    StorageError if a file cannot be read or ssh-keygen is missing.
    """
    data, signature = read_file(path), signature_path(path)
    verdict = Verdict(is_intact=False)
    for transport, candidate in candidates(data):
        verdict = verify(candidate, signature, signers, identity)
        if verdict.is_intact:
            return Verification(verdict, transport)
    text = with_line_feeds(data)
    editions = list(_editions(conversations, user))
    for edition in editions:
        verdict = verify(edition.encode(), signature, signers, identity)
        if verdict.is_intact and same_words(edition, text):
            return Verification(verdict, Transport.WRAPPING)
        if verdict.is_intact:
            unsigned = Verdict(is_intact=False)
            return Verification(unsigned, blame=Blame.FILE, difference=_difference(text, edition))
    verdict = Verdict(is_intact=False)
    if not editions:
        return Verification(verdict)
    nearest = max(editions, key=lambda edition: _likeness(text, edition))
    if same_words(nearest, text):
        return Verification(verdict, blame=Blame.NOTEBOOK)
    return Verification(verdict, blame=Blame.BOTH, difference=_difference(text, nearest))


def _editions(conversations: Iterable[Path], user: User) -> Iterator[str]:
    """Yield the minutes of conversations as they could have been exported now."""
    for path in conversations:
        for version, authors, front_matter in _EXPORTS:
            with suppress(AfspraakError):
                yield export_bytes(
                    path, "md", version, authors=authors, front_matter=front_matter, user=user
                ).decode()


def _difference(text: str, edition: str) -> LineDifference | None:
    """Return the lines with the first word that differs; None if no word does.

    Words are compared, so that lines that break elsewhere count as equal.
    """
    mine, other = _words(text), _words(edition)
    pairs = zip_longest(mine, other)
    first = next((n for n, (one, two) in enumerate(pairs) if _word(one) != _word(two)), None)
    if first is None:
        return None
    number, in_file = _line(text, mine, first)
    _, in_notebook = _line(edition, other, first)
    return LineDifference(number, in_file, in_notebook, _changed_lines(text, edition))


def _words(text: str) -> list[tuple[str, int]]:
    """Return the words of a text, each with the index of its line."""
    return [(word, at) for at, line in enumerate(text.split("\n")) for word in words_of(line)]


def _word(found: tuple[str, int] | None) -> str:
    return found[0] if found else ""


def _line(text: str, words: Sequence[tuple[str, int]], index: int) -> tuple[int, str]:
    """Return number and text of the line with a word; of the line after the end if it has none."""
    lines = text.rstrip("\n").split("\n")
    at = words[index][1] if index < len(words) else len(lines)
    return at + 1, lines[at] if at < len(lines) else ""


def _changed_lines(text: str, edition: str) -> int:
    mine, other = (Counter(unwrapped(each)[1].split("\n")) for each in (text, edition))
    return max(1, (mine - other).total(), (other - mine).total())


def _likeness(text: str, edition: str) -> int:
    """Return the negative number of lines that stand in only one of two texts."""
    return -len(set(text.split("\n")) ^ set(edition.split("\n")))
