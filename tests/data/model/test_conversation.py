"""The conversation as a value."""

from __future__ import annotations

from datetime import date

import pytest

from afspraak.data.ids import EMPLOYEE, RowId
from afspraak.data.model.agreements.completeness import completeness_gaps, missing_fields
from afspraak.data.model.appreciation import appreciation_mark, appreciation_text
from afspraak.data.model.conversation import Agreement, Conversation, Header, Partner
from afspraak.data.model.fields import FieldKey, to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation


def _conversation(*names: str) -> Conversation:
    roles = ("manager", "employee")
    partners = tuple(Partner(r, n, r) for r, n in zip(roles, names, strict=True))  # type: ignore[arg-type]
    return Conversation(Header(), partners)


@pytest.mark.parametrize(
    ("names", "name", "called"),
    [
        (("Jan Bakker", "Anna de Vries"), "Anna de Vries", "Anna"),
        (("Anna Bakker", "Anna de Vries"), "Anna de Vries", "Anna de Vries"),
        (("Jan Bakker", "Anna de Vries"), "the whole team", "the whole team"),
        (("Jan Bakker", ""), "", ""),
    ],
)
def test_a_partner_is_called_by_a_first_name_that_only_one_has(
    names: tuple[str, str], name: str, called: str
) -> None:
    assert _conversation(*names).short_name(name) == called


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Anna de Vries", "AV"), ("Anna", "A"), ("", ""), ("élise van ’t Hof", "ÉH")],
)
def test_initials_are_those_of_the_first_and_the_last_word(name: str, initials: str) -> None:
    assert Partner(EMPLOYEE, name, "employee").initials == initials


WHOLE = Agreement(RowId("a"), text="t", owner="o", measure="m", due=date(2027, 3, 31), support="-")


@pytest.mark.parametrize(
    ("agreement", "names"),
    [
        (Agreement(RowId("a")), ("text", "owner", "measure", "due", "support")),
        (WHOLE, ()),
        (Agreement(RowId("a"), text="t", owner="o", measure="m"), ("due", "support")),
        (Agreement(RowId("a"), "other", "t", "o", "m", date(2027, 1, 1), "time"), ("support_by",)),
        (Agreement(RowId("a"), "other", "t", "o", "m", date(2027, 1, 1), "time", "Jan"), ()),
        (Agreement(RowId("a"), "other", "t", "o", "m", date(2027, 1, 1), "Niet nodig."), ()),
        (Agreement(RowId("a"), "other", "t", "o", "m", date(2027, 1, 1), "n.v.t."), ()),
    ],
)
def test_gaps_of_an_agreement(agreement: Agreement, names: tuple[str, ...]) -> None:
    assert missing_fields(agreement) == names


def test_fields_hold_the_whole_conversation() -> None:
    conversation = Conversation(
        Header(title="t", date=date(2026, 12, 3), minutes=45),
        _conversation("Jan", "Anna").partners,
        agreements=(WHOLE,),
    )
    assert to_conversation(to_fields(conversation)) == conversation


def test_invalid_values_read_as_empty() -> None:
    conversation = to_conversation(
        {
            FieldKey("agreement", RowId("a"), "due"): "soon",
            FieldKey("agreement", RowId("a"), "status"): "perhaps",
            FieldKey("agreement", RowId("a"), "text"): "kept",
            FieldKey("item", RowId("i"), "state"): 7,
            FieldKey("header", RowId("-"), "minutes"): "long",
            FieldKey.parse("nonsense"): "x",
            FieldKey.parse("other/x/y"): "z",
        }
    )
    assert conversation.agreements == (Agreement(RowId("a"), text="kept"),)
    assert conversation.checklist[0].state == "open"
    assert conversation.header == Header()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Waardering: hoe rustig je bleef", "hoe rustig je bleef"),
        ("- appreciation : the portal ", "the portal"),
        ("Waardering:", ""),
        ("Waardering: rust\\", "rust"),
        ("Waardering:\\", ""),
        ("Waardering: C:\\\\", "C:\\\\"),
        ("Waardering voor het team", None),
        ("Wat waardering: doet", None),
    ],
)
def test_a_line_of_appreciation_begins_with_the_word(line: str, told: str | None) -> None:
    assert appreciation_text(line) == told


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_mark_makes_a_line_of_appreciation(language: str) -> None:
    assert appreciation_text(f"{appreciation_mark(language)}dank") == "dank"


def _agreement(**values: object) -> Agreement:
    full = {"text": "t", "owner": "A", "measure": "m", "due": date(2027, 1, 1), "support": "none"}
    return Agreement(**{"id": "x"} | full | values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agreements", "told"),
    [
        ((), ["no agreement yet"]),
        ((_agreement(status="dropped"),), ["no agreement yet"]),
        ((_agreement(),), ["no development agreement yet"]),
        ((_agreement(kind="development"),), []),
        ((_agreement(kind="development", status="done", measure=""),), []),
        (
            (_agreement(kind="development"), _agreement(measure="", support="training")),
            ["R1: measure, support from whom"],
        ),
        (
            (_agreement(kind="development", due=None), _agreement(), _agreement(owner="")),
            ["D1: when", "R2: who"],
        ),
    ],
)
def test_gaps_are_reported_per_agreement_and_for_the_conversation(
    agreements: tuple[Agreement, ...], told: list[str]
) -> None:
    assert [
        str(gap.message)
        for gap in completeness_gaps(
            Conversation(Header(next_on=date(2027, 6, 1)), agreements=agreements)
        )
    ] == told
