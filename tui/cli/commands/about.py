"""`about`: subject access, all data stored about one person."""

from __future__ import annotations

import sys

from ....data.system.paths import user_path
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, json_option
from ..standard_streams import write_bytes
from .output import write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `about`."""
    about = add_command(subparsers, "about", run)
    about.add_argument("person", metavar="PERSON", help=tr("cli.about.person"))
    about.add_argument("-o", "--output", metavar="FILE", default="-", help=tr("cli.about.output"))
    json_option(about)


def run(request: Request) -> int:
    """Print or write the data, as Markdown or JSON. Exit status 3 if a file is unreadable."""
    from ....data.exchange.export import refuse_in_notebook, write_export
    from ....data.privacy.subject_access import collect_subject_data
    from ....data.privacy.subject_access_report import subject_data_json, subject_data_markdown
    from ....data.system.files.file_errors import display_path
    from ....data.text.json_text import to_json

    options = request.options
    found = collect_subject_data(request.folder, options.person, request.hosts, user=request.user)
    text = (
        to_json(subject_data_json(spoken(), found))
        if options.json
        else subject_data_markdown(spoken(), found)
    )
    data = text.encode("utf-8", "replace")
    if options.output == "-":
        write_bytes(data)
    else:
        target = user_path(options.output)
        refuse_in_notebook(request.folder, target)
        write_export([talk.path for talk in found.conversations], target, data)
        write_text(tr("cli.about.done", name=display_path(found.person), path=display_path(target)))
    faults = [*(talk.fault for talk in found.conversations if talk.fault), *found.unreadable]
    for fault in faults:
        sys.stderr.write(f"{tr(fault)}\n")
    return 3 if faults else 0
