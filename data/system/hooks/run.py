"""Run a hook, and say in one line if it failed."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...i18n.catalogue import Message
from ..child_processes import unblock_signals
from .hook_file import SWITCH, HookRefused, hook_program

SECONDS = 10.0
"""Seconds after which a hook and its children are killed."""

FORMAT = 1
"""The version of the fields; it rises when one changes its meaning."""


def run_hook(
    name: str, facts: Mapping[str, Any], seconds: float = SECONDS, *, brief: bool = False
) -> Message | None:
    """Run the hook with this name, and wait for it; return why it failed, None if it did not.

    It gets one JSON object on its standard input: `facts`, its name and the format. With `brief`
    the message fits into a row of 60 columns; a refusal then leaves its reason to `diagnose`.
    """
    try:
        program = hook_program(name)
    except HookRefused as refused:
        return Message("hooks.refused.brief", name=name) if brief else refused.message
    data = json.dumps({"hook": name, "format": FORMAT, **facts}, ensure_ascii=False)
    answer = _answer(program, data.encode(), seconds)
    logging.getLogger("afspraak.hooks").info("%s: %s", name, answer or "-")
    return _failure(name, answer, seconds)


def _answer(program: Path, data: bytes, seconds: float) -> str:
    """Return the answer of the supervisor; "" without one."""
    from subprocess import DEVNULL, PIPE, Popen

    supervisor = str(Path(__file__).with_name("supervisor.py"))
    try:
        with unblock_signals():
            process = Popen(  # noqa: S603 - this interpreter
                [sys.executable, "-I", "-S", supervisor, str(program), str(seconds)],
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env=os.environ | {SWITCH: "0"},
                start_new_session=True,  # a Ctrl+C, or a terminal that closes, is not for the hook
            )
    except OSError as error:
        return f"error {error.errno}"
    return process.communicate(data)[0].decode(errors="replace")


def _failure(name: str, answer: str, seconds: float) -> Message | None:
    kind, _, number = answer.partition(" ")
    if kind == "late":
        return Message("hooks.failed.late", name=name, seconds=f"{seconds:g}")
    if kind == "done" and number == "0":
        return None
    if kind == "done" and number.startswith("-"):
        return Message("hooks.failed.signal", name=name, number=number[1:])
    if kind == "done":
        return Message("hooks.failed.status", name=name, status=number)
    if kind == "error" and number.isdecimal():
        from ..error_causes import cause_of

        error = OSError(int(number), os.strerror(int(number)))
        return Message("hooks.failed.start", name=name, reason=cause_of(error))
    return Message("hooks.failed.start", name=name, reason="?")
