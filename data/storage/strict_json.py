"""Parse JSON strictly as TinyDB's tables of numbered documents; raise Damage with a message."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from ..i18n.catalogue import Message
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clip

Tables = dict[str, dict[str, dict[str, Any]]]
"""The content of a TinyDB storage: table name -> document id (digits) -> document."""

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read or written, in bytes: 300 times the 200 kB of a very long talk."""

MAX_DEPTH = 64
"""The deepest nesting of JSON, the top level counted; tables of documents need far less."""

_ID = lazy_pattern(r"0|[1-9][0-9]{0,14}")  # below 2**53, and one spelling for each number
_GIT_CONFLICT = lazy_pattern(r"^<<<<<<<( .*)?$", re.MULTILINE)
_SURROGATE = lazy_pattern(rb"\\u[dD][89a-fA-F]")


class Damage(ValueError):
    """Bytes are refused; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def refuse(kind: str, **values: object) -> NoReturn:
    """Raise Damage with the message `storage.damage.<kind>`."""
    raise Damage(Message(f"storage.damage.{kind}", **values))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        refuse("duplicate", name=clip(twice, 40))
    return result


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        refuse("number")
    return value


def _constant(word: str) -> NoReturn:
    refuse("constant", word=word)


def parse_tables(data: bytes) -> Tables:
    """Parse the bytes of a conversation file, unsealed.

    Raises Damage for: more than MAX_BYTES, empty content, a byte order mark, content that is not
    UTF-8 or not JSON (the message has line and column), duplicate names, numbers that are not
    finite or too long, lone surrogates, nesting beyond MAX_DEPTH, and anything but tables of
    documents with integer ids.
    """
    if len(data) > MAX_BYTES:
        refuse("large", limit=MAX_BYTES // (1024 * 1024))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse("utf8", line=data.count(b"\n", 0, error.start) + 1)
    if text.startswith("\ufeff"):
        refuse("mark")
    if not text.strip(" \t\r\n"):
        refuse("empty")
    try:
        value = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_constant, parse_float=_finite
        )
    except json.JSONDecodeError as error:
        if conflict := _GIT_CONFLICT.search(text):
            refuse("git_conflict", line=text.count("\n", 0, conflict.start()) + 1)
        refuse("syntax", line=error.lineno, column=error.colno)
    except RecursionError:
        refuse("deep", limit=MAX_DEPTH)
    except Damage:
        raise
    except ValueError:  # an integer of more digits than Python converts
        refuse("number")
    _check_depth(value)
    # After strict decoding a lone surrogate can only come from an escape.
    if _SURROGATE.search(data):
        _check_surrogates(value)
    return _check_tables(value)


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return
    if any(isinstance(child, dict | list) for child in level):
        refuse("deep", limit=MAX_DEPTH)


def _check_surrogates(value: object) -> None:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            try:
                node.encode("utf-8")
            except UnicodeEncodeError:
                refuse("surrogate")
        elif isinstance(node, dict):
            stack.extend(node)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _check_tables(value: object) -> Tables:
    if not isinstance(value, dict):
        refuse("shape")
    for name, table in value.items():
        if not isinstance(table, dict):
            refuse("table", table=clip(name, 40))
        for document_id, document in table.items():
            if not (_ID.fullmatch(document_id) and isinstance(document, dict)):
                refuse("document", table=clip(name, 40), id=clip(document_id, 20))
    return value
