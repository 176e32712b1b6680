"""Fixtures for tests of the whole program: start it in a terminal, give it an editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .terminal import Terminal

FIXED_TODAY = {"AFSPRAAK_TODAY": "2026-12-03"}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the program in a terminal; it is closed after the test."""
    opened: list[Terminal] = []

    def start(*words: str, **options: object) -> Terminal:
        environment = FIXED_TODAY | dict(options.pop("environment", {}))  # type: ignore[call-overload]
        terminal = Terminal(
            tmp_path,
            "--notebook",
            str(tmp_path / "nb"),
            *words,
            environment=environment,
            **options,  # type: ignore[arg-type]
        )
        opened.append(terminal)
        return terminal

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def editor(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Make a shell script with these lines the editor."""

    def make(lines: str, name: str = "editor") -> dict[str, str]:
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\n{lines}", encoding="utf-8")
        script.chmod(0o700)
        return {"VISUAL": str(script), "EDITOR": ""}

    return make
