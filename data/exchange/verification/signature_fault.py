"""What is wrong with a signature file that does not hold for the minutes beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path

from ...approval.signature import NAMESPACE, is_allowed, read_file, signature_path, verify
from ...approval.signature_file import armoured, read_signature_file
from ...errors import AfspraakError
from ...system.files.file_errors import display_path
from ...system.paths import exists, real_path
from ...text.transport import candidates
from ..export_log import exports_with

_TEXTS = (".htm", ".html", ".markdown", ".md", ".txt")
_MOST_TEXTS = 100
"""The most files in the folder that a signature is tried on."""


class Fault(Enum):
    """What is wrong with a signature file."""

    NONE = "none"
    """It was written here, for this file or of this conversation."""
    DAMAGED = "damaged"
    """It has no whole signature."""
    PURPOSE = "purpose"
    """It was made for something else than minutes."""
    OTHER_TEXT = "other_text"
    """It is of another text."""
    KEY = "key"
    """It was made with a key of nobody who may sign."""
    UNCERTAIN = "uncertain"
    """It is whole, and by somebody who may sign; the text that it is of is not known."""


@dataclass(frozen=True, slots=True)
class SignatureFault:
    """A fault, and the word that explains it: a purpose, a file, or a fingerprint."""

    kind: Fault
    detail: str = ""


NO_FAULT = SignatureFault(Fault.NONE)


def fault_of(path: Path, signers: Path, conversations: Collection[Path]) -> SignatureFault:
    """Return what is wrong with the signature of the minutes at `path`, which does not hold.

    `conversations` are those that the minutes are of. Raises StorageError if a file cannot be
    read.
    """
    signature = signature_path(path)
    data = read_file(signature)
    found = read_signature_file(data)
    if found is None:
        return SignatureFault(Fault.DAMAGED)
    if found.namespace != NAMESPACE:
        return SignatureFault(Fault.PURPOSE, display_path(found.namespace))
    written = exports_with(sha256(armoured(data)).hexdigest())
    mine, here = {real_path(each) for each in conversations}, real_path(signature)
    if any(export.conversation in mine or export.file == here for export in written):
        return NO_FAULT
    signed = [export.file.with_suffix("") for export in written if exists(export.conversation)]
    others = chain(signed, _signed_beside(path, signature, signers))
    if (other := next(others, None)) is not None:
        return SignatureFault(Fault.OTHER_TEXT, display_path(other))
    if not is_allowed(signature, signers):
        return SignatureFault(Fault.KEY, found.fingerprint)
    return SignatureFault(Fault.UNCERTAIN)


def _signed_beside(path: Path, signature: Path, signers: Path) -> Iterator[Path]:
    """Yield the other files in the folder that a signature is of."""
    texts = (
        each
        for each in sorted(path.parent.iterdir())
        if each.suffix.lower() in _TEXTS and each.name != path.name
    )
    for other in islice(texts, _MOST_TEXTS):
        with suppress(AfspraakError, OSError):
            for _, text in islice(candidates(read_file(other)), 3):
                if verify(text, signature, signers).is_intact:
                    yield other
                    break
