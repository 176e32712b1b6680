"""`about`: everything that is kept about one person, readable."""

from __future__ import annotations

import sys

from ....data.i18n.catalogue import tr
from ....data.system.paths import user_path
from ..parser import Verbs, json_option, verb
from ..standard_streams import write_bytes
from .output import put
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `about`."""
    about = verb(verbs, "about", run)
    about.add_argument("person", metavar="PERSON", help=tr("cli.about.person"))
    about.add_argument("-o", "--output", metavar="FILE", default="-", help=tr("cli.about.output"))
    json_option(about)


def run(request: Request) -> int:
    """`about`: it all, as Markdown or JSON; 3 where something could not be read."""
    from ....data.exchange.export import refuse_in, write_export
    from ....data.privacy.subject_access import about
    from ....data.privacy.subject_access_report import about_json, about_markdown
    from ....data.system.atomic_files import shown
    from ....data.text.json_text import to_json

    options = request.options
    told = about(request.folder, options.person)
    text = to_json(about_json(told)) if options.json else about_markdown(told)
    data = text.encode("utf-8", "replace")
    if options.output == "-":
        write_bytes(data)
    else:
        target = user_path(options.output)
        refuse_in(request.folder, target)
        write_export([talk.path for talk in told.talks], target, data)
        put(tr("cli.about.done", name=shown(told.person), path=shown(target)))
    faults = [*(talk.fault for talk in told.talks if talk.fault), *told.unread]
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 3 if faults else 0
