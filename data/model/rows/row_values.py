"""The values of one row, from the attributes that the flat map of fields has of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from ..field_spec import specs
from ..fields import ROW_TYPES, Value, clean_value, field_fault, parse_date


class _Columns(NamedTuple):
    dates: frozenset[str]
    others: frozenset[str]
    by_prefix: Mapping[str, str]
    """The prefix of the attributes -> the column that has their values by key."""


@cache
def _columns(table: str) -> _Columns:
    described = specs(ROW_TYPES[table])
    plain = {name: spec for name, spec in described.items() if not spec.prefix}
    return _Columns(
        frozenset(name for name, spec in plain.items() if spec.value == "date"),
        frozenset(name for name, spec in plain.items() if spec.value != "date"),
        {spec.prefix: name for name, spec in described.items() if spec.prefix},
    )


def row_values(table: str, row: Mapping[str, Value]) -> dict[str, Any]:
    """Return the valid values of a row for its dataclass: texts cleaned, dates parsed.

    Those that are invalid are left out, as if they were not filled in.
    """
    dates, others, by_prefix = _columns(table)
    result: dict[str, Any] = {column: {} for column in by_prefix.values()}
    for attribute in sorted(row):
        value = row[attribute]
        prefix, slash, key = attribute.partition("/")
        if slash:
            if value and prefix in by_prefix and field_fault(table, attribute, value) is None:
                result[by_prefix[prefix]][key] = clean_value(attribute, value)
        elif attribute in others:
            if field_fault(table, attribute, value) is None:
                result[attribute] = clean_value(attribute, value)
        elif attribute in dates and field_fault(table, attribute, value) is None:
            result[attribute] = parse_date(str(value))
    return result
