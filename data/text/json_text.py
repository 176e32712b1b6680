"""JSON for output: UTF-8, indented, and safe on a terminal."""

from __future__ import annotations

import json
from typing import Any

from .sanitize import unclean_spans


def to_json(value: Any) -> str:
    """Return a value as indented JSON with a final line break.

    Control characters, bidirectional overrides, invisible characters and lone surrogates are
    escaped: the text can be shown and encoded, and means the same.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    parts = []
    position = 0
    for start, end, _ in unclean_spans(text):
        parts += [text[position:start], json.dumps(text[start:end])[1:-1]]
        position = end
    return "".join([*parts, text[position:], "\n"])
