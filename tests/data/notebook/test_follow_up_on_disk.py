"""Follow-ups in a notebook: found again, updated, chained."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Conversation, Progress
from afspraak.data.model.edits import AddAgreement, Change, Delete
from afspraak.data.notebook.follow_up import (
    carry_over,
    find_follow_up,
    follow_up_defaults,
    make_follow_up,
)
from afspraak.data.notebook.period import earlier_in_period
from afspraak.data.session.session import Session

from ...support.conversations.follow_ups import (
    COURSE_AGREEMENT,
    PLANNING_SLUG,
    followed,
    planning,
    with_items,
)


def _begun(folder: Path, conversation: Conversation, slug: str = PLANNING_SLUG) -> Path:
    path = folder / f"{slug}.json"
    Session.create(path, conversation, me=MANAGER).close()
    return path


def _read(path: Path) -> Conversation:
    return Session.open_read_only(path).full_conversation()


def test_following_up_twice_updates_one_follow_up(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    path = _begun(folder, planning(COURSE_AGREEMENT))
    bytes_before = path.read_bytes()
    beginning = follow_up_defaults(_read(path), MANAGER)
    first = make_follow_up(path, _read(path), beginning)
    assert (first.new, first.agreements, first.items) == (True, 1, 0)
    assert path.read_bytes() == bytes_before, "the previous conversation is left untouched"

    news = planning(
        COURSE_AGREEMENT, replace(COURSE_AGREEMENT, id=RowId("a3"), text="Nieuw", progress=())
    )
    second = make_follow_up(path, with_items(news, relation={"state": "parked"}), beginning)
    assert (second.path, second.new, second.agreements) == (first.path, False, 1)
    assert second.items == 0, "the new list asks that already"
    found = _read(first.path)
    assert [a.id for a in found.agreements] == ["a1", "a3"]
    assert found.item(RowId("relation")).carried_from == PLANNING_SLUG  # type: ignore[union-attr]

    before = first.path.read_bytes()
    third = make_follow_up(path, with_items(news, relation={"state": "parked"}), beginning)
    assert (third.new, third.agreements, third.items) == (False, 0, 0)
    assert first.path.read_bytes() == before
    assert len(list(folder.glob("*.json"))) == 2


def test_new_progress_is_carried_over_and_local_changes_stay(tmp_path: Path) -> None:
    session = Session.create(
        tmp_path / "next.json", followed(planning(COURSE_AGREEMENT)), me=MANAGER
    )
    session.apply(Change("progress", RowId("p1"), {"text": "begonnen"}))
    since = Progress(
        RowId("p2"), RowId("a1"), "2027-05-01T09:00:00+00:00", EMPLOYEE, "halverwege", 50
    )
    later = replace(
        COURSE_AGREEMENT, text="Iets anders", progress=(*COURSE_AGREEMENT.progress, since)
    )
    assert carry_over(session, planning(later), PLANNING_SLUG) == (0, 0)
    (found,) = session.conversation.agreements
    assert [entry.text for entry in found.progress] == ["begonnen", "halverwege"]
    assert found.text == COURSE_AGREEMENT.text
    session.close()


def test_another_kind_or_conversation_is_not_its_follow_up(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    path = _begun(folder, planning())
    (folder / "damaged.json").write_text(f'{{"previous": "{PLANNING_SLUG}"')
    itself = _begun(folder, planning(previous="round"), "round")
    assert find_follow_up(path, "progress") is None
    made = make_follow_up(path, _read(path), follow_up_defaults(_read(path), MANAGER))
    assert find_follow_up(path, "progress") == made.path
    assert find_follow_up(path, "review") is None
    assert find_follow_up(made.path, "progress") is None
    assert find_follow_up(itself, "planning") is None


def test_follow_ups_form_a_chain(tmp_path: Path) -> None:
    path = _begun(tmp_path / "nb", planning(COURSE_AGREEMENT))
    slugs = [path.stem]
    for _ in range(3):
        previous = _read(path)
        path = make_follow_up(path, previous, follow_up_defaults(previous, MANAGER)).path
        slugs.append(path.stem)
        assert _read(path).header.previous == slugs[-2]
        assert [a.carried_from for a in _read(path).agreements] == [slugs[-2]]
        assert [a.progress for a in _read(path).agreements] == [COURSE_AGREEMENT.progress]


def test_a_review_takes_along_all_agreements_of_its_period(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    closed, dropped, removed = (
        replace(COURSE_AGREEMENT, id=RowId(row), text=row, progress=())
        for row in ("closed", "dropped", "removed")
    )
    of_last_year = replace(closed, id=RowId("old"), text="old", status="done")
    _begun(folder, planning(of_last_year), "last-year")
    given = (COURSE_AGREEMENT, closed, dropped, removed)
    path = _begun(folder, planning(*given, previous="last-year"))
    with closing(Session.open(path)) as session:
        session.apply(Change("agreement", closed.id, {"status": "done"}))
    half = make_follow_up(path, _read(path), follow_up_defaults(_read(path), MANAGER)).path
    with closing(Session.open(half)) as session:
        session.apply(Change("agreement", dropped.id, {"status": "dropped"}))
        session.apply(Delete("agreement", removed.id))
        session.apply(AddAgreement(replace(closed, id=RowId("later"), text="later", numbers={})))
    beginning = follow_up_defaults(_read(half), MANAGER)
    assert beginning.kind == "review"
    end = make_follow_up(half, _read(half), beginning)
    review = _read(end.path)
    assert end.agreements == 4
    assert {a.text: (a.status, a.carried_from, a.numbers["development"])
            for a in review.agreements} == {
        COURSE_AGREEMENT.text: ("open", half.stem, "1"),
        "closed": ("done", path.stem, "2"),
        "dropped": ("dropped", half.stem, "3"),
        "later": ("open", half.stem, "5"),
    }  # fmt: skip
    again = make_follow_up(half, _read(half), beginning)
    assert (again.path, again.agreements) == (end.path, 0)


def test_halfway_only_what_differs_or_develops_is_asked_and_the_review_asks_all(
    tmp_path: Path,
) -> None:
    rated = {
        "communication": {"ratings": {MANAGER: "mastered", EMPLOYEE: "mastered"}},
        "cooperation": {"ratings": {MANAGER: "mastered", EMPLOYEE: "growing"}},
        "customer_focus": {"ratings": {MANAGER: "improve", EMPLOYEE: "improve"}},
        "professional_knowledge": {"ratings": {MANAGER: "mastered", EMPLOYEE: "mastered"}},
    }
    named = replace(COURSE_AGREEMENT, based_on="Vakkennis")
    path = _begun(tmp_path / "nb", with_items(planning(named), **rated))
    everything = {i.id for i in _read(path).checklist if i.kind == "competency"}

    half = make_follow_up(path, _read(path), follow_up_defaults(_read(path), MANAGER)).path
    asked = {i.id for i in _read(half).checklist if i.kind == "competency"}
    assert asked == {"cooperation", "customer-focus", "professional-knowledge"}
    again = make_follow_up(path, _read(path), follow_up_defaults(_read(path), MANAGER))
    assert (again.path, again.items) == (half, 0)

    end = make_follow_up(half, _read(half), follow_up_defaults(_read(half), MANAGER)).path
    found = {i.id: dict(i.earlier) for i in _read(end).checklist if i.kind == "competency"}
    assert set(found) == everything
    assert found[RowId("communication")] == {MANAGER: "mastered", EMPLOYEE: "mastered"}
    assert found[RowId("customer-focus")] == {MANAGER: "improve", EMPLOYEE: "improve"}


def test_a_period_whose_beginning_is_gone_ends_there(tmp_path: Path) -> None:
    path = _begun(tmp_path / "nb", planning(COURSE_AGREEMENT))
    half = make_follow_up(path, _read(path), follow_up_defaults(_read(path), MANAGER)).path
    path.write_bytes(b"damaged")
    assert earlier_in_period(half, _read(half)) == []
    path.unlink()
    assert earlier_in_period(half, _read(half)) == []
