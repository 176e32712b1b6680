"""The compared programs: afspraak, the bare Textual application, and known editors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..checkout import IMPORT_ROOT
from ..support.terminal.terminal import key, sequence
from .documents import AGREEMENT, FIRST, ITEM, Document

AFSPRAAK = "afspraak"
TEXTUAL_DRIVER = "afspraak, Textual's driver"
BARE = "bare Textual"
VIM = "vim"

Place = tuple[int, int] | None
"""Line and column from 1; None means the program's own start position."""


@dataclass(frozen=True)
class Subject:
    """A program to measure.

    `command` makes its command line from the folder of a fresh copy and the place of the caret.
    The bytes are keys: `to_text` lead from the start to typing at a place that `command` chose, and
    `to_middle` and `to_end` from there to those places. Empty means that there is nothing to press;
    `panes`, `tick` and `palette` are empty where the program has no such thing.
    """

    name: str
    command: Callable[[Path, Place], list[str]]
    shown: tuple[str, ...]
    to_text: tuple[bytes, ...] = ()
    to_middle: tuple[bytes, ...] = ()
    to_end: tuple[bytes, ...] = ()
    panes: tuple[bytes, ...] = ()
    to_list: tuple[bytes, ...] = ()
    tick: bytes = b""
    palette: bytes = b""
    leftovers: str = ""
    """A folder in the home with files of a killed program, about which the next one would ask."""
    types: bool = True
    """Whether more than its start is measured."""
    whole_width: bool = False
    """Whether the text is as wide as the screen and wraps inside words."""


def environment(home: Path, truecolor: bool = False) -> dict[str, str]:
    """The environment of a user without settings, with all user files in `home`.

    `truecolor` makes the terminal announce 24-bit colours, which SSH does not forward by default.
    """
    return {
        **({"COLORTERM": "truecolor"} if truecolor else {}),
        "HOME": str(home),
        "PATH": os.environ.get("PATH", os.defpath),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(IMPORT_ROOT),
        "AFSPRAAK_TODAY": "2026-12-03",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "AFSPRAAK_SHARED": str(home / "shared"),
    }


def ours(*words: str) -> list[str]:
    """The command line of afspraak in this checkout."""
    return [sys.executable, "-m", "afspraak", *words]


def subjects(home: Path, posting: str | None) -> tuple[list[Subject], dict[str, str]]:
    """The programs that can be measured, and the reasons why others cannot: name -> reason."""
    found = [_afspraak(AFSPRAAK)]
    missing: dict[str, str] = {}
    if "--driver" in _help(environment(home)):
        found.append(_afspraak(TEXTUAL_DRIVER, "--driver", "textual"))
    else:
        missing[TEXTUAL_DRIVER] = "this afspraak has no --driver"
    found.append(_bare())
    for name, made in (("vim", _vim), ("nano", _nano), ("micro", _micro)):
        if path := shutil.which(name):
            found.append(made(path))
        else:
            missing[name] = f"apt-get install {name}"
    if path := shutil.which(posting or "posting"):
        found.append(_posting(path))
    else:
        missing["posting"] = "pip install posting, in an environment of its own; --posting PATH"
    return found, missing


def _help(environment: Mapping[str, str]) -> str:
    run = subprocess.run(
        ours("--help"), check=True, env=environment, capture_output=True, text=True
    )
    return run.stdout


def _keys(*bindings: str) -> tuple[bytes, ...]:
    return tuple(sequence(key(binding)).encode() for binding in bindings)


def _afspraak(name: str, *options: str) -> Subject:
    find = sequence(key("desk.search")).encode()
    enter, close = b"\r", b"\x1b"
    checklist, notes, agreements = (sequence(name).encode() for name in ("f2", "f3", "f4"))
    return Subject(
        name,
        lambda folder, _: ours("--notebook", str(folder / "nb"), *options, "open", "anna"),
        (FIRST, ITEM, AGREEMENT),
        to_text=(notes,),
        to_middle=(find, b"+=", enter, close, b"\x1b[D", b"\x1b[C"),
        to_end=_keys("notes.last"),
        panes=(notes, agreements, checklist) * 2,
        to_list=(checklist,),
        tick=_keys("checklist.tick")[0],
        palette=_keys("app.command_palette")[0],
    )


def _bare() -> Subject:
    script = Path(__file__).with_name("bare.py")

    def command(folder: Path, place: Place) -> list[str]:
        where = map(str, place or ())
        return [sys.executable, str(script), str(folder / "document.json"), *where]

    return Subject(
        BARE,
        command,
        (FIRST, ITEM, AGREEMENT),
        panes=(b"\t", b"\t", b"\t") * 2,
        palette=b"\x10",
    )


def _vim(path: str) -> Subject:
    def command(folder: Path, place: Place) -> list[str]:
        go = [f"+call cursor({place[0]}, {place[1]})"] if place else []
        return [path, *go, str(folder / "notes.md")]

    return Subject(
        VIM,
        command,
        (FIRST,),
        to_text=(b"i",),
        to_end=(b"\x1b[F",),
        leftovers=".viminfo",
        whole_width=True,
    )


def _nano(path: str) -> Subject:
    def command(folder: Path, place: Place) -> list[str]:
        go = [f"+{place[0]},{place[1]}"] if place else []
        return [path, *go, str(folder / "notes.md")]

    return Subject("nano", command, (FIRST,))


def _micro(path: str) -> Subject:
    def command(folder: Path, place: Place) -> list[str]:
        go = [f"+{place[0]}:{place[1]}"] if place else []
        return [path, str(folder / "notes.md"), *go]

    return Subject("micro", command, (FIRST,), to_end=(b"\x1b[F",), leftovers="config/micro")


def _posting(path: str) -> Subject:
    return Subject("posting", lambda *_: [path], ("Collection",), types=False)


def opened(subject: Subject, document: Document, folder: Path, place: Place) -> list[str]:
    """The command line of a program with a fresh copy of a document in `folder`."""
    return subject.command(document.copied(folder), place)
