"""Try a copy of a conversation before a merge opens it: the other partner may have made it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

from ..crdt.quarantine.quarantine import HarmfulUpdate, QuarantineUnavailable
from ..crdt.quarantine.trial import try_document
from ..crdt.yjs_document import EMPTY_DOCUMENT
from ..errors import StorageError, UsageError
from ..storage.conversation_file import read_document
from ..storage.encryption.keyring import USUAL_KEYS, Keyring
from ..storage.journal.journal_reader import read_journals
from ..storage.siblings import journal_folder
from ..system.files.file_errors import display_path


def refuse_harmful_copy(file: Path, *, keyring: Keyring = USUAL_KEYS) -> None:
    """Raise UsageError if the document at `file`, or a journal beside it, does harm.

    Raises StorageError if it cannot be tried. A damaged file is no harm: opening it reports that.
    """
    frames = [
        frame
        for journal in read_journals(journal_folder(file), keyring=keyring)
        for frame in journal.frames
    ]
    encoded = read_document(file, keyring=keyring)
    try:
        document = base64.b64decode(encoded) if encoded else EMPTY_DOCUMENT
    except (binascii.Error, ValueError):
        document = EMPTY_DOCUMENT
    if document == EMPTY_DOCUMENT and not frames:
        return
    try:
        try_document(document, frames)
    except HarmfulUpdate as error:
        raise UsageError("merge.harmful", file=display_path(file)) from error
    except QuarantineUnavailable as error:
        reason = error.message.values["reason"]
        raise StorageError("merge.not_tried", file=display_path(file), reason=reason) from error
