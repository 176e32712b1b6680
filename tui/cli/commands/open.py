"""`open`, and `afspraak` without a command: the screens."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.i18n.catalogue import Message
from ....data.ids import PartnerId
from ....data.model.conversation import ROLES
from ....data.notebook.notebook import Notebook
from ....data.system.files.file_errors import display_path
from ....data.text.sanitize import clip
from ....widgets.language import spoken, tr
from ...terminal.terminal_type import can_draw
from ..parser import SubParsers, add_command, reference_argument, screen_options
from .output import write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.model.remote_address import RemoteAddress
    from ....data.session.user import User
    from ....data.sync.remote import Remote
    from ...controllers.context.location import Location

_LONGEST_LABEL = 24
"""The most code points of an unknown label that are repeated."""


def add(subparsers: SubParsers) -> None:
    """Add the parser of `open`."""
    parser = add_command(subparsers, "open", open_conversation)
    reference_argument(parser)
    parser.add_argument(
        "agreement", nargs="?", default="", metavar=tr("cli.label"), help=tr("cli.open.agreement")
    )
    parser.add_argument("--as", dest="role", choices=ROLES, help=tr("cli.open.as"))
    screen_options(parser.group, argparse.SUPPRESS)


def choose(request: Request) -> int:
    """Show the notebook screen: `afspraak` without a command."""
    return show(request, None)


def open_conversation(request: Request) -> int:
    """Show the desk with one conversation."""
    path = request.find(told=False)
    if request.options.role:
        _set_participant(path, PartnerId(request.options.role), request.user)
    label = request.options.agreement
    return show(request, path, location=_location(path, label, request.user) if label else None)


def _location(path: Path, label: str, user: User) -> Location:
    """Return the location of the agreement with a label. Raises UsageError and StorageError."""
    from ....data.i18n.catalogue import catalogue
    from ....data.model.agreement_label import agreement_labelled, labelled
    from ....data.session.session import Session
    from ...controllers.context.location import Location

    conversation = Session.open_read_only(path, user=user).conversation
    languages = (spoken(), catalogue(conversation.header.language))
    agreement = agreement_labelled(conversation, label, languages)
    if agreement is None:
        known = tuple(found for found, _ in labelled(conversation)) or ("-",)
        raise UsageError("cli.open.unknown", label=clip(label, _LONGEST_LABEL), known=known)
    return Location("agreements", (), row=agreement.id)


def _set_participant(path: Path, me: PartnerId, user: User) -> None:
    """Set which partner of a conversation the user is. Raises UsageError and StorageError."""
    from ....data.session.session import Session
    from ....data.storage.open_marker import try_exclusive_lock

    if Session.open_read_only(path, user=user).me == me:
        return
    with try_exclusive_lock(path) as closed:
        if not closed:  # the session in that program has another participant
            raise UsageError("participant.open", slug=display_path(path.stem))
    with closing(Session.open(path, user=user)) as session:
        session.set_partner(me)


def has_terminal() -> bool:
    """Return whether the user can type (descriptor 0) and Textual can draw (descriptor 2)."""
    return os.isatty(0) and os.isatty(2)


def shows_screens(request: Request) -> bool:
    """Return whether `report_or_show` shows a conversation."""
    options = request.options
    return not options.json and not options.no_open and has_terminal()


def report_or_show(
    request: Request, path: Path, facts: Mapping[str, object], *done: str | Message
) -> int:
    """Report a new conversation at `path`, or show it if there is a terminal.

    With `--json` the report is its slug, its path and these `facts`, else the lines of `done`.
    """
    if request.options.json:
        write_json({"slug": path.stem, "path": path, **facts})
    elif shows_screens(request):
        return show(request, path)
    else:
        write_text(*done)
    return 0


def show(
    request: Request,
    path: Path | None,
    open_remotes: dict[RemoteAddress, Remote] | None = None,
    location: Location | None = None,
) -> int:
    """Run the screens: the desk of the conversation at `path`, or the notebook.

    `open_remotes` are remotes that the desk uses instead of opening others; it begins at
    `location`.
    """
    if not has_terminal():
        raise UsageError("cli.no_terminal")
    term = os.environ.get("TERM", "")
    if not can_draw(term):
        raise UsageError("cli.terminal_type", term=term)
    _get_keys_ready(path, request.user)
    # Objects made before the first frame are not garbage: collections would take a tenth of the
    # start-up time.
    gc.disable()
    # The most frames a second that Textual draws: more means less delay for a letter.
    os.environ.setdefault("TEXTUAL_FPS", "250")
    from ...environment import Environment
    from ...keys.keymap import read_keymap
    from ...screens.first_picture import Beginning, begin_desk, begin_notebook, take_terminal
    from ...terminal.themes import with_known_theme
    from ..effective_settings import driver, mouse

    settings = with_known_theme(request.settings)
    settings = settings._replace(
        mouse=bool(mouse(request.options, settings).value),
        driver=str(driver(request.options, settings).value),
    )
    keymap, _ = read_keymap(settings.keys)
    environment = Environment(
        request.user, lambda: request.hosts, keymap=keymap, open_remotes=open_remotes or {}
    )
    terminal = take_terminal(settings)
    beginning = Beginning(terminal)
    try:
        notebook = Notebook(request.folder, user=request.user)
        if path is None:
            beginning = begin_notebook(terminal, notebook, settings, environment)
        else:
            beginning = begin_desk(terminal, path, settings, environment)
        from ...app.application import run

        return run(notebook, settings, path, environment, location, beginning)
    finally:
        beginning.close()


def _get_keys_ready(path: Path | None, user: User) -> None:
    """Ask for the passphrase of a locked conversation now: the screens cannot ask for it."""
    if path is not None:
        from ....data.storage.json_storage import DamagedFile
        from ....data.storage.loader import seal_of

        with suppress(DamagedFile):  # the screens offer the previous copy
            seal_of(path, keyring=user.keyring)
    user.keyring.disable_prompt()
