"""What the commands have in common that write something into a conversation without a screen."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ....data.system.files.file_errors import display_path
from ....widgets.language import tr
from ..parser import Parser, SubParsers, add_command, json_option, reference_argument
from .output import print_error, warn_of_health, write_json, write_text
from .request import Command, Request

if TYPE_CHECKING:
    from ....data.session.session import Session


def add_capture(subparsers: SubParsers, name: str, run: Command) -> Parser:
    """Add a command that writes into the conversation REF, with `--json`."""
    parser = add_command(subparsers, name, run)
    reference_argument(parser)
    json_option(parser)
    return parser


def text_argument(parser: Parser, *, optional: bool = False) -> None:
    """Add TEXT: words, or `-` for standard input."""
    nargs = "*" if optional else "+"
    parser.add_argument("text", nargs=nargs, metavar=tr("cli.text"), help=tr("cli.text.help"))
    parser.takes_text = True


def given_text(request: Request, path: Path, check: Callable[[Session], object]) -> str:
    """Return TEXT, read from standard input if it is `-`; hint on stderr at words about health.

    Before anything is read, so that no words are lost, the conversation at `path` is opened to see
    whether the user can write into it, and whether `check` raises an error.

    Raises UsageError if the text is empty or too long.
    """
    from ....data.capture.writing import MAX_BYTES, captured_text
    from ....data.session.session import Session

    words = request.options.text
    if words == ["-"]:
        session = Session.open_read_only(path, user=request.user)
        session.require_partner()
        check(session)
        if os.isatty(0):
            print_error(tr("capture.typing"))
        text = captured_text(sys.stdin.buffer.read(MAX_BYTES + 1))
    else:
        text = captured_text(" ".join(words))
    warn_of_health(text)
    return text


@contextmanager
def writing(request: Request, path: Path, *, private: bool = False) -> Iterator[Session]:
    """Open the conversation at `path` to write into it; it is saved at the end of the block.

    Say on stderr if an approval does not hold any more, and, unless what is written is `private`,
    if the other partner does not get it yet. Raises UsageError if it is unknown which partner the
    user is, StorageError if it cannot be written.
    """
    from ....data.capture.writing import approving, is_open, open_to_write

    sends = is_open(path)
    with open_to_write(path, user=request.user) as session:
        before = approving(session)
        yield session
        voided = before - approving(session)
        waits = session.sync.remote_address is not None and not sends and not private
    if voided:
        print_error(tr("capture.approval_void"))
    if waits and not request.options.json:
        print_error(tr("capture.shared", slug=display_path(shlex.quote(path.stem))))


def report(request: Request, path: Path, facts: Mapping[str, object], line: str) -> int:
    """Print what was done in one line, or as JSON with slug and path; return the exit status."""
    if request.options.json:
        write_json({"slug": path.stem, "path": path, **facts})
    else:
        write_text(line)
    return 0
