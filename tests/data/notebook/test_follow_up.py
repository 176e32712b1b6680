"""Follow-ups: carried-over rows, omitted rows, and repeated creation."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.model.checklist.competencies import earlier_ratings
from afspraak.data.model.conversation import (
    AGREEMENT_STATUSES,
    CONVERSATION_KINDS,
    ITEM_STATES,
    Agreement,
    ChecklistItem,
    Conversation,
    Progress,
)
from afspraak.data.model.edits import Change, Delete, Tick
from afspraak.data.notebook.follow_up import (
    build_follow_up,
    carry_over,
    follow_up_defaults,
    next_kind,
)
from afspraak.data.session.session import Session

from ...support.conversations.follow_ups import (
    COURSE_AGREEMENT,
    PLANNING_SLUG,
    followed,
    planning,
    with_items,
)


@pytest.mark.parametrize(
    ("kind", "following"),
    [
        ("planning", "progress"),
        ("progress", "review"),
        ("review", "planning"),
        ("start", "planning"),
        ("bila", "bila"),
        ("acme-bila", "acme-bila"),
        ("exit", ""),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_kind_of_a_follow_up_is_the_one_that_the_kind_names(
    kind: str, following: str, language: str
) -> None:
    assert next_kind(kind, language) == following


def test_a_follow_up_has_the_same_people_and_job() -> None:
    previous = planning(next_on=date(2027, 6, 1), place="Kamer 3", in_short="Goed gedaan")
    new = followed(previous)
    assert new.partners == previous.partners
    header = new.header
    assert (header.kind, header.previous, header.language) == ("progress", PLANNING_SLUG, "nl")
    assert header.previous_on is None, "it had no date"
    assert header.in_short == "", "each conversation says its own"
    assert (header.department, header.job, header.goals) == (
        "Wonen",
        "Ontwikkelaar",
        "Minder storingen",
    )
    assert (header.date, header.minutes, header.title) == (date(2027, 6, 1), 45, "voortgang 2027")
    assert (header.place, header.next_on) == ("", None)
    assert header.period == "2027"
    assert followed(previous, "planning").header.period == "2027", "it opens a period of its own"


def test_a_follow_up_keeps_the_date_of_the_conversation_before() -> None:
    held = date(2026, 12, 3)
    assert followed(planning(date=held)).header.previous_on == held


def test_each_partner_can_create_the_follow_up() -> None:
    assert follow_up_defaults(planning(), EMPLOYEE).my_name == "Anna de Vries"
    assert follow_up_defaults(planning(), EMPLOYEE).other_name == "Jan Bakker"
    assert follow_up_defaults(planning(), MANAGER).my_name == "Jan Bakker"


@pytest.mark.parametrize(
    ("kind", "held", "following", "title"),
    [
        ("planning", date(2026, 12, 3), "progress", "voortgang 2027"),
        ("planning", date(2027, 2, 1), "review", "beoordeling 2027"),
        ("progress", date(2027, 6, 1), "review", "beoordeling 2027"),
        ("review", date(2027, 12, 1), "planning", "planning 2028"),
    ],
)
def test_without_a_date_the_title_follows_the_previous_year(
    kind: str, held: date, following: str, title: str
) -> None:
    previous = planning(kind=kind, date=held)
    assert followed(previous, following).header.title == title


def test_another_person_gets_no_login() -> None:
    previous = planning()
    beginning = replace(follow_up_defaults(previous, MANAGER), my_name="Piet Smit")
    assert [p.login for p in build_follow_up(previous, PLANNING_SLUG, beginning).partners] == [
        "",
        "anna",
    ]


def test_only_open_agreements_are_carried_over() -> None:
    closed = [
        replace(COURSE_AGREEMENT, id=RowId("done"), status="done"),
        replace(COURSE_AGREEMENT, id=RowId("dropped"), status="dropped"),
    ]
    earlier = replace(
        COURSE_AGREEMENT, id=RowId("a2"), carried_from=Slug("anna-planning-2026"), progress=()
    )
    new = followed(planning(COURSE_AGREEMENT, *closed, earlier))
    assert new.agreements == (
        replace(COURSE_AGREEMENT, carried_from=PLANNING_SLUG, numbers={"development": "1"}),
        replace(earlier, carried_from=PLANNING_SLUG, numbers={"development": "4"}),
    ), "the way back runs from one conversation to the one before it"


def test_parked_items_are_carried_over_open_and_first() -> None:
    own = ChecklistItem(RowId("x1"), "Ontwikkeling", "Detachering", state="parked", order="zz")
    other = ChecklistItem(RowId("x2"), "Verhuizing", "Nieuw pand", state="parked", order="zzz")
    previous = planning()
    previous = replace(previous, checklist=(*previous.checklist, own, other))
    previous = with_items(previous, satisfaction={"state": "done"}, ambitions={"state": "parked"})
    new = followed(previous)
    assert new.item(RowId("x1")) == replace(
        own,
        state="open",
        carried_from=PLANNING_SLUG,
        order=new.item(RowId("x1")).order,  # type: ignore[union-attr]
    )
    sections = dict(new.sections())
    assert [item.id for item in sections["Ontwikkeling"]][:2] == ["ambitions", "x1"]
    assert next(iter(sections)) == "Verhuizing", "a heading that the new list has not comes first"
    assert new.item(RowId("satisfaction")).carried_from == ""  # type: ignore[union-attr]
    assert new.notes[0].text == "## Verhuizing"


def test_a_parked_item_in_the_new_checklist_appears_once_with_its_answer() -> None:
    told = {"employee": "te druk met het portaal"}
    previous = with_items(
        planning(),
        workload={"state": "parked", "remarks": told},
        # The same question under another id.
        goals={"state": "parked", "text": "BIJSTELLEN"},
    )
    new = followed(previous)
    assert [item.id for item in new.checklist].count(RowId("workload")) == 1
    assert new.item(RowId("workload")).remarks == told  # type: ignore[union-attr]
    assert [i.id for i in new.checklist if i.text.casefold() == "bijstellen"] == ["goals"]


def test_competencies_are_carried_over_without_ratings() -> None:
    own = ChecklistItem(
        RowId("k1"), "Competenties", "Regie", kind="competency", order="zz", state="done"
    )
    previous = planning()
    kept = [item for item in previous.checklist if item.id not in ("cooperation", "customer-focus")]
    seen = {"ratings": {"manager": "growing"}, "remarks": {"manager": "gaat goed"}, "state": "done"}
    previous = with_items(replace(previous, checklist=(*kept, own)), communication=seen)
    for kind in CONVERSATION_KINDS:
        new = followed(previous, kind)
        found = [item for item in new.checklist if item.kind == "competency"]
        all_of_them = ["result-orientation", "communication", "professional-knowledge", "k1"]
        talked_about = ["communication"] if kind == "progress" else all_of_them
        assert [item.id for item in found] == talked_about
        assert all(not (i.ratings or i.remarks or i.carried_from) for i in found)
        earlier = {i.id: dict(i.earlier) for i in found if i.earlier}
        assert earlier == {"communication": {"manager": "growing"}}
        assert {item.state for item in found} == {"open"}
        headings = [section for section, _ in new.sections()]
        assert 0 < headings.index("Competenties") < len(headings) - 1, "they stand where they stood"


def test_without_earlier_competencies_the_checklist_has_its_own() -> None:
    previous = planning()
    rest = tuple(item for item in previous.checklist if item.kind == "question")
    new = followed(replace(previous, checklist=rest), "review")
    assert sum(item.kind == "competency" for item in new.checklist) == 5


# Whatever there is

_AGREEMENTS = st.lists(
    st.builds(
        lambda id_, status, text, percents: Agreement(
            RowId(f"a{id_}"),
            text=text,
            status=status,
            order=f"V{id_}V",
            progress=tuple(
                Progress(
                    RowId(f"p{id_}{n}"), RowId(f"a{id_}"), f"2027-0{n + 1}-01", percent=percent
                )
                for n, percent in enumerate(percents)
            ),
        ),
        st.integers(1, 6),
        st.sampled_from(AGREEMENT_STATUSES),
        st.sampled_from(["Draaiboek", "draaiboek", "", "ë 😀"]),
        st.lists(st.integers(0, 100), max_size=3),
    ),
    max_size=5,
    unique_by=lambda agreement: agreement.id,
)
_ITEMS = st.lists(
    st.builds(
        lambda id_, state, text, section, kind: ChecklistItem(
            id_, section, text, state=state, kind=kind, order=f"z{id_[-1]}V"
        ),
        st.sampled_from(["workload", "x1", "x2", "x3", "adjust"]),
        st.sampled_from(ITEM_STATES),
        st.sampled_from(["Bijstellen", "Eigen punt", "", "Werkdruk en uren"]),
        st.sampled_from(["Het werk", "Over en weer", "Van mij"]),
        st.sampled_from(["question", "question", "competency"]),
    ),
    max_size=5,
    unique_by=lambda item: item.id,
)


def _with(agreements: Sequence[Agreement], items: Sequence[ChecklistItem]) -> Conversation:
    base = planning(*agreements)
    own = {item.id for item in items}
    return replace(base, checklist=(*(i for i in base.checklist if i.id not in own), *items))


_PREVIOUS = st.builds(_with, _AGREEMENTS, _ITEMS)


def _brought(previous: Conversation) -> set[str]:
    return {i.id for i in previous.checklist if i.state == "parked" or i.kind == "competency"}


def test_the_last_rating_of_each_partner_goes_along_through_the_year() -> None:
    rated = {"ratings": {MANAGER: "growing", EMPLOYEE: "undiscussed"}}
    first = with_items(planning(), communication=rated)
    rated = {"ratings": {EMPLOYEE: "mastered"}}
    second = with_items(followed(first, "progress"), communication=rated)
    third = followed(second, "review")
    item = next(item for item in third.checklist if item.id == "communication")
    assert earlier_ratings(third) == {item.id: {MANAGER: "growing", EMPLOYEE: "mastered"}}
    assert item.ratings == {}


@given(_PREVIOUS, st.sampled_from(CONVERSATION_KINDS))
@settings(max_examples=60)
def test_no_open_row_is_lost_or_duplicated(previous: Conversation, kind: str) -> None:
    new = followed(previous, kind)
    wanted = [
        replace(a, carried_from=PLANNING_SLUG, numbers={a.kind: number})
        for number, a in previous.numbered()
        if a.status == "open" or kind == "review"
    ]
    assert list(new.agreements) == wanted
    ids = [item.id for item in new.checklist]
    assert len(ids) == len(set(ids))
    assert _brought(previous) <= set(ids)
    for item in previous.checklist:
        there = new.item(item.id)
        if item.state == "parked":
            assert there is not None
            assert (there.text, there.section) == (item.text, item.section)
            assert (there.state, there.carried_from) == ("open", PLANNING_SLUG)
    assert {item.state for item in new.checklist} == {"open"}
    offered = [item.text.casefold() for item in new.checklist if item.id not in _brought(previous)]
    assert not set(offered) & {i.text.casefold() for i in new.checklist if i.carried_from}


@given(_PREVIOUS, _PREVIOUS, st.lists(st.integers(0, 40), max_size=6))
@settings(max_examples=40)
def test_updating_a_follow_up_is_idempotent_and_keeps_local_changes(
    previous: Conversation, later: Conversation, touched: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        new = followed(previous)
        session = Session.create(Path(folder) / "nb" / "next.json", new, me=MANAGER)
        fields = dict(session.fields)
        assert carry_over(session, previous, PLANNING_SLUG) == (0, 0)
        assert dict(session.fields) == fields, "it was all there"

        rows = [
            *(("item", i.id) for i in new.checklist),
            *(("agreement", a.id) for a in new.agreements),
        ]
        gone = set()
        for number in touched:
            table, row = rows[-1 - number % len(rows)]
            if number % 2:
                session.apply(Delete(table, row))
                gone.add((table, row))
            else:
                session.apply(Change(table, row, {"text": "verbeterd"}))
                session.apply(
                    Tick(row, "done") if table == "item" else Change(table, row, {"status": "done"})
                )
        mine = dict(session.fields)
        carry_over(session, later, PLANNING_SLUG)
        now = dict(session.fields)
        changed = {key for key, value in mine.items() if now[key] != value}
        # The header knows the highest numbers of agreements, and when it was changed.
        changed -= {key for key in changed if key.attribute.startswith(("highest/", "changed/"))}
        assert not {key for key in changed if not key.endswith(("/order", "/carried_from"))}
        after = session.conversation
        wanted = {("agreement", a.id) for a in later.agreements if a.status == "open"}
        there = {("agreement", a.id) for a in after.agreements}
        assert wanted - gone <= there
        assert not there & gone
        texts = {item.text.casefold() for item in after.checklist}
        for item in later.checklist:
            if item.id in _brought(later) and ("item", item.id) not in gone:
                assert after.item(item.id) or item.text.casefold() in texts

        assert carry_over(session, later, PLANNING_SLUG) == (0, 0)
        assert dict(session.fields) == now, "twice is no more than once"
        session.close()


def test_an_item_that_was_removed_is_not_another_with_the_same_text(tmp_path: Path) -> None:
    new = followed(planning())
    with closing(Session.create(tmp_path / "nb" / "next.json", new, me=MANAGER)) as session:
        workload = RowId("workload")
        assert new.item(workload) is not None
        session.apply(Delete("item", workload))
        twins = (
            ChecklistItem(workload, "Work", "A point", state="parked", order="z1"),
            ChecklistItem(RowId("x2"), "Work", "A point", kind="competency", order="z2"),
        )
        for _ in range(2):
            carry_over(session, _with((), twins), PLANNING_SLUG)
            (carried,) = [i for i in session.conversation.checklist if i.text == "A point"]
            assert (carried.id, carried.carried_from) == ("x2", "")
