"""`settings`: what holds, where it comes from, what is wrong in the file, and every key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ...data.language import say
from ...data.places import cache_folder
from ..parser import WRONG_USE, Verbs, json_option, verb
from ..paths import shown_path
from ..sources import Held, held
from ..themes import with_known_theme
from .answer import columns, put, put_json
from .request import Request


def add(verbs: Verbs) -> None:
    """Tell the parser about `settings`."""
    settings = verb(verbs, "settings", run)
    settings.add_argument("--keys", action="store_true", help=say("cli.settings.keys"))
    json_option(settings)


def run(request: Request) -> int:
    """`settings`: show them; 2 where the file has faults, which are shown as well."""
    settings = with_known_theme(request.settings)
    chosen = held(request.options, settings)
    paths = {"settings": settings.path, "notebook": request.folder, "cache": cache_folder()}
    faults = [str(fault) for fault in settings.faults]
    if request.options.json:
        answer: dict[str, Any] = {"settings": chosen, "paths": paths, "faults": faults}
        put_json(answer | {"keys": _keys()})
    elif request.options.keys:
        _put_keys()
    else:
        _put_settings(chosen, paths)
    if not request.options.json:
        for fault in faults:
            put(f"! {fault}")
    return WRONG_USE if faults else 0


def _put_settings(chosen: list[Held], paths: dict[str, Path]) -> None:
    file = paths["settings"].name
    rows = [(one.name, _shown(one.value), f"({one.told(file)})") for one in chosen]
    width = max(len(name) for name, _, _ in rows)
    for name, value, source in rows:
        put(f"{name.ljust(width)}  {value}  {source}")
    if "NO_COLOR" in os.environ:
        put(say("settings.no_color"))
    put("")
    for name, path in paths.items():
        absent = "" if path.exists() else f"  {say('settings.path.absent')}"
        put(f"{say(f'settings.path.{name}').ljust(width)}  {shown_path(path)}{absent}")
    put("")
    put(say("settings.more_keys"))


def _put_keys() -> None:
    from .. import keys

    for place in dict.fromkeys(key.place for key in keys.KEYS):
        rows = [key for key in keys.KEYS if key.place == place]
        put(say(f"place.{place}"))
        table: list[tuple[str, ...]] = [
            (f"  {key.id}", keys.keys_of(key), _changed(key), say(f"key.{key.id}")) for key in rows
        ]
        for line in columns(table):
            put(line)


def _changed(key: Any) -> str:
    from .. import keys

    return "*" if keys.keys_of(key) != key.keys else " "


def _keys() -> list[dict[str, object]]:
    from .. import keys

    return [
        {
            "id": key.id,
            "keys": keys.keys_of(key).split(","),
            "usual": key.keys.split(","),
            "what": say(f"key.{key.id}"),
        }
        for key in keys.KEYS
    ]


def _shown(value: str | bool | Path | None) -> str:
    if isinstance(value, bool):
        return say("settings.on" if value else "settings.off")
    if isinstance(value, Path):
        return shown_path(value)
    return value or say("settings.none")
