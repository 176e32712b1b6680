"""REF: find the conversation that it means, let the user choose, and say which one was taken."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from ....data.errors import AfspraakError, NotFoundError, UsageError
from ....data.system.files.file_errors import display_path
from ....data.text.sanitize import clean_line, clip
from ....widgets.language import tr
from .output import align_columns, print_error

if TYPE_CHECKING:
    from pathlib import Path

    from ....data.notebook.notebook import Found, Notebook
    from ....data.notebook.references.resolve import AmbiguousReference, Choice

_LONGEST = 60
"""The most code points of a reference that are repeated."""


def find_conversation(
    notebook: Notebook,
    reference: str,
    *,
    may_ask: bool = True,
    told: bool = True,
    with_archive: bool = False,
) -> Path:
    """Return the file of the conversation that a reference means.

    If none matches it is an archived one with `with_archive`; else the error says how to get that
    one back.

    Between several people the user chooses if `may_ask` and there is a terminal. If it was one of
    several with the same person, a line on stderr says which one, unless not `told`.

    Raises NotFoundError if it matches none or none was chosen, UsageError if it matches several.
    """
    try:
        found = notebook.look_up(reference)
    except UsageError as error:
        from ....data.notebook.references.resolve import AmbiguousReference

        if not (may_ask and isinstance(error, AmbiguousReference) and _can_ask()):
            raise
        return notebook.path_of(_choose(reference, error).known.slug)
    except NotFoundError as error:
        if with_archive:
            with suppress(NotFoundError):
                return find_conversation(notebook.archive, reference, may_ask=may_ask, told=told)
        raise _archived(notebook, reference) or error from None
    if told and found.among > 1:
        _tell(reference, found)
    return found.path


def _archived(notebook: Notebook, reference: str) -> NotFoundError | None:
    """Return the error that says how to get an archived conversation back; None for no such one."""
    try:
        found = notebook.archive.look_up(reference)
    except AfspraakError:
        return None
    slug = clean_line(found.path.stem)
    return NotFoundError(
        "notebook.reference.archived", reference=display_path(reference), slug=slug
    )


def _can_ask() -> bool:
    return os.isatty(0) and os.isatty(2)


def _tell(reference: str, found: Found) -> None:
    key = "taken_number" if "@" in reference else "taken"
    print_error(
        tr(
            f"notebook.reference.{key}",
            reference=clip(clean_line(reference), _LONGEST),
            slug=clean_line(found.path.stem),
            count=found.among,
        )
    )


def _choose(reference: str, several: AmbiguousReference) -> Choice:
    """Let the user choose by number. Raises NotFoundError if none is chosen."""
    from .prompt import read_answer

    choices = several.choices
    rows: list[tuple[str, ...]] = [
        (
            f"{number:>4}",
            clean_line(each.name) or "-",
            each.known.date or "-",
            clean_line(each.known.slug),
        )
        for number, each in enumerate(choices, 1)
    ]
    lines = [
        tr("notebook.reference.which", reference=clip(clean_line(reference), _LONGEST)),
        *align_columns(rows),
    ]
    sys.stderr.write("\n".join(lines) + f"\n[1-{len(choices)}] ")
    sys.stderr.flush()
    answer = read_answer().strip()
    if answer.isdigit() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    raise NotFoundError("notebook.reference.which_none")
