"""The lines of keys in a TOML file, in every notation."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.settings.toml_positions import key_lines

WRITTEN = '''\
# keys = 1
language = "nl"   # name = "x"
text = """
name = "not this one"
\\""  """
other = \'\'\'
[keys]
\'\'\'
name = "Jan"

keys."desk.export" = "f7"
point = { x = 1, "y z" = [
  1,  # one
  { deep = 'it''s' }, "]",
] }
[ a . "b\\u0063" ]
d.e = 1979-05-27T07:32:00Z
[[list]]
one = 1
[[list.in]]
[[list.in]]
two = 2.5
[list.of]
three = 3
[[list]]
[list.of]
three = 4
'''


def test_every_spelling_of_a_key_has_its_line() -> None:
    text = WRITTEN.replace("''s'", "'")
    tomllib.loads(text)
    lines = key_lines(text)
    found = {path: text.splitlines()[line - 1] for path, line in lines.items()}
    assert lines[("language",)] == 2
    assert found["name",] == 'name = "Jan"'
    assert found["keys", "desk.export"] == 'keys."desk.export" = "f7"'
    assert found["point", "y z"].startswith("point = ")
    assert found["point", "y z", 0] == "  1,  # one"
    assert "deep" in found["point", "y z", 1, "deep"]
    assert found["a", "bc", "d", "e"].startswith("d.e")
    assert found["list", 0, "in", 1, "two"] == "two = 2.5"
    assert (found["list", 0, "of", "three"], found["list", 1, "of", "three"]) == (
        "three = 3", "three = 4",
    )  # fmt: skip
    assert lines["list",] < lines["list", 1]


_KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1)
_VALUES = st.recursive(
    st.integers(0, 9) | st.text("a#'[]{},=\"\\\n", max_size=6),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(_KEYS, deeper, max_size=3),
    max_leaves=6,
)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _written(value: object) -> str:
    if isinstance(value, dict):
        pairs = (f"{_quoted(key)} = {_written(inner)}" for key, inner in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(_written(inner) for inner in value) + "\n]"
    return _quoted(value) if isinstance(value, str) else str(value)


@given(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=5))
def test_each_top_level_key_has_its_line(values: dict[str, object]) -> None:
    text, expected = "", {}
    for key, value in values.items():
        text += "\n# [x]\n"
        expected[key] = text.count("\n") + 1
        text += f"{_quoted(key)} = {_written(value)}\n"
    assert tomllib.loads(text) == values
    lines = key_lines(text)
    assert {path[0]: line for path, line in lines.items() if len(path) == 1} == expected
