"""The library pycrdt, without what only its asynchronous half needs.

pycrdt imports anyio, which imports asyncio with OpenSSL, and `importlib.metadata` to know its own
version. Both take a tenth of the start, and nothing here uses them. So stand-ins have their places
while pycrdt is imported, and none of them is left in `sys.modules` afterwards.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

ANYIO = ("anyio", "anyio.abc", "anyio.streams", "anyio.streams.memory")
"""The modules of anyio that pycrdt imports."""

_VERSION = "pycrdt._version"
_COMPILED = "pycrdt._pycrdt"


class _Unused(Exception):
    """What pycrdt takes from anyio: a class to inherit from, to create, and to catch."""

    def __class_getitem__(cls, _: object) -> type[_Unused]:
        return cls


class _StandIn(ModuleType):
    """A module in which every public name is `_Unused`."""

    __path__: list[str] = []  # noqa: RUF012 - makes it a package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused


def _import_pycrdt() -> None:
    """Import pycrdt with the stand-ins; without them if it needs more than they have."""
    stand_ins = {name: _StandIn(name) for name in (*ANYIO, _VERSION)}
    if sys.modules.keys() & {"pycrdt", *stand_ins}:
        return
    stand_ins[_VERSION].__dict__["__version__"] = ""
    sys.modules.update(stand_ins)
    try:
        import pycrdt  # noqa: F401
    except Exception:
        for name in [each for each in sys.modules if each.partition(".")[0] == "pycrdt"]:
            if name != _COMPILED:  # can be initialised once in a process
                del sys.modules[name]
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


_import_pycrdt()

from pycrdt import (  # noqa: E402 - after the stand-ins
    Doc,
    Map,
    Snapshot,
    Text,
    Transaction,
    TransactionEvent,
    UndoManager,
    merge_updates,
    write_var_uint,
)

__all__ = [
    "ANYIO",
    "Doc",
    "Map",
    "Snapshot",
    "Text",
    "Transaction",
    "TransactionEvent",
    "UndoManager",
    "merge_updates",
    "write_var_uint",
]
