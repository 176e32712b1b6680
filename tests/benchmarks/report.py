"""One run as data: the content of `-o` and the source of the table."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from afspraak import __version__

from .bench import Bench
from .targets import targets

Report = dict[str, Any]


def as_json(bench: Bench, missing: dict[str, str]) -> Report:
    """The whole run: machine, figures with every sample, targets, failed measures."""
    return {
        "when": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "rounds": bench.rounds,
        "quick": bench.quick,
        "truecolor": bench.truecolor,
        "idle_seconds": bench.idle_seconds,
        "machine": {
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "cores": os.cpu_count(),
            "load": os.getloadavg()[1],
        },
        "versions": {
            "afspraak": __version__,
            "Python": platform.python_version(),
            "Textual": version("textual"),
            **{name: _version(name) for name in ("vim", "nano", "micro") if shutil.which(name)},
        },
        "subjects": [subject.name for subject in bench.subjects],
        "missing": missing,
        "stuck": bench.stuck,
        "figures": bench.figures.told(subject.name for subject in bench.subjects),
        "targets": [
            {
                "target": target.text,
                "limit": target.limit,
                "reached": target.reached,
                "case": target.case,
                "verdict": target.verdict,
            }
            for target in targets(bench.figures)
        ],
    }


def _version(name: str) -> str:
    """The first line of a program's version output."""
    run = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
    return (run.stdout.splitlines() or [""])[0].strip()
