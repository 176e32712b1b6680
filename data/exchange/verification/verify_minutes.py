"""Verify signed minutes, and say what happened to them: on the way, in the file or the notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from ...approval.signature import Verdict, read_file, signature_path, verify
from ...errors import AfspraakError
from ...minutes.edition import Version
from ...minutes.enclosed import enclosed
from ...minutes.received import receive
from ...session.session import Session
from ...session.user import SYSTEM_USER, User
from ...text.enclosed import Enclosed
from ...text.transport import (
    Transport,
    candidates,
    same_words,
    unwrapped,
    with_line_feeds,
    words_of,
)
from ..arrival.document_text import typed_text
from ..arrival.quoted_mail import unquote
from ..export import session_minutes
from .signature_fault import NO_FAULT, SignatureFault, fault_of

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
    lines_around: int = 0
    """How many lines with text stand around the signed text: nobody signed those."""
    blame: Blame = Blame.UNKNOWN
    """Only meaningful if the text is not the signed one."""
    difference: LineDifference | None = None
    fault: SignatureFault = NO_FAULT
    """What is wrong with the signature file, if that may be why the text is not the signed one."""


class _Edition(NamedTuple):
    """Minutes of a conversation as they could have been exported now."""

    conversation: Path
    text: str


def verify_minutes(
    path: Path,
    signers: Path,
    identity: str = "",
    *,
    find: Callable[[str], Iterable[Path]] = lambda _: (),
    user: User = SYSTEM_USER,
) -> Verification:
    """Verify the minutes at `path` by the signature beside them.

    `identity` must have signed; empty means any of `signers`. If the text is not the signed one, it
    is compared with the minutes of the conversations that `find` returns for it, as far as these
    can be read. Raises StorageError if a file cannot be read or ssh-keygen is missing.
    """
    signature = signature_path(path)
    data = read_file(path)
    cut = _document(data)
    for transport, candidate, lines_around in _sent(data, cut):
        verdict = verify(candidate, signature, signers, identity)
        if verdict.is_intact:
            return Verification(verdict, transport, lines_around)
    editions: list[_Edition] = []
    for edition in _editions(find(cut.text), user):
        editions.append(edition)
        verdict = verify(edition.text.encode(), signature, signers, identity)
        if verdict.is_intact and same_words(edition.text, cut.text):
            return Verification(verdict, Transport.WRAPPING, cut.lines_around)
        if verdict.is_intact:
            return _unsigned(data, cut.text, edition, Blame.FILE)
    if not editions:
        unsigned = Verification(Verdict(is_intact=False))
        return replace(unsigned, fault=fault_of(path, signers, ()))
    nearest = max(editions, key=lambda edition: _likeness(cut.text, edition.text))
    blame = Blame.NOTEBOOK if same_words(nearest.text, cut.text) else Blame.BOTH
    fault = fault_of(path, signers, [nearest.conversation])
    return replace(_unsigned(data, cut.text, nearest, blame), fault=fault)


def _unsigned(data: bytes, text: str, edition: _Edition, blame: Blame) -> Verification:
    """Return the result for a text that is not the signed one, compared with an edition."""
    difference = _difference(text, edition.text, _offset(with_line_feeds(data), text))
    return Verification(Verdict(is_intact=False), blame=blame, difference=difference)


def _document(data: bytes) -> Enclosed:
    """Return the minutes in a file, without the mail that quotes them or stands around them."""
    mail = unquote(typed_text(data))
    cut = enclosed(mail.text)
    return Enclosed([*mail.before, *cut.before], cut.text, [*cut.after, *mail.after])


def _sent(data: bytes, cut: Enclosed) -> Iterator[tuple[Transport, bytes, int]]:
    """Yield what may have been sent: what happened to it, and how many lines are around it."""
    for transport, candidate in candidates(data):
        yield transport, candidate, 0
    inner = cut.text.encode()
    if cut.text != with_line_feeds(data):
        for transport, candidate in candidates(inner):
            happened = Transport.MAIL if transport is Transport.NOTHING else transport
            yield happened, candidate, cut.lines_around
    restored = receive(inner)
    if restored is not None and _squashed(restored.text) == _squashed(cut.text):
        yield Transport.WRAPPING, restored.text.encode(), cut.lines_around


def _squashed(text: str) -> str:
    """Return a text without blanks and line ends: a long word may have been broken."""
    return "".join(words_of(text))


def _offset(text: str, document: str) -> int:
    """Return how many lines of a text stand before a document in it."""
    first = next(filter(str.strip, document.split("\n")), "").strip()
    within = next((at for at, line in enumerate(document.split("\n")) if line.strip()), 0)
    lines = text.split("\n")
    found = next((at for at, line in enumerate(lines) if line.strip("> \t") == first), within)
    return max(0, found - within)


def _editions(conversations: Iterable[Path], user: User) -> Iterator[_Edition]:
    """Yield the minutes of conversations as they could have been exported now."""
    for path in conversations:
        with suppress(AfspraakError):
            session = Session.open_read_only(path, user=user)
            for version, authors, front_matter in _EXPORTS:
                with suppress(AfspraakError):
                    yield _Edition(
                        path,
                        session_minutes(
                            session, version, authors=authors, front_matter=front_matter
                        ),
                    )


def _difference(text: str, edition: str, offset: int) -> LineDifference | None:
    """Return the lines with the first word that differs; None if no word does.

    Words are compared, so that lines that break elsewhere count as equal. `offset` is the number of
    lines of the file before the text.
    """
    mine, other = _words(text), _words(edition)
    pairs = zip_longest(mine, other)
    first = next((n for n, (one, two) in enumerate(pairs) if _word(one) != _word(two)), None)
    if first is None:
        return None
    number, in_file = _line(text, mine, first)
    _, in_notebook = _line(edition, other, first)
    return LineDifference(number + offset, in_file, in_notebook, _changed_lines(text, edition))


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
