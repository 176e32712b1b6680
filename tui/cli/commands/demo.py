"""`demo`: the screens with made-up conversations, which are gone afterwards."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from ....data.errors import UsageError
from ....data.system.hooks.hook_file import SWITCH
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..parser import SubParsers, add_command, screen_options
from .open import has_terminal, show
from .request import Request

_OWN_FOLDERS = ("XDG_STATE_HOME", "XDG_CACHE_HOME", "AFSPRAAK_SHARED")
"""The variables of the folders for an index, a list of exports, and what is shared."""
_SETTINGS = "demo.toml"
"""The file that remembers what one chooses in the screens."""


def add(subparsers: SubParsers) -> None:
    """Add the parser of `demo`."""
    import argparse

    parser = add_command(subparsers, "demo", demo)
    screen_options(parser.group, argparse.SUPPRESS)


def demo(request: Request) -> int:
    """Show a made-up notebook. Nothing of it is left when the screens close.

    What the screens write, such as minutes and a chosen theme, goes into the folder of the demo,
    which is the working folder meanwhile. Other machines and databases are left alone.
    """
    from ....data.notebook.demo import make_demo

    if not has_terminal():
        raise UsageError("cli.no_terminal")
    folder = Path(mkdtemp(prefix="afspraak-demo-"))  # for this user alone
    try:
        for name in _OWN_FOLDERS:
            own = folder / name
            own.mkdir(mode=0o700)
            os.environ[name] = str(own)
        os.environ[SWITCH] = "0"  # no hook mails an invented agreement
        talks = folder / tr("cli.demo.folder")
        talks.mkdir(mode=0o700)
        make_demo(talks, spoken(), today(), request.user)
        settings = request.settings._replace(
            path=folder / _SETTINGS, sharing_url="", sharing_listen="", sharing_hosts=()
        )
        os.chdir(folder)  # the process ends with the demo
        return show(request._replace(folder=talks, settings=settings), None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
