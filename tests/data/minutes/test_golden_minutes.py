"""Conversations and their golden minutes, and the detection of mismatches."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from afspraak.data.errors import AfspraakError
from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.i18n.locale.en.minutes import MESSAGES as ENGLISH
from afspraak.data.i18n.locale.nl.minutes import MESSAGES as DUTCH
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, RowId
from afspraak.data.minutes.notes_section import EmbeddedNotes, embed_notes
from afspraak.data.minutes.reader import read_minutes
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writer import checked_minutes, minutes
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
    Stance,
)
from afspraak.data.text import markdown as markdown_module

from ...support.conversations.golden_minutes import (
    GOLDEN_MINUTES,
    GOLDEN_NAMES,
    golden_conversation,
)

PARTNERS = (
    Partner(MANAGER, "Anna de Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


def talk(*agreements: Agreement, **changes: Any) -> Conversation:
    return replace(Conversation(Header(), PARTNERS, agreements=agreements), **changes)


def test_there_are_golden_pairs() -> None:
    assert len(GOLDEN_NAMES) >= 6
    assert {path.stem for path in GOLDEN_MINUTES.glob("*.md")} == set(GOLDEN_NAMES)


@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_minutes_match_the_golden_files(name: str) -> None:
    conversation, options = golden_conversation(name)
    expected = (GOLDEN_MINUTES / f"{name}.md").read_text(encoding="utf-8")
    assert minutes(conversation, **options) == expected
    assert checked_minutes(conversation, **options) == expected


@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_the_self_check_accepts_golden_minutes_and_rejects_changes(name: str) -> None:
    conversation, options = golden_conversation(name)
    text = minutes(conversation, **options | {"authors": False})
    notes = embed_notes(conversation.notes)
    assert difference(text, conversation, notes) == ""
    # What is added stands before the first section: the notes may hold anything.
    before, _, after = text.partition("\n## ")
    for addition, part in (
        ("## More", "headings"),
        ("- [ ] one more", "tasks"),
        ("| a |\n| - |", "table"),
        ("[a](http://b)", "foreign"),
        ("<b>", "foreign"),
    ):
        changed = f"{before}\n\n{addition}\n\n" + (f"## {after}" if after else "")
        assert difference(changed, conversation, notes) == part


def test_the_self_check_detects_a_changed_tick() -> None:
    item = ChecklistItem(RowId("i"), "Looking back", "What goes well?")
    conversation = talk(checklist=(item,))
    ticked = minutes(talk(checklist=(replace(item, state="done"),)))
    assert difference(ticked, conversation, EmbeddedNotes("", ())) == "tasks"


def test_the_self_check_detects_a_changed_date() -> None:
    agreement = Agreement(RowId("a"), text="Report", owner="Jan Bakker")
    text = minutes(talk(replace(agreement, status="done")))
    assert difference(text, talk(agreement), EmbeddedNotes("", ())) == "table"


def test_a_failed_self_check_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_module, "escape_line", str)
    conversation = talk(Agreement(RowId("a"), text="a | b"))
    with pytest.raises(AfspraakError, match="table of agreements"):
        checked_minutes(conversation)


def test_minutes_do_not_depend_on_the_order_of_parts() -> None:
    item = ChecklistItem(RowId("i"), "s", "t", remarks={EMPLOYEE: "one", MANAGER: "two"})
    turned = replace(item, remarks={MANAGER: "two", EMPLOYEE: "one"})
    assert minutes(talk(checklist=(item,))) == minutes(talk(checklist=(turned,)))


def test_author_marks_need_two_authors_and_a_request() -> None:
    both = talk(notes=(NoteLine("one", MANAGER), NoteLine("", NOBODY), NoteLine("two", EMPLOYEE)))
    one = talk(notes=(NoteLine("one", MANAGER), NoteLine("two", MANAGER)))
    assert "one *(AV)*\n\ntwo *(JB)*" in minutes(both)
    assert "*(" not in minutes(both, authors=False)
    assert "*(" not in minutes(one)


def test_an_author_mark_never_names_the_other_partner() -> None:
    notes = (
        NoteLine("I agree with all of it *(JB)*", MANAGER),
        NoteLine("", NOBODY),
        NoteLine("Not so.", EMPLOYEE),
        NoteLine("```", EMPLOYEE),
        NoteLine("*(AV)*", EMPLOYEE),
        NoteLine("```", EMPLOYEE),
    )
    text = checked_minutes(talk(notes=notes))
    assert "I agree with all of it \\*(JB)* *(AV)*\n\nNot so.\n```\n*(AV)*\n```\n\n*(JB)*" in text


def test_headings_alone_give_no_author_mark() -> None:
    text = minutes(talk(notes=(NoteLine("## Back", MANAGER), NoteLine("All well.", EMPLOYEE))))
    assert "## Notes\n\n### Back\nAll well.\n" in text


@pytest.mark.parametrize(
    ("names", "mark"),
    [
        (("Anna de Vries", "Arie Visser"), "Anna de Vries"),
        (("Anna", "Anna"), "Manager"),
        (("*", "`"), "Manager"),
        (("", ""), "Manager"),
    ],
)
def test_authors_with_equal_initials_are_distinguished(names: tuple[str, str], mark: str) -> None:
    partners = tuple(
        replace(partner, name=name) for partner, name in zip(PARTNERS, names, strict=True)
    )
    notes = (NoteLine("one", MANAGER), NoteLine("", NOBODY), NoteLine("two", EMPLOYEE))
    assert f"one *({mark})*" in minutes(talk(partners=partners, notes=notes))


def test_each_line_of_front_matter_is_json() -> None:
    conversation = talk(header=Header(title='a: "b"\\ # c', place="---"))
    text = checked_minutes(conversation, front_matter=True)
    front = text.split("---\n")[1]
    values = {k: json.loads(v) for k, v in (line.split(": ", 1) for line in front.splitlines())}
    assert values["title"] == 'a: "b"\\ # c'
    assert values["place"] == "---"
    assert values["employee"] == "Jan Bakker"


def test_a_person_is_found_by_name_first_name_or_role_in_any_language() -> None:
    owners = ("jan bakker", "Jan", "employee", "Medewerker", "JAN  Bakker")
    text = minutes(talk(*(Agreement(RowId(str(i)), owner=owner) for i, owner in enumerate(owners))))
    people = re.findall(r"^### (?!R\d)(.*)$", text, re.MULTILINE)
    assert people == ["Jan Bakker", "JAN  Bakker"]


def test_no_support_needed_makes_no_commitment() -> None:
    agreement = Agreement(RowId("a"), text="t", support="Geen.", support_by="Anna de Vries")
    assert "Who does what" not in minutes(talk(agreement))


def test_a_dropped_agreement_makes_no_commitment() -> None:
    assert "Who does what" not in minutes(
        talk(Agreement(RowId("a"), owner="Jan", status="dropped"))
    )


def test_an_approval_without_a_valid_moment_is_written_and_one_without_partner_is_not() -> None:
    approvals = (Approval(MANAGER, "abc", "9999-99-99"),)
    assert "agreed on 9999-99-99, digest abc" in checked_minutes(talk(approvals=approvals))
    assert "digest abc" not in checked_minutes(talk(partners=(), approvals=approvals))
    taken_back = talk(approvals=(Approval(MANAGER, "", ""),))
    assert "Approval" not in minutes(taken_back)


def test_both_languages_have_the_same_messages_and_placeholders() -> None:
    assert LANGUAGES == ("en", "nl")
    assert ENGLISH.keys() == DUTCH.keys()
    for key, message in ENGLISH.items():
        assert sorted(re.findall(r"{\w+}", message)) == sorted(re.findall(r"{\w+}", DUTCH[key]))
        assert key.startswith("minutes.")


def test_appreciation_is_written_once_with_its_author() -> None:
    notes = (
        NoteLine("Appreciation: how calm you stayed", MANAGER),
        NoteLine("", NOBODY),
        NoteLine("All went well.", MANAGER),
    )
    text = checked_minutes(talk(notes=notes))
    assert text.count("how calm you stayed") == 1
    assert "## Appreciation\n\n- **Anna de Vries:** how calm you stayed\n" in text
    assert "## Notes\n\nAll went well.\n" in text
    assert "- how calm you stayed" in minutes(talk(notes=notes), authors=False)


def test_a_ticked_competency_is_marked_in_its_row() -> None:
    item = ChecklistItem(RowId("i"), "Competencies", "Advising", kind="competency", state="done")
    text = checked_minutes(talk(checklist=(item,)))
    assert "| Advising | | | yes |" in text
    assert "- [x]" not in text
    assert "### Competencies" not in text
    changed = text.replace("| Advising | | | yes |", "| Advising | growing | | yes |")
    assert difference(changed, talk(checklist=(item,)), EmbeddedNotes("", ())) == "table"


def test_progress_is_sorted_by_moment_across_time_zones() -> None:
    log = (
        Progress(RowId("b"), RowId("a"), "2026-12-03T15:00:00+02:00", EMPLOYEE, "second", 50),
        Progress(RowId("c"), RowId("a"), "2026-12-03T12:00:00Z", MANAGER, "first"),
    )
    text = checked_minutes(talk(Agreement(RowId("a"), text="t", progress=log)))
    assert text.index("first") < text.index("13:00 UTC**, *Jan Bakker*, 50%: second")


@pytest.mark.parametrize(
    ("stance", "told"),
    [("agreed", "agreed on"), ("seen", "seen on"), ("disagreed", "does not agree on")],
)
def test_a_stance_is_written_with_its_remark(stance: Stance, told: str) -> None:
    approval = Approval(
        EMPLOYEE, "abc", "2026-12-03T12:00:00Z", stance, "Not this way.", "SECRET PARTS"
    )
    text = checked_minutes(talk(approvals=(approval,)))
    assert f"- **Jan Bakker:** {told} 3 December 2026 at 12:00 UTC, digest abc\n" in text
    assert "  - Not this way.\n" in text
    assert "SECRET" not in text


def test_progress_without_a_time_is_read_back_without_one() -> None:
    log = (Progress(RowId("p"), RowId("a"), "", MANAGER, "halfway", 50),)
    text = checked_minutes(talk(Agreement(RowId("a"), text="t", progress=log)))
    (agreement,) = read_minutes(text, "en", {}).agreements
    read = [(entry.at, entry.text, entry.percent) for entry in agreement.progress]
    assert read == [("", "halfway", 50)]
