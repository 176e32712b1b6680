"""`import`: make a conversation from minutes or other Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....data.ids import PartnerId
from ....data.system.paths import user_path
from ....data.text.sanitize import clip
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option
from .open import report_or_show, shows_screens
from .output import print_error, warn_of_health
from .reading_progress import shown_while_busy
from .request import Request

if TYPE_CHECKING:
    from ....data.model.conversation import Conversation

_LONGEST_NAME = 40
"""The most code points of a file's name in the line of progress."""


def add(subparsers: SubParsers) -> None:
    """Add the parser of `import`."""
    importing = add_command(subparsers, "import", run)
    importing.add_argument("file", metavar="FILE.md", help=tr("cli.import.file"))
    importing.add_argument("--as", dest="role", choices=("manager", "employee"),
                           help=tr("cli.import.as"))  # fmt: skip
    importing.add_argument("--no-open", action="store_true", help=tr("cli.new.no_open"))
    json_option(importing)


def run(request: Request) -> int:
    """Import a file as a new conversation; report text that was not interpreted on stderr."""
    from ....data.exchange.import_file import parse_conversation, read_import_file
    from ....data.exchange.import_tasks import Importer
    from ....data.session.session import Session
    from ....data.system.user import full_name, login_name
    from ....data.templates.kind_library import Library

    options = request.options
    source = user_path(options.file)
    name = request.settings.name or full_name() or login_name()
    writer = Importer(options.role or "manager", name)
    language = options.lang or spoken().language
    library = Library.of(request.settings)
    with shown_while_busy(tr("cli.import.busy", file=clip(source.name, _LONGEST_NAME))):
        text, faults, title = read_import_file(source)
        imported = parse_conversation(text, source.name, writer, language, title, library=library)
    faults += imported.faults
    conversation = imported.conversation
    me = PartnerId(options.role) if options.role else _partner_named(name, conversation)
    path = request.notebook.new_path(conversation, me)
    Session.create(path, conversation, me=me, user=request.user).close()
    for fault in faults:
        print_error(tr(fault))
        if fault.key == "exchange.import.reactions" and shows_screens(request):
            request.user.notify(fault, fault)  # the screens hide what is on stderr
    warn_of_health(text)
    done = tr("cli.new.done", slug=path.stem, path=path)
    return report_or_show(request, path, {"minutes": imported.is_minutes, "faults": faults}, done)


def _partner_named(name: str, conversation: Conversation) -> PartnerId | None:
    """Return the id of the partner with this name; None if neither or both have it."""
    ids = [p.id for p in conversation.partners if p.name.casefold() == name.casefold()]
    return ids[0] if len(ids) == 1 else None
