"""`settings`: the effective settings, their sources, the faults in the file, and every key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ....data.settings.settings import Settings
from ....data.system.paths import cache_folder, exists, home_relative
from ....data.templates.kind_place import PlaceKind
from ....widgets.language import tr
from ...keys.keymap import Keymap, read_keymap
from ...terminal.themes import with_known_theme
from ..effective_settings import EffectiveSetting, Value, effective_settings
from ..parser import EXIT_USAGE, SubParsers, add_command, json_option
from .output import align_columns, write_json, write_text
from .request import Request


def add(subparsers: SubParsers) -> None:
    """Add the parser of `settings`."""
    settings = add_command(subparsers, "settings", run)
    settings.add_argument("--keys", action="store_true", help=tr("cli.settings.keys"))
    json_option(settings)


def run(request: Request) -> int:
    """Print the settings and the faults. Exit status 2 if there are faults."""
    settings = with_known_theme(request.settings)
    chosen = effective_settings(request.options, settings)
    paths = {"settings": settings.path, "notebook": request.folder, "cache": cache_folder()}
    own, kind_faults = _own_kinds(settings)
    faults = [*(tr(fault.message) for fault in settings.faults), *kind_faults]
    keymap, _ = read_keymap(settings.keys)
    if request.options.json:
        answer: dict[str, Any] = {"settings": chosen, "paths": paths, "checklists": own}
        write_json(answer | {"keys": _keys(keymap), "faults": faults})
    elif request.options.keys:
        _print_keys(keymap)
    else:
        _print_settings(chosen, paths, own)
    if faults and not request.options.json:
        write_text("", *(f"! {fault}" for fault in faults))
    return EXIT_USAGE if faults else 0


def _own_kinds(settings: Settings) -> tuple[list[Path], list[str]]:
    """Return the files of kinds in the folders of the settings, and messages about their faults."""
    from ....data.templates.kind_library import Library

    library = Library(settings.kinds, settings.templates, packages=False)
    own = [found for found in library.all if found.place.kind is PlaceKind.FOLDER]
    files = [Path(name) for found in own for name in found.files]
    return files, [tr(fault.message) for fault in library.faults]


def _print_settings(
    chosen: list[EffectiveSetting], paths: dict[str, Path], own: list[Path]
) -> None:
    file = paths["settings"].name
    rows = [
        (setting.name, f"{_shown(setting.value)}  ({setting.describe_source(file)})")
        for setting in chosen
    ]
    rows += [(" ", path.name) for path in own]
    rows.append(("", ""))
    for name, path in paths.items():
        absent = "" if exists(path) else f"  {tr('settings.path.absent')}"
        rows.append((tr(f"settings.path.{name}"), f"{home_relative(path)}{absent}"))
    if "NO_COLOR" in os.environ:
        rows.append(("", tr("settings.no_color")))
    width = max(len(name) for name, _ in rows)
    for name, text in [*rows, ("", ""), ("", tr("settings.more_keys"))]:
        write_text(f"{name.ljust(width)}  {text}".rstrip() if name else text)


def _print_keys(keymap: Keymap) -> None:
    from ...keys.table import KEYS

    for context in dict.fromkeys(key.context for key in KEYS):
        write_text(tr(f"place.{context}"))
        rows: list[tuple[str, ...]] = [
            (f"  {key.id}", keys, "" if keys == key.keys else "*", tr(f"key.{key.id}"))
            for key, keys in ((key, keymap.keys_of(key)) for key in KEYS)
            if key.context == context
        ]
        write_text(*align_columns(rows))


def _keys(keymap: Keymap) -> list[dict[str, object]]:
    from ...keys.table import KEYS

    return [
        {
            "id": key.id,
            "keys": keymap.keys_of(key).split(","),
            "usual": key.keys.split(","),
            "what": tr(f"key.{key.id}"),
        }
        for key in KEYS
    ]


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"  # as written in the file
    if isinstance(value, Path):
        return home_relative(value)
    if isinstance(value, tuple):
        return ", ".join(value) or tr("settings.none")
    if isinstance(value, int):
        return str(value)
    return value or tr("settings.none")
