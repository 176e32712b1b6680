"""Strict reading gives tables or a reason, never another exception."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.storage.json_storage import DamagedFile, DurableStorage
from afspraak.data.storage.strict_json import Damage, Tables, parse_tables

REFUSED = {
    b"": "empty",
    b" \n\t": "empty",
    b"null": "tables",
    b"[]": "tables",
    b'"x"': "tables",
    b'\xef\xbb\xbf{"a": {}}': "byte order mark",
    b'{"a": {"1": {"t": "\xff"}}}': "UTF-8",
    b'{"a": {}}\n{': "line 2, column 1",
    b'{"a": {},}': "line 1, column ",
    b'{"a": {}, "a": {"1": {}}}': "“a” stands twice",
    b'{"a": {"1": {"x": 1, "x": 1}}}': "“x” stands twice",
    b'{"a": {"1": {"x": NaN}}}': "NaN",
    b'{"a": {"1": {"x": -Infinity}}}': "-Infinity",
    b'{"a": {"1": {"x": 1e999}}}': "too large",
    b'{"a": {"1": {"x": ' + b"9" * 5000 + b"}}}": "too large",
    b'{"a": {"1": {"x": "\\ud800"}}}': "half a character",
    b'{"a": {"1": {"\\uDfff": 1}}}': "half a character",
    b'{"a": {"1": {"x": ["\\ude00\\ud83d"]}}}': "half a character",
    b'{"a": {"1": {"x": ' + b"[" * 62 + b"]" * 62 + b"}}}": "deeper than 64",
    b"[" * 100_000: "deeper than 64",
    b'{"a":' * 100_000: "deeper than 64",
    b'{"a": []}': "“a” is not a table",
    b'{"a": {"1": []}}': "numbered document",
    b'{"a": {"one": {}}}': "numbered document",
    b'{"a": {"01": {}}}': "numbered document",
    b'{"a": {"-1": {}}}': "numbered document",
    '{"a": {"٣": {}}}'.encode(): "numbered document",
    b'{"a": {"1000000000000000": {}}}': "numbered document",
}


@pytest.mark.parametrize("data", REFUSED, ids=lambda data: repr(data[:30]))
def test_invalid_tables_are_refused_with_the_reason(data: bytes) -> None:
    with pytest.raises(Damage) as caught:
        parse_tables(data)
    assert REFUSED[data] in str(caught.value)


ACCEPTED: dict[bytes, Tables] = {
    b"{}": {},
    b'{"a": {}}': {"a": {}},
    b'{"a": {"1": {"x": "\\ud83d\\ude00", "y": 1.5e300}}}': {"a": {"1": {"x": "😀", "y": 1.5e300}}},
    b'{"a": {"1": {"x": ' + b"[" * 61 + b"]" * 61 + b"}}}": json.loads(
        b'{"a": {"1": {"x": ' + b"[" * 61 + b"]" * 61 + b"}}}"
    ),
}


@pytest.mark.parametrize("data", ACCEPTED, ids=lambda data: repr(data[:30]))
def test_valid_tables_are_read(data: bytes) -> None:
    assert parse_tables(data) == ACCEPTED[data]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.binary() | st.text().map(str.encode) | _values.map(lambda v: json.dumps(v).encode()))
@example(b'{"a": {"1": {"' + b"\\" * 7)
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_tables_or_reported_as_damaged(data: bytes) -> None:
    try:
        tables = parse_tables(data)
    except Damage as error:
        assert str(error)
    else:
        assert isinstance(tables, dict)


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.dictionaries(
            st.integers(0, 10**15 - 1).map(str),
            st.dictionaries(
                st.text(max_size=5),
                st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
            ),
            max_size=3,
        ),
        max_size=3,
    )
)
@settings(max_examples=60, deadline=None)
def test_tables_round_trip_through_the_disk(tables: Tables) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there = DurableStorage(Path(folder) / "a.json")
        there.write(tables)
        assert there.read() == tables


def test_a_file_truncated_anywhere_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    DurableStorage(path).write(
        {"header": {"1": {"goals": "ë😀"}}, "notes": {"7": {"lines": ["x"]}}}
    )
    whole = path.read_bytes()
    for length in range(len(whole) - 1):  # without its last line feed it is still whole
        with pytest.raises(Damage):
            parse_tables(whole[:length])


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_name_file_and_cause_in_each_language(tmp_path: Path, language: str) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": {}}\n{')
    with pytest.raises(DamagedFile) as caught:
        DurableStorage(path).read()
    assert str(path) in str(caught.value)
    words = catalogue(language)
    assert "2" in words(caught.value.reason)
    assert ("cannot be opened" in words(caught.value.message)) == (language == "en")


def test_a_file_name_with_control_characters_is_cleaned_in_messages(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b]52;c;x\x07\udcff.json"
    path.write_text("{")
    with pytest.raises(DamagedFile) as caught:
        DurableStorage(path).read()
    assert str(caught.value).isprintable()
    str(caught.value).encode()
