"""The files of version 0.1.0, copied to a temporary folder and used by processes.

This module imports nothing of the package. It uses only the command line, files and JSON, so that
it is independent of the modules.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

from ..checkout import ROOT
from ..support.programs import forked

EARLIER = Path(__file__).with_name("earlier")
EXPECTED = Path(__file__).with_name("expected")

_HOME, _SHARED = "/srv/home", "/srv/afspraak"
"""The folders of the files of version 0.1.0; no such path is used here."""


class Home:
    """A home folder with the files of version 0.1.0, and the user Jan Bakker in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notebook = folder / "notebook"
        self.place = folder / "share" / "place"
        shutil.copytree(EARLIER, folder)
        for name in ("data", "cache", "tmp", "nothing-shared"):
            (folder / name).mkdir()
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        self.replace(_HOME, str(folder), "state/*/exports.json")
        self.replace(_SHARED, str(self.place), "share/*/*.private.json")
        self.environment = {
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
            "TMPDIR": str(folder / "tmp"),
            "AFSPRAAK_SHARED": str(folder / "nothing-shared"),
            "AFSPRAAK_TODAY": "2026-12-03",
            "TZ": "Europe/Amsterdam",
            "LANG": "en_GB.UTF-8",
            "PYTHONPATH": str(ROOT.parent),
        }

    def replace(self, old: str, new: str, files: str) -> None:
        """Put an address of this test where version 0.1.0 had another one, as a user might.

        `old` is a regular expression, `files` a pattern below the home folder.
        """
        for path in self.folder.glob(files):
            text = re.sub(old, lambda _: new, path.read_text(encoding="utf-8"))
            path.write_text(text, encoding="utf-8")

    def run(self, *words: str, notebook: Path | None = None, status: int = 0) -> str:
        """Run a command without a terminal; return its output."""
        command = self.words(*words, notebook=notebook)
        answer = forked.run(command, os.environ | self.environment, self.folder, session=True)
        assert answer.returncode == status, (words, answer.returncode, answer.stderr)
        return answer.stdout

    def words(self, *words: str, notebook: Path | None = None) -> tuple[str, ...]:
        """The arguments of a command for a notebook, by default Jan's."""
        return ("--notebook", str(notebook or self.notebook), *words)

    def normalised(self, text: str) -> str:
        """The text with the home folder and the size of the index replaced."""
        text = text.replace(str(self.folder), "HOME")
        return re.sub(r'"index": \{[^}]*\}', '"index": {}', text)

    def exported(self, slug: str, form: str, *, notebook: Path | None = None) -> str:
        """The output of `export` for a conversation."""
        return self.run("export", slug, "--format", form, "-o", "-", notebook=notebook)


def expected(name: str) -> str:
    """The output of version 0.1.0."""
    return (EXPECTED / name).read_text(encoding="utf-8")


_LATER = {
    *("clock_is_odd", "prepared", "promise", "support", "support_by", "where"),
    *("me", "prepared_by", "talked", "next_on", "due"),
}
"""Later keys with a value: in `log` a time that is still to come, in `list` who has prepared, in
`agreements` the support, and what the line is about, in `search` where the line is."""


def without_later_columns(found: str, name: str) -> str:
    """The printed text without what version 0.1.0 did not have, where nothing is in it.

    That are keys of JSON without a value, and rows of `settings` with the usual value. Any other
    text is as it is.
    """
    if name == "settings.txt":
        known = {line.split(" ")[0] for line in expected(name).splitlines()}
        lines = found.splitlines(keepends=True)
        return "".join(x for x in lines if x.split(" ")[0] in known or "(usual)" not in x)
    if not name.endswith(".json"):
        return found
    then, now = json.loads(expected(name)), json.loads(found)
    kept = _columns_of(now, then)
    return found if kept == now else json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _columns_of(now: Any, then: Any) -> Any:
    if isinstance(now, dict) and isinstance(then, dict):
        return {
            key: _columns_of(value, then.get(key))
            for key, value in now.items()
            if key in then or (key not in _LATER and value not in ("", None, [], {}))
        }
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [_columns_of(one, other) for one, other in zip(now, then, strict=True)]
    return now


def tree(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def tables(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The tables of a conversation file, whose layout is checked: indented, as TinyDB writes it."""
    text = path.read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, Any]]] = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, indent=2) + "\n", path.name
    return found
