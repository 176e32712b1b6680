"""Output in any encoding, to a full disk, a closed stream or a closed pipe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.text.json_text import to_json

from ...checkout import IMPORT_ROOT
from ...support.hostile import (
    HARM,
    HOSTILE_COMMANDS,
    Marks,
    conversation,
    told_strangers,
    written_by_hand,
)

NAME = "Zoë Łuczak-漢字 “é” 👩\u200d💻"

MORE = (
    "--help", "--version", "list --help", "about {name}", "about {name} --json",
    "about {name} -o - --json", "forget {name} --dry-run", "new {name} --no-open", "list",
    "search Zoë", "check", "export harm -o - --no-authors", "export harm --format html",
    "agreements --ics -", "invite harm -o -", "approve harm --as manager", "settings --keys",
    "passphrase", "db check", "completion bash", "open {bytes}", "new {bytes} --no-open",
    "import {bytes}", "check {bytes}", "export harm -o {bytes}", "list --notebook {bytes}",
    "search {bytes}", "{bytes}", "merge harm {bytes}", "about {bytes}", "forget {bytes}",
    "join {bytes}", "sign harm {bytes}", "verify {bytes}", "prepared harm {bytes}",
    "lock harm --to {bytes}", "unlock {bytes}", "list --lang {bytes}",
    "check harm --restore --from {bytes}", "share harm {bytes}", "sync {bytes}",
    "new Anna --no-open --date {bytes}",
)  # fmt: skip
"""Commands beside those of the hostile texts; `{bytes}` is invalid UTF-8, as Python passes it."""

_MANY = """
import importlib, json, os
main = importlib.import_module({cli!r}).main
statuses = []
for words in json.load(open({table!r})):
    try:
        # As Python hands over arguments in this locale.
        status = main([os.fsdecode(word.encode("utf-8", "surrogateescape")) for word in words])
    except SystemExit as leaving:
        status = leaving.code
    os.write(1, b"\\0")
    statuses.append([words, status])
json.dump(statuses, open({answer!r}, "w"))
"""


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with locales whose encodings are not UTF-8."""
    if not shutil.which("localedef"):
        pytest.skip("no localedef here")
    folder = tmp_path_factory.mktemp("locales")
    for name, source, encoding in (
        ("nl_NL.ISO-8859-1", "nl_NL", "ISO-8859-1"),
        ("ja_JP.EUC-JP", "ja_JP", "EUC-JP"),
    ):
        made = subprocess.run(
            ["localedef", "-c", "-i", source, "-f", encoding, str(folder / name)],
            capture_output=True,
            check=False,
        )
        if not (folder / name).is_dir():
            pytest.skip(f"no {name} can be made here: {made.stderr.decode()}")
    return folder


ENCODINGS = {
    "latin-1 locale": ("iso8859-1", {"LC_ALL": "nl_NL.ISO-8859-1"}),
    "euc-jp locale": ("euc_jp", {"LC_ALL": "ja_JP.EUC-JP"}),
    "C locale": ("ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "asked of Python": ("ascii", {"PYTHONIOENCODING": "ascii"}),
}


def _notebook(folder: Path) -> None:
    (folder / "nb").mkdir(mode=0o700)
    written_by_hand(folder / "nb" / "harm.json", conversation(Marks()))


def _around(folder: Path, more: dict[str, str]) -> dict[str, str]:
    around = {
        key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))
    }
    return (
        around
        | {"PYTHONPATH": str(IMPORT_ROOT), "AFSPRAAK_NOTEBOOK": str(folder / "nb")}
        | {"AFSPRAAK_SHARED": str(folder / "shared"), "LC_ALL": "C.UTF-8"}
        | more
    )


