"""The file of a kind (format 2): what is read of it, and every fault, told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.kinds.record_form import Chapter
from afspraak.data.templates.faults import FaultyKind
from afspraak.data.templates.kind_file import digest_of, parse_kind, read_kind_file

from ...support.conversations.kind_files import BAD_FAULTS, BAD_KIND, GOOD_KIND

SAMPLES = (GOOD_KIND, BAD_KIND)


def test_a_sound_file_is_read_whole() -> None:
    file = parse_kind(GOOD_KIND, "mine.toml")
    assert file.faults == ()
    kind = file.kind
    assert kind is not None
    assert (kind.id, kind.language, kind.title, kind.minutes) == (
        "acme-bila",
        "en",
        "Acme talk",
        25,
    )
    assert kind.order == ("How are you?", "What is next?")
    assert kind.record.file_chapters == (Chapter.SUMMARY, Chapter.AGREEMENTS)
    assert kind.record.roles == {"manager": "Coach", "employee": "Employee"}
    assert kind.record.notice.never == ""
    assert (kind.agreement_kinds, kind.expected) == (("result", "other"), ("other",))
    assert [row.text for row in kind.competencies] == ["Care", "Speed"]
    assert [item.id for item in kind.checklist()] == ["care", "how", "keys"]
    assert kind.digest == digest_of(GOOD_KIND)
    care, how, keys = kind.checklist()
    assert care.behaviour["growing"] == "Cares mostly."
    assert (how.help, how.explanation) == ("One line is enough.", "")
    assert how.questions == {"manager": "How do you see them?", "employee": "How are you?"}
    assert (keys.kind, keys.belongs) == ("reminder", "manager")


def test_every_fault_is_told_at_once_and_sorted() -> None:
    faults = parse_kind(BAD_KIND, "bad.en.toml").faults
    told = [(fault.line, str(fault.reason)) for fault in faults]
    assert len(told) == len(BAD_FAULTS)
    for (line, reason), (expected_line, expected) in zip(told, BAD_FAULTS, strict=True):
        assert (line, reason[: len(expected)]) == (expected_line, expected)
    assert str(faults[0].message).startswith("bad.en.toml:2: ")
    error = str(FaultyKind(faults))
    assert all(f"bad.en.toml:{line}: " in error for line, _ in BAD_FAULTS)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("format = 2", 'format = "2"', 2, "“format” must be a whole number"),
        ("format = 2", "format = true", 2, "“format” must be a whole number"),
        ("format = 2", "format = 0", 2, "“format” is 0; this version only knows format 2"),
        ("format = 2", "format = 3\nnews = 1", 2, "made for a newer version"),
        ("format = 2\n", "", 1, "“format” is missing"),
        ("25", '"25"', 7, "“minutes” must be a whole number"),
        ("25", "1441", 7, "“minutes” must be from 1 to 1440"),
        ('order = ["How are you?", "What is next?"]', "order = []", 8, "“order” has no steps"),
        ('order = ["How are you?", "What is next?"]', 'order = "x"', 8, "must be a list of texts"),
        ('manager = "Coach"', 'boss = "Coach"', 11, "“boss” does not belong here"),
        ("[record]", "[[record]]", 13, "“record” is written as [record]"),
        ('["agreements", "summary"]', '["summary", "summary"]', 16, "“summary” is in “file” twice"),
        ("{date}", "{}", 14, "{} is no place"),
        ("{date}", "date}", 14, "each brace in “title” needs a second one"),
        ('["result", "other"]', "[]", 25, "“kinds” is empty"),
        ('["care"]', '"some"', 31, "“competencies” is “all”, or a list of ids"),
        ('["care"]', '["care", "care"]', 31, "“care” is in “competencies” twice"),
        ("One line is enough.", "x" * 121, 37, "“help” is 121 characters; at most 120 fit"),
        ('text = "Keys"', f'text = "{"k" * 21}"', 41, "“text” is 21 characters; at most 20 fit"),
        ('belongs = "manager"', 'belongs = "us"', 43, "“belongs” is “us”; choose from"),
        ('kind = "reminder"', 'kind = "competency"', 42, "choose from: question, reminder"),
        ('id = "speed"', 'id = "keys"', 55, "the id “keys” is already used on line 40"),
        ('id = "speed"', 'id = "care"', 55, "the id “care” is already used on line 47"),
        ('name = "Speed"', f'name = "{"s" * 29}"', 56, "“name” is 29 characters; at most 28 fit"),
        ("[[section]]", "[section]", 28, "“section” is written as [[section]]"),
    ],
)
def test_a_fault_names_its_line(old: str, new: str, line: int, told: str) -> None:
    assert old in GOOD_KIND
    faults = parse_kind(GOOD_KIND.replace(old, new, 1), "x.toml").faults
    assert any(fault.line == line and told in str(fault.reason) for fault in faults), [
        str(fault.message) for fault in faults
    ]


def test_two_questions_are_for_an_item_of_both() -> None:
    text = GOOD_KIND.replace('help = "One line', 'belongs = "employee"\nhelp = "One line')
    (fault,) = parse_kind(text, "x.toml").faults
    assert "two questions need an item of both" in str(fault.reason)


def test_headings_have_titles_and_content_of_their_own() -> None:
    more = '\n[[section]]\nid = "more"\ntitle = "Talk"\ncompetencies = "all"\n'
    empty = '\n[[section]]\nid = "empty"\ntitle = "Empty"\n'
    told = [str(fault.reason) for fault in parse_kind(GOOD_KIND + more + empty, "x.toml").faults]
    assert any("heading “Talk” is already used on line 30" in reason for reason in told)
    assert any("“care” is asked under an earlier heading" in reason for reason in told)
    assert any("no [[section.item]] and no competencies" in reason for reason in told)


def test_no_toml_is_one_fault_and_so_is_no_file(tmp_path: Path) -> None:
    (fault,) = parse_kind("format = 2\nkind = bila\n", "x.toml").faults
    assert (fault.line, "not valid TOML" in str(fault.reason)) == (2, True)
    (fault,) = read_kind_file(tmp_path / "gone.toml").faults
    assert str(fault.message) == f"{tmp_path / 'gone.toml'}: there is no such file"


def test_texts_are_cleaned() -> None:
    text = GOOD_KIND.replace("To catch up.", r"\u001b[31mTo\u202e\tcatch\nup.")
    kind = parse_kind(text, "x.toml").kind
    assert kind is not None
    assert kind.aim == "␛[31mTo� catch up."


# Whatever the file holds

_VALUES: st.SearchStrategy[object] = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.text(max_size=6),
        st.sampled_from(["all", "both", "manager", "summary", "{title}", "{x}", "a-b", "nl", "1"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*"abc", "manager", "id", "", "ë"]), inner, max_size=3),
    ),
    max_leaves=6,
)
_KEYS = st.sampled_from(
    [
        *("format", "kind", "language", "title", "aim", "minutes", "order", "roles", "record"),
        *("notice", "agreements", "section", "competency", "item", "id", "text", "question"),
        *("help", "belongs", "competencies", "mastered", "growing", "kinds", "expected", "file"),
    ]
)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = "".join(
            char if char.isalnum() or char in "{}-. " else f"\\U{ord(char):08x}" for char in value
        )
        return f'"{escaped}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    return str(value)


@given(st.lists(st.tuples(st.booleans(), _KEYS, _VALUES), max_size=8, unique_by=lambda row: row[1]),
       st.lists(st.sampled_from(GOOD_KIND.splitlines()), max_size=20))  # fmt: skip
def test_random_toml_gives_nothing_but_a_kind_or_faults(
    values: list[tuple[bool, str, object]], lines: list[str]
) -> None:
    top = [f"{key} = {_toml(value)}" for _, key, value in values]
    for text in ("\n".join(top), "\n".join([*top, *lines]), "\n".join([*lines, *top])):
        file = parse_kind(text, "x.toml")
        assert (file.kind or file.checklist) is None or not file.faults
        assert file.kind or file.checklist or file.faults
        assert list(file.faults) == sorted(file.faults, key=lambda fault: fault.line)
        for fault in file.faults:
            assert 1 <= fault.line <= text.count("\n") + 1
            assert all(catalogue(language)(fault.message) for language in LANGUAGES)


@given(st.sampled_from(SAMPLES), st.data())
def test_a_file_with_one_value_replaced_gives_a_kind_or_faults(
    sample: str, data: st.DataObject
) -> None:
    lines = sample.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    key, equals, _ = lines[number].partition(" = ")
    value = data.draw(_VALUES)
    lines[number] = f"{key} = {_toml(value)}" if equals else f"x = {_toml(value)}"
    file = parse_kind("\n".join(lines), "x.toml")
    assert (file.kind is None) == bool(file.faults)


@given(st.binary(max_size=200))
def test_any_bytes_give_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    assert read_kind_file(path).faults
