"""`sign`: the minutes as a file, and beside it a signature with the user's own SSH key."""

from __future__ import annotations

from ....data.i18n.catalogue import tr
from ....data.system.paths import user_path, working_folder
from ..parser import Verbs, reference, verb
from .output import put, tell_plain
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `sign`."""
    sign = verb(verbs, "sign", run)
    reference(sign)
    sign.add_argument("--key", metavar="FILE", help=tr("cli.sign.key"))


def run(request: Request) -> int:
    """`sign`: write `<slug>.md` and `<slug>.md.sig` into this folder."""
    from ....data.approval.signature import default_key, sign, signature_path
    from ....data.exchange.export import minutes_of, write_export
    from ....data.exchange.export_log import remember
    from ....data.system.atomic_files import shown, write_whole

    options = request.options
    path = request.notebook.find(options.reference)
    key = user_path(options.key) if options.key else default_key()
    target = working_folder() / f"{path.stem}.md"
    text = minutes_of(path)
    # Signed first: where that fails, nothing is written and what stood there still fits.
    signature = sign(text.encode(), key)
    write_export([path], target, text.encode())
    write_whole(signature_path(target), signature)
    remember([path], signature_path(target), signature)
    put(tr("cli.exported", path=shown(target)))
    put(tr("cli.signed", path=shown(signature_path(target)), used=shown(key)))
    tell_plain(path)
    return 0