def _crashes() -> list[Path]:
    return list(Path(os.environ["XDG_STATE_HOME"]).rglob("crash-*"))


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_command_works_in_every_encoding(tmp_path: Path, locales: Path, name: str) -> None:
    encoding, more = ENCODINGS[name]
    _notebook(tmp_path)
    harm = HARM.replace("\0", "").replace("/", "|")
    values = {"harm": harm, "name": NAME, "bytes": "caf\udce9\udc9b2J"}
    table = [[word.format(**values) for word in row.split()] for row in (*HOSTILE_COMMANDS, *MORE)]
    (tmp_path / "table.json").write_text(json.dumps(table))
    code = _MANY.format(
        cli="afspraak.tui.cli.main",
        table=str(tmp_path / "table.json"),
        answer=str(tmp_path / "answer.json"),
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=_around(tmp_path, more | {"LOCPATH": str(locales)}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (told.returncode, _crashes()) == (0, []), told.stderr.decode(errors="replace")
    answers = json.loads((tmp_path / "answer.json").read_text())
    assert [words for words, _ in answers] == table
    assert {status for _, status in answers} <= {0, 1, 2, 3}
    by_words = {tuple(words): status for words, status in answers}
    for words in (("list",), ("--help",), ("settings",), ("export", "harm", "-o", "-")):
        assert by_words[words] == 0
    assert by_words["approve", "harm", "--as", "manager"] == 0
    err = told.stderr.decode(encoding)
    assert "Traceback" not in err
    assert "codec" not in err
    assert told_strangers(err) == []
    for row, answer in zip(table, told.stdout.split(b"\0"), strict=False):
        # Documents and JSON are UTF-8; the rest is in the encoding of the locale.
        found = answer.decode("utf-8" if {"-", "--json", "about"} & set(row) else encoding)
        assert told_strangers(found.replace("\r\n", "\n")) == [], row


def _run(
    folder: Path, words: str, redirection: str, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    program = f'"{sys.executable}" -m afspraak {words} {redirection}'
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", program],
        cwd=folder,
        env=_around(folder, more or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "redirection", "status", "told"),
    [
        ("list", ">/dev/full", 3, "standard output: the disk is full"),
        ("list --json", ">/dev/full", 3, "standard output: the disk is full"),
        ("--help", ">/dev/full", 3, "standard output: the disk is full"),
        ("export harm -o -", ">/dev/full", 3, "standard output: the disk is full"),
        ("list", ">&-", 3, "standard output: it is closed"),
        ("export harm -o - --format json", ">&-", 3, "standard output: it is closed"),
        ("new Bob --no-open --my-name Jan", ">&- 2>&-", 3, ""),
        ("open nobody", ">&-", 1, "nobody"),
        ("list", "2>&-", 0, ""),
        ("open nobody", "2>&-", 1, ""),
        ("open nobody", "2>/dev/full", 1, ""),
        ("list --nonsense", "2>/dev/full", 2, ""),
        ("list", "<&- >&- 2>&-", 3, ""),
        ("prepared harm -", "<&-", 2, "afspraak: "),
        ("list", "| true", 0, ""),
        ("settings --keys", "| head -1", 0, ""),
        ("export harm -o -", "| head -1", 0, ""),
    ],
)
def test_unwritable_output_is_reported(
    tmp_path: Path, words: str, redirection: str, status: int, told: str
) -> None:
    _notebook(tmp_path)
    answer = _run(tmp_path, words, redirection)
    err = answer.stderr.decode()
    assert answer.returncode == status, err
    assert told in err
    assert len(err.splitlines()) == bool(told)
    assert _crashes() == []
    listed = json.loads(_run(tmp_path, "list --json", "").stdout)
    assert len(listed) == 1 + words.startswith("new")
    assert not any(row["fault"] for row in listed)


def test_characters_that_ascii_lacks_are_written_in_similar_ones(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir(mode=0o700)
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    told = _run(tmp_path, "about 'æÆøØłŁß€é×→←•·●–—−‐‘’‚′“”„″漢'", "", ascii_only)
    quotes = "'" * 4 + '"' * 4
    assert f"aeAEoOlLssEURex-><-***----{quotes}?" in told.stderr.decode("ascii")


def test_characters_missing_in_an_encoding_have_replacements(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir(mode=0o700)
    _run(tmp_path, f"new '{NAME}' --no-open --my-name Jan", "")
    listed = {
        encoding: _run(tmp_path, "list", "", {"PYTHONIOENCODING": encoding}).stdout.decode(encoding)
        for encoding in ("ascii", "latin-1", "euc-jp", "utf-8")
    }
    assert 'Zoe Luczak-?? "e" ??' in listed["ascii"]
    assert 'Zoë Luczak-?? "é" ??' in listed["latin-1"]
    assert "Łuczak-漢字 “é”" in listed["euc-jp"]
    assert NAME in listed["utf-8"]
    for encoding in ("ascii", "latin-1", "utf-8"):
        told = _run(tmp_path, "list --json", "", {"PYTHONIOENCODING": encoding})
        assert json.loads(told.stdout.decode())[0]["partner"] == NAME


def test_file_names_outside_the_locale_encoding(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir(mode=0o700)
    ascii_locale = ENCODINGS["C locale"][1]
    assert _run(tmp_path, "new '漢字' --no-open --my-name Jan", "").returncode == 0
    assert _run(tmp_path, "follow-up ./nb/*.json --no-open", "", ascii_locale).returncode == 0
    named = sorted(path.name for path in (tmp_path / "nb").glob("*.json"))
    assert len(named) == 2
    assert named[0].isascii()
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'notebook = "{tmp_path}/漢字"', encoding="utf-8")
    told = _run(tmp_path, "list", "", ascii_locale | {"AFSPRAAK_NOTEBOOK": ""})
    assert told.returncode == 3
    assert "LC_ALL=C.UTF-8" in told.stderr.decode("ascii")
    assert _crashes() == []


def test_control_characters_in_the_name_of_a_file_are_escaped_in_json(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir(mode=0o700)
    named = "caf\u009b2J\u0085\u202e"
    written_by_hand(tmp_path / "nb" / f"{named}.json", conversation(Marks()))
    for words in ("export ./nb/caf* -o - --format json", "list --json", "check --json"):
        told = _run(tmp_path, words, "").stdout.decode()
        assert told_strangers(told) == []
        assert "caf\\u009b2J\\u0085\\u202e" in told
        assert named in json.dumps(json.loads(told), ensure_ascii=False)


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_output_is_equal_and_harmless_in_every_encoding(value: object) -> None:
    text = to_json(value)
    assert json.loads(text) == value
    assert told_strangers(text) == []
    text.encode()


def test_programs_that_we_start_get_open_streams_in_place_of_closed_ones() -> None:
    """Else the first file that such a program opens gets the number of its standard output."""
    check = "import os; [os.fstat(number) for number in (0, 1, 2)]"
    program = (
        "import importlib, subprocess, sys\n"
        "streams = importlib.import_module('afspraak.tui.cli.standard_streams').standard_streams\n"
        "with streams():\n"
        f"    sys.exit(subprocess.run([sys.executable, '-S', '-c', {check!r}]).returncode)\n"
    )
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program]
    assert subprocess.run(shell, cwd=IMPORT_ROOT, check=False).returncode == 0
