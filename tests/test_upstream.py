"""The defects of pycrdt in `docs/upstream.md` are as described there, in the admitted version."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "upstream.md").read_text(encoding="utf-8")
DEFECTS = re.findall(r"^## (.+)$(?:.|\n)*?```python\n((?:.|\n)*?)```\n\n```text\n((?:.|\n)*?)```",
                     PAGE, re.MULTILINE)  # fmt: skip


def test_one_version_is_admitted_and_it_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (requirement,) = (one for one in project["dependencies"] if one.startswith("pycrdt"))
    assert requirement == f"pycrdt=={version('pycrdt')}"
    assert f"`{requirement}`" in PAGE


def test_every_section_has_a_program_and_its_result() -> None:
    assert [title for title, _, _ in DEFECTS] == re.findall(r"^## (.+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("title", "program", "result"), DEFECTS, ids=[one[0] for one in DEFECTS])
def test_a_defect_is_as_described(title: str, program: str, result: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
    )
    printed = done.stdout or f"exit status {done.returncode}\n"
    assert printed == result
