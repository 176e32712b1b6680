"""A lazy pattern is the compiled one, and every pattern of the program can be compiled."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import afspraak.data
import afspraak.tui
import afspraak.widgets
from afspraak.data.text.lazy_pattern import lazy_pattern


def test_it_has_what_the_compiled_pattern_has() -> None:
    lazy, compiled = (
        lazy_pattern(r"(?P<a>x+)", re.IGNORECASE),
        re.compile(r"(?P<a>x+)", re.IGNORECASE),
    )
    assert lazy.pattern == compiled.pattern
    assert lazy.groupindex == compiled.groupindex
    assert lazy.flags == compiled.flags
    assert lazy.sub("-", "aXXb") == compiled.sub("-", "aXXb") == "a-b"
    found = lazy_pattern(b"x").search(b"ax")
    assert found is not None
    assert found.start() == 1
    with pytest.raises(AttributeError):
        lazy.other  # type: ignore[attr-defined]  # noqa: B018


def test_a_fault_is_raised_at_the_first_use() -> None:
    faulty = lazy_pattern("(")
    with pytest.raises(re.error):
        faulty.match("x")


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    patterns = list(_patterns())
    assert len(patterns) > 100
    for name, pattern in patterns:
        assert isinstance(pattern.groups, int), name


def _patterns() -> Iterator[tuple[str, Any]]:
    lazy = type(lazy_pattern(""))
    for package in (afspraak.data, afspraak.widgets, afspraak.tui):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            loaded = importlib.import_module(found.name)
            for name, value in vars(loaded).items():
                if type(value) is lazy:
                    yield f"{found.name}.{name}", value
