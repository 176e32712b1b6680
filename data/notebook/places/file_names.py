"""Which files in a folder belong to which conversation, by their names.

A file belongs to the conversation whose name it bears: previous copies, journals, the private file,
damaged files, temporary files, and a folder syncer's copies of any of them.
"""

from __future__ import annotations

import os
from pathlib import Path

from ...ids import Slug
from ...text.lazy_pattern import lazy_pattern
from ..summary import SUFFIX, is_conversation, unreadable_notebook

_HIDDEN = lazy_pattern(r"(?:[.#~]|syncthing[.~])+")
"""The start of the names of temporary files: ours, editors' and syncers'."""
_PART = lazy_pattern(r"\.(?:json|private|log)(?![a-zA-Z0-9])")
"""The end of the conversation's name in a file name."""
_JOURNALS = lazy_pattern(r"\.log(\.damaged(\.\d+)?)?$")
"""The end of the names of journal folders, including damaged ones."""


def files_by_slug(folder: Path) -> dict[Slug, list[Path]]:
    """Return the files of each conversation in a folder; folders hold journals.

    A conversation whose own file is gone has its other files. Raises StorageError.
    """
    try:
        with os.scandir(folder) as entries:
            found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unreadable_notebook(folder, error) from error
    slugs = {
        Slug(name.removesuffix(SUFFIX)) for name in found if is_conversation(os.fsencode(name))
    }
    files: dict[Slug, list[Path]] = {}
    for name, is_directory in found.items():
        slug = _slug_in(name, slugs)
        if slug and (not is_directory or _JOURNALS.search(name)):
            files.setdefault(slug, []).append(folder / name)
    return files


def with_slug(name: str, slug: Slug, wanted: Slug) -> str:
    """Return the name of a file of the conversation `slug` once that is called `wanted`."""
    ends = [part.start() for part in _PART.finditer(name)]
    start = next(end - len(slug) for end in reversed(ends) if name[:end].endswith(slug))
    return name[:start] + wanted + name[start + len(slug) :]


def _slug_in(name: str, slugs: set[Slug]) -> Slug:
    """Return the slug of the conversation that a file belongs to; "" for none."""
    for bare in (name, _HIDDEN.sub("", name, count=1) if _HIDDEN.match(name) else name):
        ends = [match.start() for match in _PART.finditer(bare)]
        for end in reversed(ends):
            slug = Slug(bare[:end])
            if slug in slugs:
                return slug
    return Slug(bare[: ends[0]] if ends else "")
