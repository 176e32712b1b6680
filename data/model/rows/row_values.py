"""The values of one row, from the attributes that the flat map of fields has of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..field_spec import specs
from ..fields import (
    MOST_ATTRIBUTES,
    ROW_TYPES,
    Value,
    clean_value,
    field_fault,
    is_any_text,
    parse_date,
    value_kind,
)


class _Place(NamedTuple):
    """Where the value of an attribute goes."""

    column: str
    key: str | None
    """The key of the value, in a column that has several."""
    is_text: bool
    """Whether every text is valid."""
    is_date: bool


@cache
def _keyed_columns(table: str) -> tuple[str, ...]:
    """Return the columns that have values by key."""
    return tuple(name for name, spec in specs(ROW_TYPES[table]).items() if spec.prefix)


@lru_cache(MOST_ATTRIBUTES)
def _place(table: str, attribute: str) -> _Place | None:
    """Return where the value of an attribute goes; None for one of another program."""
    described = specs(ROW_TYPES[table])
    prefix, slash, key = attribute.partition("/")
    if slash:
        keyed = next(
            (name for name in _keyed_columns(table) if described[name].prefix == prefix), ""
        )
        return _Place(keyed, key, is_any_text(table, attribute), is_date=False) if keyed else None
    if attribute not in described or described[attribute].prefix:
        return None
    is_date = value_kind(table, attribute) == "date"
    return _Place(attribute, None, is_any_text(table, attribute), is_date)


def row_values(table: str, row: Mapping[str, Value]) -> dict[str, Any]:
    """Return the valid values of a row for its dataclass: texts cleaned, dates parsed.

    Those that are invalid are left out, as if they were not filled in.
    """
    result: dict[str, Any] = {column: {} for column in _keyed_columns(table)}
    for attribute in sorted(row):
        place = _place(table, attribute)
        if place is None:
            continue
        value = row[attribute]
        is_valid = place.is_text and isinstance(value, str)
        if not is_valid and field_fault(table, attribute, value) is not None:
            continue
        if place.is_date:
            result[place.column] = parse_date(str(value))
        elif place.key is None:
            result[place.column] = clean_value(attribute, value)
        elif value:
            result[place.column][place.key] = clean_value(attribute, value)
    return result
