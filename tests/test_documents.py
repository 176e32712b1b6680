"""The documents name files, definitions, columns, messages and functions that are there."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from afspraak.data.crdt.admission import limits
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Header,
    Partner,
    Progress,
)
from afspraak.data.model.field_spec import specs
from afspraak.data.storage.checkpoints import MAX_CHECKPOINTS
from afspraak.data.storage.journal.journal_format import MAX_FRAME
from afspraak.data.storage.loader import FORMAT
from afspraak.data.storage.tables import TABLE_NAMES
from afspraak.data.sync.ssh.protocol import BANNER, Kind

from .checkout import ROOT

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "tests").rglob("README.md")]
)
FLOORS = ("data", "widgets", "tui")
KEPT = {name for name, spec in specs(Header).items() if spec.fixed} - {"created"}
"""The columns that a conversation keeps of its kind."""
NOTEBOOK = ROOT / "tests" / "golden" / "earlier" / "notebook"
"""Files of version 0.1.0."""

_PATH = re.compile(r"(?<![\w./~$>-])(?:data|tui|widgets|tests|docs)/[\w./-]*")
_DEFINITION = re.compile(r"`([\w/]+\.py): ([\w.]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_ELSEWHERE = ("http://", "https://", "mailto:")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _cells(document: str) -> Iterator[list[str]]:
    """The rows of the tables in a document, without their heading."""
    for line in _text(ROOT / "docs" / document).splitlines():
        if line.startswith("| ") and not line.startswith("| --"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


@cache
def _definitions(file: str) -> frozenset[str]:
    """The names that a source file defines: `name`, and `Class.name`."""
    found: set[str] = set()
    for node in ast.parse(_text(ROOT / file)).body:
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, _FUNCTION)]
            found |= {f"{node.name}.{one.name}" for one in methods}
        if isinstance(node, (ast.ClassDef, *_FUNCTION)):
            found.add(node.name)
    return frozenset(found)


def _anchors(path: Path) -> set[str]:
    """The anchors that a Markdown page gets from its headings."""
    heads = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_all_documents_exist() -> None:
    names = set(map(_name, DOCUMENTS))
    at_the_root = {f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY", "CHANGELOG")}
    pages = ("architecture", "glossary", "file-format", "protocol", "organisation", "guide", "gids")
    assert at_the_root | {f"docs/{name}.md" for name in pages} <= names
    assert "tests/faults/README.md" in names


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_named_path_exists(path: Path) -> None:
    named = {found.rstrip("./") for found in _PATH.findall(_text(path))}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_link_has_a_target(path: Path) -> None:
    broken = []
    for target in _LINK.findall(_text(path)):
        if target.startswith(_ELSEWHERE):
            continue
        file, _, anchor = target.partition("#")
        page = (path.parent / file) if file else path
        if not page.exists() or (anchor and anchor not in _anchors(page)):
            broken.append(target)
    assert broken == []


def test_every_definition_in_the_architecture_exists() -> None:
    steps = _DEFINITION.findall(_text(ROOT / "docs" / "architecture.md"))
    assert len(steps) > 80
    missing = [
        f"{file}: {name}"
        for file, name in steps
        if not (ROOT / file).is_file() or name not in _definitions(file)
    ]
    assert missing == []


def test_the_architecture_names_every_room() -> None:
    told = _text(ROOT / "docs" / "architecture.md")
    rooms = [path.parent for floor in FLOORS for path in (ROOT / floor).glob("*/__init__.py")]
    assert len(rooms) > 25
    assert [_name(room) for room in rooms if f"| `{_name(room)}/` |" not in told] == []


def test_the_dutch_words_of_the_glossary_are_in_the_messages() -> None:
    messages = (ROOT / "data" / "i18n" / "locale" / "nl").glob("*.py")
    spoken = "\n".join(map(_text, messages)).lower()
    rows = [row for row in _cells("glossary.md") if row[0] != "word"]
    words = [word.strip().lower() for row in rows for word in re.split("[,:]", row[2])]
    words = [word for word in words if word and "`" not in word]
    assert len(words) > 60
    assert [word for word in words if word not in spoken] == []


def test_the_glossary_gives_each_word_one_meaning() -> None:
    words = [row[0] for row in _cells("glossary.md") if row[0] != "word"]
    assert len(words) > 100
    assert sorted(word for word in words if words.count(word) > 1) == []
    assert [row for row in _cells("glossary.md") if len(row) != 3] == []


def test_the_file_format_names_every_column() -> None:
    told = _text(ROOT / "docs" / "file-format.md").partition("| table | columns |")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", told.partition("\n\n")[0], re.MULTILINE)
    columns = dict(rows)
    of_kind = told.partition("### What a conversation keeps of its kind")[2].partition("###")[0]
    values = {"header": Header, "partner": Partner, "item": ChecklistItem}
    values |= {"agreement": Agreement, "progress": Progress, "approval": Approval}
    kept_elsewhere = {
        "remarks": "remark/<partner>",
        "ratings": "rating/<partner>",
        "partner": "id",
        "changed": "changed/<partner>",
        "earlier": "earlier/<partner>",
        "rated": "rated/<partner>",
        "highest": "highest/<kind>",
        "numbers": "number/<kind>",
        "questions": "question/<partner>",
        "behaviour": "behaviour/<level>",
    }
    for table, value in values.items():
        for column in fields(value):
            if (table, column.name) != ("agreement", "progress"):
                name = kept_elsewhere.get(column.name, column.name)
                place = of_kind if column.name in KEPT else columns[TABLE_NAMES[table]]
                assert f"`{name}`" in place, f"{table}: {name}"


def test_the_examples_of_the_file_format_read_real_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(NOTEBOOK / "anna-de-vries-planning-2027.json", tmp_path / "anna.json")
    (tmp_path / "anna.log").mkdir()
    (journal,) = (NOTEBOOK / "cut-off.log").iterdir()
    shutil.copy(journal, tmp_path / "anna.log" / "jan.1.afl")
    monkeypatch.chdir(tmp_path)
    reading, frames = re.findall(
        r"```python\n(.*?)```", _text(ROOT / "docs" / "file-format.md"), re.DOTALL
    )
    assert _printed(reading).splitlines() == [
        *(row["text"] for row in json.loads(_text(tmp_path / "anna.json"))["agreements"].values()),
        *("True", "True"),
    ]
    lines = _printed(frames).splitlines()
    assert len(lines) > 1
    assert all(re.fullmatch(r"[1-9]\d* True", line) for line in lines)


def _printed(code: str) -> str:
    """The output of a piece of code."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "file-format.md", "exec"), {})
    return printed.getvalue()


