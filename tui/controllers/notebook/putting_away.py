"""Rename, archive and delete the selected conversation, and undo that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ....data.errors import AfspraakError, NotFoundError
from ....data.i18n.date_format import format_date
from ....data.ids import Slug
from ....data.lifecycle.archiving import archive, unarchive
from ....data.lifecycle.deletion import DeletionPlan, delete, erase, plan_deletion, undelete
from ....data.lifecycle.renaming import give_name, refuse_name
from ....data.notebook.notebook import Notebook
from ....data.notebook.places.folders import KEPT_DAYS, Deletion
from ....data.notebook.summary import Summary
from ....data.system.files.file_errors import display_path
from ....data.text.sanitize import clean_line, clip
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..context.controller_context import Dialogs
from ..context.show_errors import show_errors

_MAX_NAME = 40
"""The most code points of a name in a question or a line."""

Undo = Callable[[], Path]
"""Undoes an action, and returns where the conversation is then."""


class PuttingAwayController:
    """Renames, archives and deletes conversations of a notebook; the last actions can be undone."""

    def __init__(
        self, notebook: Notebook, context: Dialogs, changed: Callable[[str], None]
    ) -> None:
        """Bind to a notebook.

        `changed` is called after each action, with the key of the row to select, if there is one.
        """
        self._notebook, self._context, self._changed = notebook, context, changed
        self._folder, self._user = notebook.folder, notebook.user
        self._undo: list[Undo] = []

    def rename(self, chosen: Summary) -> None:
        """Ask for another name of a conversation, and give it."""
        from ...forms.notebook.rename import RenameForm

        refuse = partial(refuse_name, self._folder, chosen.slug)

        def answered(slug: Slug | None) -> None:
            if slug is None:
                return
            with show_errors(self._refuse):
                path = give_name(self._folder, chosen.path, slug, user=self._user)
                back = partial(give_name, self._folder, path, chosen.slug, user=self._user)
                self._done("renamed", back, slug, slug=slug)

        self._context.push_screen(RenameForm(chosen.slug, refuse, today()), answered)

    def archive(self, chosen: Summary) -> None:
        """Archive a conversation."""
        with show_errors(self._refuse):
            path = archive(self._folder, chosen.path, user=self._user)
            back = partial(unarchive, self._folder, path, user=self._user)
            self._done("archived", back, path.stem, name=name_of(chosen))

    def bring_back(self, chosen: Summary) -> None:
        """Bring an archived conversation back into the notebook."""
        with show_errors(self._refuse):
            self._back(unarchive(self._folder, chosen.path, user=self._user))

    def undelete(self, deletion: Deletion) -> None:
        """Bring a deleted conversation back to where it was."""
        with show_errors(self._refuse):
            self._back(undelete(self._folder, deletion))

    def delete(self, chosen: Summary) -> None:
        """Ask, and delete a conversation; for some days it can be brought back."""
        from ...forms.dialog.confirm import Confirm

        with show_errors(self._refuse):
            plan = plan_deletion(self._folder, chosen.path, user=self._user)

            def answered(yes: bool | None) -> None:
                if yes:
                    with show_errors(self._refuse):
                        self._delete(plan, chosen)

            question = tr("lifecycle.ask.delete", name=name_of(chosen))
            self._context.push_screen(Confirm(question, _consequences(plan)), answered)

    def erase(self, deletion: Deletion, chosen: Summary) -> None:
        """Ask, and erase a deleted conversation for good."""
        from ...forms.dialog.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            if remains := erase(self._folder, [deletion]):
                self._refuse("\n".join(map(tr, remains)))
            else:
                self._context.show_status(tr("lifecycle.screen.erased", name=name_of(chosen)))
            self._changed(deletion.folder.name)

        question = tr("lifecycle.ask.erase", name=name_of(chosen))
        self._context.push_screen(Confirm(question, tr("lifecycle.ask.erase.detail")), answered)

    def undo(self) -> None:
        """Undo the last action here, or say where older ones are undone."""
        while self._undo:
            back = self._undo.pop()
            try:
                path = back()
            except NotFoundError:
                continue  # it was undone in another way, or erased
            except AfspraakError as error:
                self._undo.append(back)
                self._refuse(tr(error.message))
                return
            self._changed(path.stem)
            slug = display_path(path.stem)
            self._context.show_status(tr("lifecycle.screen.undone", slug=slug))
            return
        key = self._context.first_key("notebook.archived")
        self._context.show_status(tr("lifecycle.screen.nothing", key=key))

    def _delete(self, plan: DeletionPlan, chosen: Summary) -> None:
        deletion = delete(plan, user=self._user)
        day = format_date(deletion.kept_until, spoken().language, today=today())
        back = partial(undelete, self._folder, deletion)
        self._done("deleted", back, deletion.key, day=day, name=name_of(chosen))

    def _done(self, what: str, back: Undo, key: str, **values: object) -> None:
        """Show what was done, and how to undo it; select the row with this key, if it is there."""
        self._undo.append(back)
        self._changed(key)
        keys = {
            "undo": self._context.first_key("notebook.undo"),
            "archived": self._context.first_key("notebook.archived"),
        }
        self._context.show_status(tr(f"lifecycle.screen.{what}", **keys, **values))

    def _back(self, path: Path) -> None:
        slug = Slug(path.stem)
        self._changed(slug)
        self._context.show_status(tr("lifecycle.back", slug=display_path(slug)))

    def _refuse(self, reason: str) -> None:
        """Show why an action is not possible: it may take several lines."""
        from ...forms.dialog.confirm import Notice

        self._context.push_screen(Notice(tr("lifecycle.refused"), reason))


def name_of(summary: Summary) -> str:
    """Return with whom a conversation is and what it is called, bounded; else its slug."""
    parts = (summary.partner, summary.title)
    return clip(clean_line(" · ".join(filter(None, parts)) or summary.slug), _MAX_NAME)


def _consequences(plan: DeletionPlan) -> str:
    """Return what a deletion removes, until when it can be undone, and what stays."""
    lines = [tr("lifecycle.ask.delete.detail", days=KEPT_DAYS)]
    if plan.exports:
        files = ", ".join(display_path(export.file.name) for export in plan.exports)
        lines.append(tr("lifecycle.ask.delete.exports", files=files))
    if plan.linked:
        slugs = ", ".join(map(display_path, plan.linked))
        lines.append(tr("lifecycle.delete.linked", slugs=slugs))
    return "\n\n".join(lines)
