"""Open the desk of a conversation, or offer the previous copy of a damaged file."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from ...data.errors import AfspraakError
from ...data.ids import NOBODY, PartnerId
from ...widgets.language import plural, spoken, tr
from ..controllers.context.controller_context import Dialogs
from ..controllers.context.location import Location
from ..controllers.context.show_errors import show_errors
from ..environment import environment_of
from .first_look import ask_together, own_conversation, welcome

if TYPE_CHECKING:
    from ...data.model.conversation import Conversation
    from ...data.notebook.summary import Summary
    from ...data.session.session import Session
    from ...data.session.user import User
    from ...data.storage.json_storage import DamagedFile


def open_conversation(
    app: App[Any],
    path: Path,
    home: Callable[[], None],
    location: Location | None = None,
    *,
    me: PartnerId = NOBODY,
    brought: str | None = None,
    opened: Session | None = None,
) -> None:
    """Open the desk of the conversation at `path`, or show why that fails.

    The desk begins at `location`. `home` is called after the desk closes, and if it cannot be
    opened; it shows the notebook, if that is not on the stack. `me` is the id of the user's
    partner, for a session that does not know it; if both are missing, the user is asked.
    The first look at a joined conversation asks what becomes of an own one like it, unless
    `brought` says what was brought together; "" is nothing. `opened` is its session, if it is open.
    """
    from ...data.session.session import Session
    from ...data.storage.json_storage import DamagedFile
    from ...data.system.files.file_errors import read_error
    from .desk.desk import Desk
    from .participant import remember

    try:
        session = opened or Session.open(path, user=environment_of(app).user)
        if session.me is None:
            if not me:
                conversation = session.conversation
                session.close()
                _ask_who(app, path, conversation, home, location)
                return
            remember(session, me)
    except DamagedFile as error:
        home()
        _offer_previous(app, path, error, home)
    except AfspraakError as error:
        home()
        _show_notice(app, tr(error.message))
    except OSError as error:
        home()
        _show_notice(app, tr(read_error(path, error).message))
    else:
        is_first = session.read_marker.is_first_look
        if is_first and brought is None and (own := own_conversation(app, path)) is not None:
            joined = session.conversation.header.title
            session.close()
            again = partial(_open_brought, app, path, home, location)
            ask_together(app, own, joined, path, again, home)
            return
        if is_first:
            session.read_marker.end_first_look()
        session.store_numbers()
        desk = Desk(session, location)

        def desk_closed(_: None) -> None:
            if desk.next_path is None:
                home()
                _show_notices(app)
            else:
                open_conversation(app, desk.next_path, home)

        app.push_screen(desk, desk_closed)
        if is_first:
            welcome(app, brought or "")
        _show_notices(app)


def _open_brought(
    app: App[Any], path: Path, home: Callable[[], None], location: Location | None, brought: str
) -> None:
    open_conversation(app, path, home, location, brought=brought)


def offer_copies(
    screen: Dialogs, chosen: Summary, user: User, then: Callable[[Path], None]
) -> None:
    """Ask whether to bring the copies of a conversation together; open it through `then`.

    The user can also open it as it is, or return. What came of the copies is shown first.
    """
    from ...data.system.files.file_errors import display_path
    from ..forms.dialog.confirm import Choice, Notice

    def answered(answer: str | None) -> None:
        if answer == "open":
            then(chosen.path)
        elif answer == "together":
            from ...data.maintenance.bring_together import bring_together

            copies = map(Path, chosen.copies)
            results = bring_together(chosen.path, copies, user=user)
            text = "\n\n".join("\n".join(result.lines(spoken())) for result in results)
            screen.push_screen(
                Notice(tr("notebook.copies.result"), text), lambda _: then(chosen.path)
            )

    names = "\n".join(f"  {display_path(Path(copy).name)}" for copy in chosen.copies)
    answers = {name: tr(f"notebook.copies.{name}") for name in ("together", "open", "cancel")}
    title = plural("notebook.copies.title", len(chosen.copies))
    screen.push_screen(Choice(title, tr("notebook.copies.detail", names=names), answers), answered)


def _ask_who(
    app: App[Any],
    path: Path,
    conversation: Conversation,
    home: Callable[[], None],
    location: Location | None,
) -> None:
    """Ask which partner the user is, and open the conversation; call `home` if they cancel."""
    from .participant import ask_participant

    def answered(me: PartnerId | None) -> None:
        if me is None:
            home()
        else:
            open_conversation(app, path, home, location, me=me)

    ask_participant(app, conversation, answered)


def _offer_previous(
    app: App[Any], path: Path, error: DamagedFile, home: Callable[[], None]
) -> None:
    """Show the damage of a file, and offer its previous copy, or what its journal has, if any."""
    from ...data.maintenance.repair import journals_suffice, restore
    from ...data.system.files.file_errors import display_path
    from ..forms.dialog.confirm import Confirm, Notice

    keyring = environment_of(app).user.keyring
    source = "journal" if error.previous is None else "previous"
    if error.previous is None and not journals_suffice(error.path, keyring=keyring):
        slug = display_path(shlex.quote(path.stem))
        _show_notice(app, tr("app.restore.none", reason=error.message, slug=slug))
        return

    def answered(yes: bool | None) -> None:
        if not yes:
            return
        with show_errors(partial(_show_notice, app)):
            text = restore(path, keyring=keyring)
            app.push_screen(
                Notice(tr(f"app.restored.{source}"), tr(text)),
                lambda _: open_conversation(app, path, home),
            )

    question = tr(f"app.restore.{source}", reason=error.reason)
    app.push_screen(Confirm(tr("app.damaged"), question), answered)


def _show_notices(app: App[Any]) -> None:
    """Show the notices that nobody has seen in full."""
    notices = environment_of(app).user.notices
    if notices is not None and (messages := notices.take()):
        _show_notice(app, "\n\n".join(map(tr, messages)), "app.notice")


def _show_notice(app: App[Any], message: str, title: str = "app.cannot_open") -> None:
    from ..forms.dialog.confirm import Notice

    app.push_screen(Notice(tr(title), message))
