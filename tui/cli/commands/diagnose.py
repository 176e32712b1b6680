"""`diagnose`: versions, terminal, paths, numbers, and what is wrong; nothing confidential."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ....data.system.paths import home_relative
from ....widgets.language import spoken, tr
from ..effective_settings import language
from ..parser import SubParsers, add_command, json_option
from .output import align_columns, write_json, write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.maintenance.diagnosis.diagnosis import Diagnosis
    from ....data.maintenance.diagnosis.libraries import Library
    from ....data.maintenance.diagnosis.places import Place


def add(subparsers: SubParsers) -> None:
    """Add the parser of `diagnose`."""
    json_option(add_command(subparsers, "diagnose", run))


def run(request: Request) -> int:
    """Print the state of this installation. Exit status 1 if something is wrong."""
    from ....data.maintenance.diagnosis.diagnosis import diagnose
    from ...terminal.terminal_type import can_draw

    draws = can_draw(os.environ.get("TERM", ""))
    found = diagnose(request.notebook, request.settings, draws=draws)
    if request.options.json:
        write_json(_facts(found))
    else:
        write_text(*(line.rstrip() for line in align_columns([*_rows(request, found)])))
        told = [f"! {tr(problem.message)}" for problem in found.problems]
        write_text("", *(told or [tr("diagnose.all_well")]))
    return int(bool(found.problems))


def _rows(request: Request, found: Diagnosis) -> Iterator[tuple[str, ...]]:
    """Yield (label, text) of each line."""
    installed = tr(f"diagnose.installer.{found.installer}")
    for library in found.libraries:
        yield library.name, _library(library, installed)
    terminal = found.terminal
    size = f"{terminal.columns} × {terminal.lines}" if terminal.columns else tr("diagnose.no_size")
    colours = tr(f"diagnose.colours.{terminal.colours}")
    parts = (terminal.type or "-", size, terminal.encoding, colours, *terminal.around)
    yield tr("diagnose.terminal"), ", ".join(parts)
    yield tr("diagnose.locale"), found.locale or tr("settings.none")
    chosen = language(request.options.lang, request.settings)
    source = chosen.describe_source(request.settings.path.name)
    yield tr("diagnose.language"), f"{spoken().language} ({source})"
    yield tr("diagnose.zone"), found.zone or "?"
    for place in found.places:
        yield tr(f"diagnose.place.{place.name}"), f"{home_relative(place.path)}  ({_state(place)})"
    counts = found.counts
    if counts.conversations is None:
        yield tr("diagnose.conversations"), "?"
    else:
        yield tr("diagnose.conversations"), tr("diagnose.counts", **counts._asdict())


def _library(library: Library, installed: str) -> str:
    if library.name == "afspraak":
        return f"{library.version}  ({installed})"
    if library.version:
        return library.version
    if not library.extra:
        return tr("diagnose.absent")
    return tr(f"diagnose.missing.{library.extra}", command=library.command)


def _state(place: Place) -> str:
    """Return what is at a place, with its mode, and whether it can be written."""
    if place.kind in ("absent", "unknown"):
        return tr(f"diagnose.kind.{place.kind}")
    writable = tr("diagnose.writable" if place.writable else "diagnose.not_writable")
    return ", ".join((tr(f"diagnose.kind.{place.kind}"), place.mode, writable))


def _facts(found: Diagnosis) -> dict[str, object]:
    """Return the same for programs."""
    places = [
        place._asdict() | {"path": home_relative(place.path), "exists": place.kind != "absent"}
        for place in found.places
    ]
    problems = [{"id": each.id, "text": tr(each.message)} for each in found.problems]
    return found._asdict() | {
        "language": spoken().language,
        "places": places,
        "problems": problems,
    }
