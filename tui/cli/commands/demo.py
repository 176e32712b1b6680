"""`demo`: the screens with made-up conversations, which are gone afterwards."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from ....data.errors import UsageError
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..parser import SubParsers, add_command, screen_options
from .open import has_terminal, show
from .request import Request

_OWN_FOLDERS = ("XDG_STATE_HOME", "XDG_CACHE_HOME")
"""The variables of the folders in which the program keeps an index and what it exported."""


def add(subparsers: SubParsers) -> None:
    """Add the parser of `demo`."""
    import argparse

    parser = add_command(subparsers, "demo", demo)
    screen_options(parser.group, argparse.SUPPRESS)


def demo(request: Request) -> int:
    """Show a made-up notebook. Nothing of it is left when the screens close."""
    from ....data.notebook.demo import make_demo

    if not has_terminal():
        raise UsageError("cli.no_terminal")
    folder = Path(mkdtemp(prefix="afspraak-demo-"))  # for this user alone
    try:
        for name in _OWN_FOLDERS:
            os.environ[name] = str(folder / name)
        talks = folder / tr("cli.demo.folder")
        talks.mkdir(mode=0o700)
        make_demo(talks, spoken(), today(), request.user)
        return show(request._replace(folder=talks), None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
