"""pycrdt is loaded without what only its asynchronous half needs."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from afspraak.data.crdt.yjs_library import ANYIO

from ...checkout import IMPORT_ROOT

KNOWN_VERSION = "0.14.13"
"""The version whose source was read: it uses anyio only for tasks, and its version only to show."""

_LOAD = """
import sys
from afspraak.data.crdt.yjs_library import Doc, Text
document = Doc()
text = document.get("notes", type=Text)
text += "Hello"
print(*sorted(set(sys.modules) & {"anyio", "asyncio", "email", "importlib.metadata", "ssl"}))
import anyio
print(anyio.Lock.__name__, text)
"""
_LOAD_ANOTHER_VERSION = """
import sys, types
import anyio
asked = []
for name in [each for each in sys.modules if each.partition(".")[0] == "anyio"]:
    del sys.modules[name]
class Needs:
    def find_spec(self, name, path=None, target=None):
        if name == "pycrdt._doc" and not hasattr(sys.modules["anyio"], "__file__"):
            asked.append(name)
            raise ImportError("cannot import name 'more' from 'anyio'")
sys.meta_path.insert(0, Needs())
from afspraak.data.crdt.yjs_library import Doc, Text
document = Doc()
text = document.get("notes", type=Text)
text += "Hello"
print(asked, text, sys.modules["anyio"].__name__, hasattr(sys.modules["anyio"], "__file__"))
"""


def _run(code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=IMPORT_ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_a_document_needs_neither_asyncio_nor_a_parser_of_mails() -> None:
    loaded, later = _run(_LOAD)
    assert loaded == ""
    assert later == "Lock Hello", "anyio itself is not replaced"


def test_a_version_that_needs_more_is_loaded_with_all() -> None:
    assert _run(_LOAD_ANOTHER_VERSION) == ["['pycrdt._doc'] Hello anyio True"]


def test_the_source_of_this_version_of_pycrdt_was_read() -> None:
    assert version("pycrdt") == KNOWN_VERSION, "read what it takes from anyio, and its `_version`"


def test_pycrdt_takes_from_anyio_what_the_stand_ins_have() -> None:
    spec = find_spec("pycrdt")
    assert spec is not None
    assert spec.origin is not None
    asked = set()
    for path in Path(spec.origin).parent.glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                asked.add(node.module)
            elif isinstance(node, ast.Import):
                asked.update(alias.name for alias in node.names)
    parents = {name.rpartition(".")[0] for name in asked}
    assert {name for name in asked | parents if name.partition(".")[0] == "anyio"} == set(ANYIO)