def test_the_file_format_states_versions_and_limits() -> None:
    told = _text(ROOT / "docs" / "file-format.md")
    assert f"# File format, version {FORMAT}\n" in told
    assert f"1 to {MAX_FRAME:,} " in told
    assert f"at most {MAX_CHECKPOINTS}:" in told


def test_the_protocol_names_every_message() -> None:
    told = {row[0]: row[1] for row in _cells("protocol.md") if len(row) == 5}
    assert {f"`{kind.value.decode()}`": kind.name for kind in Kind} == {
        kind: name for kind, name in told.items() if kind != "kind"
    }
    assert f"`{BANNER.decode()}<version>`" in _text(ROOT / "docs" / "protocol.md")


def test_the_protocol_names_every_function_and_table_of_the_database() -> None:
    schema = "".join(map(_text, sorted((ROOT / "data/sync/postgres/sql").glob("[0-9]*.sql"))))
    granted = schema.partition("grant execute on function")[2].partition(" to afspraak;")[0]
    functions = set(re.findall(r"afspraak\.(\w+)", granted))
    tables = set(re.findall(r"create (?:unlogged )?table afspraak\.(\w+)", schema))
    assert len(functions) > 10
    assert len(tables) > 4
    told = [row[0] for row in _cells("protocol.md")]
    assert {name for cell in told for name in re.findall(r"`afspraak\.(\w+)\(", cell)} == functions
    assert {name for cell in told for name in re.findall(r"`afspraak\.(\w+)`", cell)} == tables


def test_the_protocol_states_the_limits_of_updates() -> None:
    told = {row[0]: row[1] for row in _cells("protocol.md") if len(row) == 2}

    def size(count: int) -> str:
        assert count % (1 << 20) == 0
        return f"{count >> 20} MiB"

    fields = f"{limits.MAX_FIELDS:,}, with keys of {limits.MAX_KEY_BYTES:,} bytes and texts of "
    waiting = f"{limits.MAX_WAITING:,}, with {size(limits.MAX_WAITING_BYTES)} together"
    assert told["an update"].startswith(f"{size(limits.MAX_UPDATE_BYTES)};")
    assert told["a document to which another's updates are added"] == size(
        limits.MAX_DOCUMENT_BYTES
    )
    assert told["clients of a document"] == f"{limits.MAX_CLIENTS:,}"
    assert told["fields of a document"] == fields + size(limits.MAX_VALUE_BYTES)
    assert told["line feeds written in the notes"] == f"{limits.MAX_LINES:,}"
    assert told["updates that wait"] == waiting
    assert told["early deletions that wait"] == f"{limits.MAX_WAITING:,} spans"
