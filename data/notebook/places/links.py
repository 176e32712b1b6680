"""Follow the links between conversations: by slug, also to one that was renamed or archived."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ...ids import Slug
from ...storage.siblings import is_free
from ..summary import SUFFIX, is_conversation, slug_at
from .folders import archive_of, notebook_of
from .record import renamed_in


def names_of(path: Path, link: Slug) -> set[Slug]:
    """Return the names by which others may name the conversation at `path`; `link` is one."""
    slug = slug_at(path)
    return {link, *(key for key, now in renamed_in(path.parent).items() if now == slug)}


def linked_path(path: Path, slug: Slug) -> Path | None:
    """Return the conversation that the one at `path` names by `slug`; None if there is none.

    Only a name that a folder of the notebook lists is returned, so that it cannot lead elsewhere.
    """
    notebook = notebook_of(path)
    name = f"{renamed_in(path.parent).get(slug, slug)}{SUFFIX}"
    for folder in (notebook, archive_of(notebook)):
        with suppress(OSError):
            if is_conversation(os.fsencode(name)) and name in os.listdir(folder):  # noqa: PTH208
                return folder / name
    return None


def is_free_name(notebook: Path, slug: Slug, *, renamed: Mapping[Slug, Slug] | None = None) -> bool:
    """Return whether no conversation of a notebook has this name, or had it before.

    Nor one that was renamed to it and is gone: other conversations may still lead to it.
    """
    names = renamed_in(notebook) if renamed is None else renamed
    places = (notebook, archive_of(notebook))
    is_unknown = slug not in names and slug not in names.values()
    return is_unknown and all(is_free(place / f"{slug}{SUFFIX}") for place in places)


def free_name(notebook: Path, slug: Slug) -> Slug:
    """Return `slug`, or the first of `<slug>-2`, `<slug>-3` … that is free in a notebook."""
    names = renamed_in(notebook)
    numbered = (Slug(f"{slug}-{n}") for n in itertools.count(2))
    candidates = itertools.chain([slug], numbered)
    return next(each for each in candidates if is_free_name(notebook, each, renamed=names))
