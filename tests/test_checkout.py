"""The tests run in a checkout of any name, on one copy of the package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from .checkout import IMPORT_ROOT, ROOT
from .support.isolation import GENERATED

NAMES = ["afspraak", "afspraak-main", "my afspraak", "afspraak.bak", "mine"]
GUARD = "test_the_package_is_loaded_once_and_from_this_checkout"


def test_the_package_is_loaded_once_and_from_this_checkout() -> None:
    import afspraak

    assert afspraak.__file__ is not None
    assert Path(afspraak.__file__) == ROOT / "__init__.py"
    loaded = {id(module): module for module in list(sys.modules.values())}.values()
    files = [Path(file) for each in loaded if (file := getattr(each, "__file__", None))]
    copies = Counter(path for path in files if path.is_relative_to(ROOT))
    assert [path for path, count in copies.items() if count > 1] == []
    product = {path.relative_to(ROOT).parts[0] for path in copies} - {"tests"}
    top = {name for name in sys.modules if name.split(".")[0] in product}
    assert top == set(), "imported beside the package"
    named = [name for name in sys.modules if name.startswith("afspraak.")]
    assert named
    elsewhere = [
        name
        for name in named
        if (file := getattr(sys.modules[name], "__file__", None))
        and not Path(file).is_relative_to(ROOT)
    ]
    assert elsewhere == []


def test_a_started_program_is_of_this_checkout() -> None:
    code = "import os, afspraak.data; print(os.path.realpath(afspraak.data.__file__))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(IMPORT_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == (ROOT / "data" / "__init__.py").resolve()


@pytest.mark.parametrize(
    "name", ["afspraak", "afspraak-main", "my afspraak", "afspraak.bak", "mine"]
)
def test_the_tests_run_in_a_checkout_of_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    # What is compiled already saves most of the time.
    ignored = shutil.ignore_patterns(*GENERATED - {"__pycache__"})
    shutil.copytree(ROOT, folder, ignore=ignored)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["tests/test_checkout.py", "-k", GUARD]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
