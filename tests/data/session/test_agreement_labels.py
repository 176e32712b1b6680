"""Labels of agreements: R2 stays R2, whatever becomes of the others, in every copy."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from afspraak.data.approval.content_digest import content
from afspraak.data.approval.status import approval_statuses
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.minutes.writer import write_minutes
from afspraak.data.model.agreement_label import labelled
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Change, Delete, Reorder
from afspraak.data.model.undelete import undelete
from afspraak.data.notebook.follow_up import append_agreement, build_follow_up, carry_over
from afspraak.data.notebook.new_conversation import NewConversation
from afspraak.data.notebook.notebook import Notebook, link_slug
from afspraak.data.session.approval_entry import enter_stance
from afspraak.data.session.session import Session
from afspraak.data.sync.merge_file import merge

from ...support.conversations.clocks import fixed_clock
from ...support.conversations.copies import copied, done


def labels(session: Session) -> dict[str, str]:
    """The text of each agreement -> its label, in the order of the screen."""
    words = catalogue("nl")
    return {row.text: words(label) for label, row in labelled(session.conversation)}


def add(session: Session, text: str, row: str, kind: str = "result") -> None:
    count = len(session.conversation.agreements)
    made = Agreement(RowId(row), order=f"V{count}")
    session.apply(AddAgreement(made, {"text": text, "kind": kind}))


def stored(path: Path) -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return tables


def forget_numbers(path: Path) -> None:
    """Make the file one of a program that stored no numbers, without a history of them."""
    tables = stored(path)
    for name in ("header", "agreements"):
        for row in tables[name].values():
            for column in [column for column in row if column.startswith(("number/", "highest/"))]:
                del row[column]
    del tables["_sync"]
    path.write_text(json.dumps(tables), encoding="utf-8")
    path.with_name(f"{path.name}~").unlink(missing_ok=True)


@pytest.fixture
def three(path: Path) -> Path:
    """The conversation with the results one, two and three, and a development agreement."""
    with closing(Session.open(path, clock=fixed_clock)) as session:
        for number, text in enumerate(("een", "twee", "drie")):
            add(session, text, f"r{number + 1}")
        add(session, "cursus", "d1", "development")
    return path


def test_a_label_does_not_move_when_others_go_or_are_sorted(three: Path) -> None:
    with closing(Session.open(three)) as session:
        assert labels(session) == {"een": "R1", "twee": "R2", "drie": "R3", "cursus": "O1"}
        session.apply(Delete("agreement", RowId("r1")))
        session.apply(Change("agreement", RowId("r2"), {"status": "done"}))
        session.apply(Reorder("agreement", {RowId("r3"): "A"}))
        assert labels(session) == {"drie": "R3", "twee": "R2", "cursus": "O1"}
    with closing(Session.open(three)) as session:
        assert labels(session) == {"drie": "R3", "twee": "R2", "cursus": "O1"}
        assert "### R3: drie" in write_minutes(session.full_conversation())
    (hit,), _ = Notebook(three.parent).index.search("drie")
    assert catalogue("nl")(hit.location_label()) == "R3"


def test_no_number_is_given_twice_after_removal_or_undo(three: Path) -> None:
    with closing(Session.open(three)) as session:
        session.apply(Delete("agreement", RowId("r3")))
        add(session, "vier", "r4")
        assert labels(session)["vier"] == "R4"
        session.undo()
        add(session, "vijf", "r5")
        assert labels(session)["vijf"] == "R5"
        session.undo()
        session.redo()
        assert labels(session)["vijf"] == "R5"
        session.undo()
    # Only the header knows of R4 and R5 now, also where the history is lost.
    tables = stored(three)
    assert tables["header"]["1"]["highest/result"] == "5"
    del tables["_sync"]
    three.write_text(json.dumps(tables), encoding="utf-8")
    three.with_name("anna.json~").unlink()
    with closing(Session.open(three)) as session:
        add(session, "zes", "r6")
        assert labels(session) == {"een": "R1", "twee": "R2", "cursus": "O1", "zes": "R6"}


def test_undoing_an_addition_leaves_no_agreement_behind(three: Path) -> None:
    with closing(Session.open(three)) as session:
        add(session, "vier", "r4")
        session.undo()
        assert len(session.conversation.agreements) == 4
    assert len(stored(three)["agreements"]) == 4


def test_an_agreement_of_another_kind_gets_a_number_of_that_kind(three: Path) -> None:
    with closing(Session.open(three)) as session:
        session.apply(Change("agreement", RowId("r2"), {"kind": "development"}))
        assert labels(session)["twee"] == "O2"
        add(session, "vier", "r4")
        assert labels(session)["vier"] == "R4"
        session.apply(Change("agreement", RowId("r2"), {"kind": "result"}))
        assert labels(session)["twee"] == "R2"
        session.apply(Change("agreement", RowId("r2"), {"kind": "development"}))
        assert labels(session)["twee"] == "O2"


def test_an_agreement_that_comes_back_has_its_label(three: Path) -> None:
    with closing(Session.open(three)) as session:
        seen = session.conversation.agreement(RowId("r2"))
        assert seen is not None
        session.apply(Delete("agreement", RowId("r2")))
        add(session, "vier", "r4")
        back = undelete(seen, session.conversation, session.fields)
        assert back is not None
        session.apply(back)
        assert labels(session)["twee"] == "R2"


@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_two_who_gave_one_number_see_the_same_labels(three: Path, first: str) -> None:
    copy = copied(three)
    with closing(Session.open(three)) as ours, closing(Session.open(copy)) as theirs:
        add(ours, "van ons", "r5")
        add(theirs, "van hen", "r4")
        pairs = [(ours, theirs), (theirs, ours)]
        for to, source in pairs if first == "ours" else reversed(pairs):
            to.sync.receive(source.sync.update_since(to.sync.state_vector))
        for one, other in pairs:
            one.sync.receive(other.sync.update_since(one.sync.state_vector))
        for session in (ours, theirs):
            assert labels(session)["van hen"] == "R4"
            assert labels(session)["van ons"] == "R4b"
        for one, other in pairs:
            one.sync.receive(other.sync.update_since(one.sync.state_vector))
        assert ours.fields == theirs.fields
        # Neither writes again what the other wrote.
        assert ours.sync.clients == theirs.sync.clients
        assert ours.sync.missing_updates(theirs.sync.snapshot) == b""
        assert theirs.sync.missing_updates(ours.sync.snapshot) == b""
        # The number stays also when the other one is removed.
        theirs.apply(Delete("agreement", RowId("r4")))
        add(theirs, "volgende", "r6")
        assert labels(theirs)["van ons"] == "R4b"
        assert labels(theirs)["volgende"] == "R5"
    assert stored(copy)["agreements"]["5"]["number/result"] == "4b"


def test_a_merged_copy_brings_its_labels(three: Path) -> None:
    copy = copied(three)
    with closing(Session.open(three)) as ours:
        add(ours, "van ons", "r5")
    with closing(Session.open(copy)) as theirs:
        add(theirs, "van hen", "r4")
    merge(three, copy)
    with closing(Session.open(three)) as session:
        assert (labels(session)["van hen"], labels(session)["van ons"]) == ("R4", "R4b")


def test_an_earlier_copy_that_replaces_the_content_lowers_no_number(three: Path) -> None:
    copy = copied(three)
    with closing(Session.open(three)) as session:
        add(session, "vier", "r4")
    merge(three, copy, replace=True)
    with closing(Session.open(three)) as session:
        assert "vier" not in labels(session)
        add(session, "vijf", "r5")
        assert labels(session)["vijf"] == "R5"


@pytest.mark.parametrize("on_screen", [True, False])
def test_a_notebook_from_before_gets_the_numbers_that_it_showed(
    three: Path, on_screen: bool
) -> None:
    done(three, Delete("agreement", RowId("r1")))
    forget_numbers(three)
    with closing(Session.open(three)) as session:
        assert labels(session) == {"twee": "R1", "drie": "R2", "cursus": "O1"}
        if on_screen:
            session.store_numbers()
        session.apply(Delete("agreement", RowId("r2")))
    with closing(Session.open(three)) as session:
        assert labels(session) == {"drie": "R2", "cursus": "O1"}
        assert not session.undo()


def test_an_approval_from_before_holds_when_numbers_are_stored(three: Path) -> None:
    with closing(Session.open(three)) as session:
        now = content(session.fields, session.notes.note_lines())
        session.apply(enter_stance(session, MANAGER, now, "agreed"))
    forget_numbers(three)
    for _ in range(2):
        with closing(Session.open(three)) as session:
            session.store_numbers()
            notes = session.notes.note_lines()
            (mine, _) = approval_statuses(session.conversation, session.fields, notes)
            assert mine.is_valid
    assert stored(three)["agreements"]["1"]["number/result"] == "1"


def test_opening_a_numbered_notebook_writes_nothing(three: Path) -> None:
    before = three.read_bytes()
    Session.open(three).close()
    assert three.read_bytes() == before


def test_a_read_only_look_at_an_older_file_shows_the_same(three: Path) -> None:
    forget_numbers(three)
    before = three.read_bytes()
    assert labels(Session.open_read_only(three))["drie"] == "R3"
    assert three.read_bytes() == before


@pytest.mark.parametrize("typed", [None, "", "x", "0", "1", 7, "2"])
def test_a_number_that_is_broken_by_hand_is_mended(three: Path, typed: object) -> None:
    tables = stored(three)
    row = tables["agreements"]["2"]
    if typed is None:
        del row["number/result"]
    else:
        row["number/result"] = typed
    row["measure"] = "met de hand"
    three.write_text(json.dumps(tables), encoding="utf-8")
    with closing(Session.open(three)) as session:
        assert session.conversation.agreements[1].measure == "met de hand"
        assert labels(session) == {"een": "R1", "twee": "R2", "drie": "R3", "cursus": "O1"}


@pytest.mark.parametrize(("typed", "label"), [(None, "R4"), ("2", "R2b"), (9, "R9"), ("x", "R4")])
def test_an_agreement_that_is_added_by_hand_gets_a_number(
    three: Path, typed: object, label: str
) -> None:
    tables = stored(three)
    row = {"id": "zz", "text": "getypt"} | ({} if typed is None else {"number/result": typed})
    tables["agreements"]["5"] = row
    three.write_text(json.dumps(tables), encoding="utf-8")
    with closing(Session.open(three)) as session:
        assert labels(session) == {
            "getypt": label, "een": "R1", "twee": "R2", "drie": "R3", "cursus": "O1",
        }  # fmt: skip


def test_labels_go_along_to_the_follow_up(three: Path) -> None:
    done(three, Delete("agreement", RowId("r1")), Delete("agreement", RowId("r3")))
    with closing(Session.open(three)) as session:
        previous = session.full_conversation()
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", "progress", "nl")
    conversation = build_follow_up(previous, link_slug(three), beginning)
    later = three.with_name("later.json")
    with closing(Session.create(later, conversation, me=MANAGER)) as session:
        assert labels(session) == {"twee": "R2", "cursus": "O1"}
        add(session, "nieuw", "r4")
        assert labels(session)["nieuw"] == "R4"
        # The talk before gave R4 too, after all: here that of the talk itself stays.
        done(three, AddAgreement(Agreement(RowId("a9")), {"text": "later bedacht"}))
        carry_over(session, Session.open_read_only(three).conversation, link_slug(three))
        assert labels(session)["nieuw"] == "R4"
        assert labels(session)["later bedacht"] == "R4b"
        add(session, "nog een", "r5")
        assert labels(session)["nog een"] == "R5"


def test_carrying_over_again_keeps_the_highest_number(three: Path) -> None:
    with closing(Session.open(three)) as session:
        previous = session.full_conversation()
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", "progress", "nl")
    later = three.with_name("later.json")
    conversation = build_follow_up(previous, link_slug(three), beginning)
    Session.create(later, conversation, me=MANAGER).close()
    with closing(Session.open(three)) as session:
        add(session, "gedaan", "r4")
        session.apply(Change("agreement", RowId("r4"), {"status": "done"}))
        previous = session.full_conversation()
    with closing(Session.open(later)) as session:
        carry_over(session, previous, link_slug(three))
        append_agreement(session, Agreement(RowId("r5"), text="hier"))
        assert labels(session)["hier"] == "R5"


def test_a_guest_at_the_keyboard_and_the_other_partner_count_on(three: Path) -> None:
    with closing(Session.open(three)) as session:
        session.writer = EMPLOYEE
        add(session, "van Anna", "r0")
        assert labels(session)["van Anna"] == "R4"


def test_a_copy_of_an_open_file_is_numbered_alike_by_both(three: Path) -> None:
    forget_numbers(three)
    copy = three.with_name("other.json")
    shutil.copy(three, copy)
    with closing(Session.open(three)) as ours, closing(Session.open(copy)) as theirs:
        for session in (ours, theirs):
            session.store_numbers()
        ours.sync.receive(theirs.sync.update_since(ours.sync.state_vector))
        theirs.sync.receive(ours.sync.update_since(theirs.sync.state_vector))
        assert labels(ours) == labels(theirs)
        assert list(labels(ours).values()) == ["R1", "R2", "R3", "O1"]
