"""`export`: minutes as Markdown, HTML or JSON, or an appointment, to a file or stdout."""

from __future__ import annotations

from pathlib import Path

from ....data.system.paths import user_path, working_folder
from ....widgets.language import tr
from ..parser import SubParsers, add_command, reference_argument
from ..standard_streams import write_bytes
from .hooking import run_after_export
from .output import warn_of_health, warn_unencrypted, write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `export`."""
    export = add_command(subparsers, "export", run)
    reference_argument(export)
    export.add_argument("-o", "--output", metavar="FILE", help=tr("cli.export.output"))
    export.add_argument(
        "--format", choices=("md", "html", "json", "ics"), help=tr("cli.export.format")
    )
    export.add_argument("--file", action="store_true", help=tr("cli.export.file"))
    export.add_argument("--no-authors", action="store_true", help=tr("cli.export.no_authors"))
    export.add_argument("--front-matter", action="store_true", help=tr("cli.export.front_matter"))


def run(request: Request) -> int:
    """Export one conversation."""
    from ....data.exchange.export import export_bytes, export_file, export_name, format_of
    from ....data.minutes.edition import Version
    from ....data.notebook.summary import read_conversation

    options = request.options
    path = request.find()
    form = options.format or format_of(Path(options.output or ""))
    version = Version.FILE if options.file else Version.FULL
    data = export_bytes(
        path,
        form,
        version,
        authors=not options.no_authors,
        front_matter=options.front_matter,
        user=request.user,
    )
    if form != "ics":
        warn_of_health(data.decode())
    if options.output == "-":
        write_bytes(data)
        return 0

    if options.output:
        target = user_path(options.output)
    else:
        language = read_conversation(path, user=request.user).header.language
        target = working_folder() / export_name(path, form, version, language)
    export_file(path, target, data)
    write_text(tr("cli.exported", path=target))
    warn_unencrypted(path)
    run_after_export(path, target, form, version, request.user)
    return 0
