"""The names that other programs give to the copies that they make of a file."""

from __future__ import annotations

import os
import re

from ..summary import SUFFIX, conversation_of_private, is_conversation, slug_of_private_copy

_MARK = r"""(?:
      [._]?sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?         # Syncthing
    | [ _-]conflict-\d{8}-\d{6}                               # ownCloud
    | \ ?\([^()]*(?:conflict|konflikt|conflit)[^()]*\)        # Dropbox, Nextcloud, in any language
    | \ ?\(\d{1,3}\)                                          # browsers, OneDrive, Google Drive
    | \ \((?:[^()]*\ )?(?:copy|kopie)(?:\ \d{1,3})?\)         # GNOME
    | \ (?:-\ )?(?:copy|kopie)(?:\ \(?\d{1,3}\)?)?            # Windows, macOS
    | [._](?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+                 # git mergetool
    | \.orig                                                  # git, patch
    )$"""
_BEGINNING = r"^(?:Copy of|Kopie van) "
_ORIG = ".orig"
_OF_ANOTHER = rb"\.private-\d{1,3}\.json$"
"""The private file of another conversation that this program moved aside."""


def original_of(name: str) -> str:
    """Return the name of the file that a file with this name is a copy of; "" for no such name.

    Such a name is only a hint: a person may have chosen it.
    """
    bare = name.removesuffix(_ORIG)
    if not bare.endswith(SUFFIX):
        return ""
    # Compiled at the first use: most lists have no need of it.
    stem = re.sub(_BEGINNING, "", bare.removesuffix(SUFFIX), flags=re.IGNORECASE)
    flags = re.IGNORECASE | re.VERBOSE
    while (shorter := re.sub(_MARK, "", stem, flags=flags)) not in (stem, ""):
        stem = shorter
    original = stem.removesuffix(SUFFIX) + SUFFIX
    return original if original not in (name, SUFFIX) else ""


def side_copy_of(name: bytes) -> bytes:
    """Return the conversation file that a file is a side copy of; b"" for any other file.

    Those are copies of its private file, and copies whose names are not those of conversations.
    """
    if slug := slug_of_private_copy(name):
        return b"" if re.search(_OF_ANOTHER, name) else os.fsencode(f"{slug}{SUFFIX}")
    if not name.endswith(_ORIG.encode()) or name.startswith(b"."):
        return b""
    original = os.fsencode(original_of(os.fsdecode(name)))
    return original if is_conversation(original) else conversation_of_private(original)
