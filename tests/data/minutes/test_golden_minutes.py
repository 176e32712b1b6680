"""Conversations and their golden minutes, and what the minutes say of whom."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from afspraak.data.errors import AfspraakError
from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.i18n.locale.en.minutes import MESSAGES as ENGLISH
from afspraak.data.i18n.locale.nl.minutes import MESSAGES as DUTCH
from afspraak.data.ids import EMPLOYEE, MANAGER, NOBODY, Login, RowId
from afspraak.data.minutes.edition import Version, edition_of
from afspraak.data.minutes.reading.reader import read_minutes
from afspraak.data.minutes.self_check import difference
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.minutes.writing import facts
from afspraak.data.minutes.writing.writer import compose
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

from ...support.conversations.golden_minutes import (
    GOLDEN_FORM1,
    GOLDEN_MINUTES,
    GOLDEN_NAMES,
    golden_conversation,
    golden_text,
)

PARTNERS = (
    Partner(MANAGER, "Anna de Vries", "manager"),
    Partner(EMPLOYEE, "Jan Bakker", "employee"),
)


def talk(*agreements: Agreement, **changes: Any) -> Conversation:
    return replace(Conversation(Header(), PARTNERS, agreements=agreements), **changes)


def test_there_are_golden_pairs() -> None:
    assert len(GOLDEN_NAMES) >= 8
    texts = {path.name for path in GOLDEN_MINUTES.glob("*.md")}
    assert texts == {f"{name}{end}.md" for name in GOLDEN_NAMES for end in ("", ".file")}


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_minutes_match_the_golden_files(name: str, version: Version) -> None:
    conversation, options = golden_conversation(name)
    assert write_minutes(conversation, version, **options) == golden_text(name, version)


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_golden_minutes_are_read_back(name: str, version: Version) -> None:
    text = golden_text(name, version)
    read = read_minutes(text)
    assert read is not None
    assert read.edition.version is version
    assert compose(*read) == text


@pytest.mark.parametrize("name", GOLDEN_NAMES)
def test_every_line_in_the_first_column_is_ours(name: str) -> None:
    _, _, body = golden_text(name, Version.FULL).rpartition("---\n\n")
    ours = re.compile(r"# .*|## .*|#{3,6} .*|- \*\*.*|\| .*|\| \| .*|[A-Z*].*|")
    typed = [line for line in body.split("\n") if line[:2] != "  " and not ours.fullmatch(line)]
    assert not typed


def test_the_self_check_detects_what_differs() -> None:
    conversation, options = golden_conversation("whole")
    edition = edition_of(conversation, **options)
    text = compose(conversation, edition)
    assert difference(text, conversation, edition) == ""
    for old, new, part in (
        ("**Plaats:** Kamer 2.14", "**Plaats:** Kamer 2.15", "header"),
        ("**Vorige gesprek:** ", "**Vorige gesprek:** 3 mei 2026 (x) ", "header"),
        ("**Budget:** € 900", "**Budget:** € 9000", "agreements"),
        ("| beheerst |", "| in ontwikkeling |", "competencies"),
        ("- **Anna:** hoe rustig", "- **Jan:** hoe rustig", "notes"),
        ("** niet akkoord,", "** akkoord,", "approvals"),
        ("Alleen op papier nodig.", "Alleen op papier.", "text"),
    ):
        assert old in text
        assert difference(text.replace(old, new), conversation, edition) == part


def test_a_failed_self_check_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "date_and_time", lambda *_: "today")
    conversation = talk(header=Header(date=date(2026, 12, 1)))
    with pytest.raises(AfspraakError, match="facts at the top"):
        write_minutes(conversation)


def test_minutes_do_not_depend_on_the_order_of_parts() -> None:
    item = ChecklistItem(
        RowId("i"), "s", "t", state="done", remarks={EMPLOYEE: "one", MANAGER: "two"}
    )
    turned = replace(item, remarks={MANAGER: "two", EMPLOYEE: "one"})
    text = write_minutes(talk(checklist=(item,)))
    assert text == write_minutes(talk(checklist=(turned,)))
    assert "- **t:**\n  - **Jan:** one\n  - **Anna:** two\n" in text


def test_the_lines_of_two_people_never_share_a_paragraph() -> None:
    notes = (
        NoteLine("one", MANAGER),
        NoteLine("more", MANAGER),
        NoteLine("two", EMPLOYEE),
        NoteLine("**Jan:** three", MANAGER),
    )
    text = write_minutes(talk(notes=notes))
    assert "- **Anna:** one\n  more\n- **Jan:** two\n- **Anna:** **Jan:** three\n" in text
    together = write_minutes(talk(notes=notes), authors=False)
    assert "- **Together:** one\n  more\n  two\n  **Jan:** three\n" in together
    assert "- **Anna:**" not in together


@pytest.mark.parametrize("blank", ["\xa0", "\u2003", "\u3000 ", "\t\xa0"])
def test_a_list_that_a_web_page_indented_is_a_list(blank: str) -> None:
    notes = tuple(NoteLine(f"{blank}- {word}", MANAGER) for word in ("one", "two"))
    text = write_minutes(talk(notes=notes))
    indented = write_minutes(
        talk(
            notes=tuple(
                NoteLine(f"{' ' * len(blank.expandtabs(4))}- {w}", MANAGER) for w in ("one", "two")
            )
        )
    )
    assert text == indented
    assert "- one" in text and "- two" in text


def test_code_of_two_people_stays_whole_and_tells_whose_lines_are_whose() -> None:
    notes = (
        NoteLine("```", MANAGER),
        NoteLine("a <b>", MANAGER),
        NoteLine("c", EMPLOYEE),
        NoteLine("```", MANAGER),
        NoteLine("| x |", EMPLOYEE),
        NoteLine("|---|", MANAGER),
    )
    text = write_minutes(talk(notes=notes))
    assert "- **Anna (line 1-2), Jan (line 3-4):**\n\n  ```\n  a <b>\n  c\n  ```\n" in text
    assert "- **Jan (line 1), Anna (line 2):**\n\n  | x |\n  |---|\n" in text


def test_an_empty_heading_stays_and_a_typed_one_names_its_writer() -> None:
    notes = (
        NoteLine("## Back"),
        NoteLine("## The job"),
        NoteLine("fine", EMPLOYEE),
        NoteLine("# Away in May", EMPLOYEE),
    )
    text = write_minutes(talk(notes=notes))
    assert (
        "### Back\n\n*No notes.*\n\n### The job\n\n- **Jan:** fine\n\n### Away in May (Jan)" in text
    )


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (("Anna de Vries", "Jan Bakker"), "Anna"),
        (("Anna de Vries", "Anna Visser"), "Anna de Vries"),
        (("Anna", "Anna"), "Manager"),
        (("Unknown", "Jan"), "Manager"),
        (("Anna (HR)", "Anna (IT)"), "Manager"),
        (("*", "`"), "\\*"),
        (("", ""), "Manager"),
    ],
)
def test_each_is_called_by_what_tells_the_two_apart(names: tuple[str, str], called: str) -> None:
    partners = tuple(
        replace(partner, name=name) for partner, name in zip(PARTNERS, names, strict=True)
    )
    text = write_minutes(talk(partners=partners, notes=(NoteLine("one", MANAGER),)))
    assert f"- **{called}:** one\n" in text


def test_the_file_version_has_no_progress_and_keeps_the_percentage() -> None:
    log = (Progress(RowId("p"), RowId("a"), "2026-12-03T12:00:00Z", EMPLOYEE, "half done", 50),)
    conversation = talk(Agreement(RowId("a"), text="Report", created=log[0].at, progress=log))
    full, file = write_minutes(conversation), write_minutes(conversation, Version.FILE)
    assert "  - **3 December 2026, 50%, Jan:** half done\n" in full
    assert "- **Written down on:** 3 December 2026\n" in full
    assert "half done" not in file and "Written down on" not in file
    assert "- **Status:** open, 50%\n" in full and "- **Status:** open, 50%\n" in file


def test_times_are_told_in_the_zone_of_the_conversation() -> None:
    header = Header(zone="Europe/Amsterdam", changed={EMPLOYEE: "2026-10-25T01:30:00+00:00"})
    approvals = (Approval(MANAGER, "a" * 64, "2026-10-25T00:30:00+00:00"),)
    text = write_minutes(talk(header=header, approvals=approvals))
    assert "- **As it stood on:** Sunday 25 October 2026 at 02:30 (UTC+01:00)\n" in text
    assert "(manager):** agreed, Sunday 25 October 2026 at 02:30 (UTC+02:00)\n" in text
    assert "- **Times:** Europe/Amsterdam\n" in text


def test_ratings_of_the_time_before_stand_beside_those_of_now() -> None:
    item = ChecklistItem(
        RowId("i"), "", "Advising", kind="competency", ratings={EMPLOYEE: "mastered"}
    )
    before = replace(item, earlier={EMPLOYEE: "growing", MANAGER: "improve"})
    text = write_minutes(talk(checklist=(before,)))
    assert "| Advising | mastered (was growing) | (was improvement needed) |\n" in text
    assert "In brackets stands what it was the time before." in text
    assert "In brackets" not in write_minutes(talk(checklist=(item,)))


@pytest.mark.parametrize("title", ["{title} {period}: {employee} and {manager}", "HR: {employee}"])
def test_imported_minutes_of_a_kind_of_a_company_say_the_same_again(title: str) -> None:
    header = Header(
        kind="acme-exit",
        period="2027",
        kind_title="Exit",
        record_title=title,
        record_file="summary reactions",
        notice_keep="Half a year.",
        notice_rights="The leaver may read it.",
        role_manager="Interviewer",
        role_employee="Leaver",
    )
    conversation = talk(header=header)
    for version in Version:
        text = write_minutes(conversation, version)
        assert "- **Leaver:** Jan Bakker\n- **Interviewer:** Anna de Vries\n" in text
        assert "- **Keeping:** Half a year. The leaver may read it.\n" in text
        read = read_minutes(text)
        assert read is not None
        assert write_minutes(read.conversation, version) == text
    assert "## Signatures" not in text


def test_each_line_of_front_matter_is_json_and_they_are_sorted() -> None:
    conversation = talk(header=Header(title='a: "b"\\ # c', period="---"))
    text = write_minutes(conversation, front_matter=True)
    front = text.split("---\n")[1]
    pairs = [line.split(": ", 1) for line in front.splitlines()]
    values = {key: json.loads(value) for key, value in pairs}
    assert list(values) == sorted(values)
    assert values["employee"] == "Jan Bakker"
    assert values["form"] == 2
    assert values["title"] == "Planning conversation ---: Jan Bakker and Anna de Vries"


def test_a_person_is_found_by_name_first_name_or_role_in_any_language() -> None:
    owners = ("jan bakker", "Jan", "employee", "Medewerker", "JAN  Bakker")
    text = write_minutes(
        talk(*(Agreement(RowId(str(i)), owner=owner) for i, owner in enumerate(owners)))
    )
    people = re.findall(r"^  - \*\*(.*):\*\* (.*)$", text, re.MULTILINE)
    assert people == [("Jan Bakker", "R1, R2, R3, R4"), ("JAN  Bakker", "R5")]


def test_no_support_needed_and_a_dropped_agreement_make_no_commitment() -> None:
    agreement = Agreement(RowId("a"), text="t", support="Geen.", support_by="Anna de Vries")
    assert "Who does what" not in write_minutes(talk(agreement))
    dropped = talk(Agreement(RowId("a"), owner="Jan", status="dropped"))
    assert "Who does what" not in write_minutes(dropped)
    assert "- **Agreements:** 1, of which 1 dropped\n" in write_minutes(dropped)


def test_there_is_a_line_for_both_also_without_an_approval() -> None:
    approvals = (Approval(MANAGER, "a" * 64, "9999-99-99"),)
    text = write_minutes(talk(approvals=approvals))
    assert "- **Jan Bakker (employee):** has not reacted yet\n" in text
    assert "- **Anna de Vries (manager):** agreed\n" in text
    nobody = write_minutes(talk(partners=(), approvals=approvals))
    assert "- **Employee:** has not reacted yet\n- **Manager:** has not reacted yet\n" in nobody


def test_a_stance_says_whether_it_is_about_this_record() -> None:
    approvals = (
        Approval(EMPLOYEE, "b" * 64, "2026-12-03T12:00:00Z", "seen", entered_by="anna"),
        Approval(MANAGER, "a" * 64, "2026-12-03T12:00:00Z"),
    )
    partners = (replace(PARTNERS[0], login=Login("anna")), PARTNERS[1])
    conversation = talk(partners=partners, approvals=approvals)
    when = "Thursday 3 December 2026 at 12:00 (UTC+00:00)"
    text = write_minutes(conversation, digest="a" * 64)
    told = f"seen, {when}; entered by Anna; for the record with digest {'b' * 64}\n"
    assert f"- **Jan Bakker (employee):** {told}" in text
    assert f"- **Anna de Vries (manager):** agreed, {when}\n" in text
    changed = write_minutes(conversation, digest="a" * 64, void=[MANAGER])
    assert f"agreed, {when}; no longer holds: the record was changed after it\n" in changed
    assert "Anna agreed (no longer holds)" in changed


@pytest.mark.parametrize(
    ("stance", "told"), [("agreed", "agreed"), ("seen", "seen"), ("disagreed", "not agreed")]
)
def test_a_stance_is_written_with_its_reaction(stance: Stance, told: str) -> None:
    at = "2026-12-03T12:00:00Z"
    approval = Approval(EMPLOYEE, "a" * 64, at, stance, "Not this way:\n- no", "SECRET PARTS")
    text = write_minutes(talk(approvals=(approval,)))
    assert f"(employee):** {told}, Thursday 3 December 2026" in text
    assert "  - **Reaction:** Not this way:\n    - no\n" in text
    assert f"Jan {told}, with a reaction;" in text
    assert "SECRET" not in text


def test_both_languages_have_the_same_messages_and_placeholders() -> None:
    assert LANGUAGES == ("en", "nl")
    assert ENGLISH.keys() == DUTCH.keys()
    for key, message in ENGLISH.items():
        assert sorted(re.findall(r"{\w+}", message)) == sorted(re.findall(r"{\w+}", DUTCH[key]))
        assert key.startswith("minutes.")


def test_appreciation_is_written_once_with_its_writer() -> None:
    notes = (
        NoteLine("Appreciation: how calm you stayed", MANAGER),
        NoteLine("", NOBODY),
        NoteLine("All went well.", MANAGER),
    )
    text = write_minutes(talk(notes=notes))
    assert text.count("how calm you stayed") == 1
    assert "## Appreciation\n\n- **Anna:** how calm you stayed\n" in text
    assert "- **Anna:** All went well.\n" in text
    assert "- **Together:** how calm you stayed\n" in write_minutes(
        talk(notes=notes), authors=False
    )


def test_progress_is_sorted_by_moment_across_time_zones() -> None:
    log = (
        Progress(RowId("b"), RowId("a"), "2026-12-03T15:00:00+02:00", EMPLOYEE, "second", 50),
        Progress(RowId("c"), RowId("a"), "2026-12-03T12:00:00Z", MANAGER, "first"),
    )
    text = write_minutes(talk(Agreement(RowId("a"), text="t", progress=log)))
    assert text.index("3 December 2026, Anna:** first") < text.index("50%, Jan:** second")


def test_progress_without_a_time_is_read_back_without_one() -> None:
    log = (Progress(RowId("p"), RowId("a"), "", MANAGER, "halfway", 50),)
    read = read_minutes(write_minutes(talk(Agreement(RowId("a"), text="t", progress=log))))
    assert read is not None
    (agreement,) = read.conversation.agreements
    assert [(entry.at, entry.text, entry.percent) for entry in agreement.progress] == [
        ("", "halfway", 50)
    ]


def test_the_golden_minutes_of_form_1_are_still_there() -> None:
    assert len(list(GOLDEN_FORM1.glob("*.md"))) == 8
