"""The user's own folder of checklists: a file there replaces the built-in one of the same name.

The names are those of `templates/`: `<kind>.<role>.<language>.toml`.
"""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import UsageError
from ..i18n.catalogue import LANGUAGES
from ..model.conversation import CONVERSATION_KINDS, ROLES, Role
from ..text.sanitize import clean_line
from .checklist_file import Template, builtin, read_template


def checklists(folder: Path | None, kind: str, language: str) -> list[Template]:
    """Return the checklists of both roles: the user's own if the folder has them, else built-in.

    Raises UsageError if one of the user's own is invalid, or its kind, role or language differs
    from its file name.
    """
    return [_checklist(folder, kind, role, language) for role in ROLES]


def own_files(folder: Path | None) -> list[Path]:
    """Return the files in the folder that replace a built-in checklist."""
    if folder is None:
        return []
    names = [
        (kind, role, code) for kind in CONVERSATION_KINDS for role in ROLES for code in LANGUAGES
    ]
    paths = [folder / ".".join((*name, "toml")) for name in names]
    # `lexists`: a folder or dangling link at the path is reported, not skipped silently.
    return [path for path in paths if os.path.lexists(path)]


def read_own(path: Path) -> Template:
    """Read one of the user's own checklists. Raises UsageError as `checklists` does."""
    template = read_template(path)
    inside = f"{template.kind}.{template.role}.{template.language}"
    if path.name != f"{inside}.toml":
        raise UsageError(
            "settings.own_template", file=clean_line(str(path)), inside=f"{inside}.toml"
        )
    return template


def _checklist(folder: Path | None, kind: str, role: Role, language: str) -> Template:
    path = folder / f"{kind}.{role}.{language}.toml" if folder else None
    return read_own(path) if path and os.path.lexists(path) else builtin(kind, role, language)
