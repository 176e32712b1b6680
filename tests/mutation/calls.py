"""A pytest plugin that records which functions of the program each test calls.

It writes `calls-<worker>.json` into the folder that AFSPRAAK_CALLS names: for each test function
its seconds and the functions it called, as `file:qualified name`. Calls in other threads or
processes are not recorded.
"""

from __future__ import annotations

import cProfile
import json
import os
import time
from collections.abc import Generator
from pathlib import Path
from types import CodeType

import pytest

ROOT = Path(__file__).parents[2]
_FOLDER = f"{ROOT}/"

_recorded: dict[str, tuple[float, set[str]]] = {}


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, None, None]:
    """Record one test, its fixtures included."""
    # cProfile sees the thread of the test alone, but hardly slows it.
    profiler = cProfile.Profile(subcalls=False, builtins=False)
    began = time.perf_counter()
    profiler.enable()
    yield
    profiler.disable()
    seconds = time.perf_counter() - began
    test = item.nodeid.partition("[")[0]
    before, called = _recorded.get(test, (0.0, set()))
    codes = (each.code for each in profiler.getstats())
    called |= {name for code in codes if isinstance(code, CodeType) and (name := _name(code))}
    _recorded[test] = (before + seconds, called)


def _name(code: CodeType) -> str:
    path = code.co_filename
    if not path.startswith(_FOLDER) or path.startswith(f"{_FOLDER}tests/"):
        return ""
    return f"{path[len(_FOLDER) :]}:{code.co_qualname}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what this process recorded."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if _recorded:
        path = Path(os.environ["AFSPRAAK_CALLS"]) / f"calls-{worker}.json"
        path.write_text(json.dumps({key: [s, sorted(c)] for key, (s, c) in _recorded.items()}))
