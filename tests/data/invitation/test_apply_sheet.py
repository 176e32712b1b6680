"""A filled-in sheet adds shared answers of the other partner and overwrites nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId, Slug
from afspraak.data.invitation.apply_sheet import (
    MAX_BYTES,
    apply_sheet,
    decode_sheet,
    read_sheet_file,
)
from afspraak.data.invitation.invite import invite, sheet_for_conversation
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Rate
from afspraak.data.model.remote_address import LocalFolder
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session

from ...support.conversations.sheets import filled

ANSWERS = {"went-well": "Het portaal.\n- twee weken vroeg", "cooperation": "Fijn.", "a1": "Half."}
RATINGS = {"cooperation": "in ontwikkeling"}


@pytest.fixture
def sheet(path: Path) -> str:
    session = Session.open(path)
    session.apply(
        AddAgreement(Agreement(RowId("a1"), text="Cursus", carried_from=Slug("anna-2025")))
    )
    session.apply(Answer(RowId("went-well"), session.require_partner(), "mine alone", private=True))
    session.close()
    return sheet_for_conversation(path)


def test_answers_in_the_sheet_are_shared_answers_of_that_partner(path: Path, sheet: str) -> None:
    taken = apply_sheet(path, filled(ANSWERS, RATINGS, sheet) + "\nEn lunch?\n")
    assert (taken.partner, taken.changed) == ("Anna de Vries", True)
    told = " ".join(map(str, taken.lines()))
    for label in ("Wat goed ging", "Samenwerken", "Cursus", "notes"):
        assert label in told
    conversation = Session.open_read_only(path).full_conversation()
    item = conversation.item(RowId("went-well"))
    assert item and item.remarks == {"employee": ANSWERS["went-well"]}
    rated = conversation.item(RowId("cooperation"))
    assert rated and rated.ratings == {"employee": "growing"}
    (entry,) = conversation.agreements[0].progress
    assert (entry.by, entry.text) == ("employee", "Half.") and entry.at
    written = [line for line in conversation.notes if line.by == "employee"]
    assert [line.text for line in written if line.text] == [
        "## Uit de voorbereiding van Anna de Vries",
        "En lunch?",
    ]


def test_applying_a_sheet_twice_changes_nothing(path: Path, sheet: str) -> None:
    text = filled(ANSWERS, RATINGS, sheet) + "\nEn lunch?\n"
    apply_sheet(path, text)
    before = Session.open_read_only(path).full_conversation()
    again = apply_sheet(path, text)
    assert not again.changed and again.same == 5
    assert Session.open_read_only(path).full_conversation() == before


def test_a_sheet_in_a_shared_conversation_is_said_not_to_count(path: Path, sheet: str) -> None:
    told = "Anna de Vries's own notebook does not count it as theirs"
    assert told not in " ".join(map(str, apply_sheet(path, filled(ANSWERS, {}, sheet)).lines()))
    session = Session.open(path)
    session.sync.set_remote_address(LocalFolder("/somewhere"))
    session.close()
    taken = apply_sheet(path, filled({"went-well": "More."}, {}, sheet))
    assert told in " ".join(map(str, taken.lines()))


def test_later_answers_stay(path: Path, sheet: str) -> None:
    session = Session.open(path)
    session.apply(Answer(RowId("went-well"), EMPLOYEE, "Later geschreven."))
    session.apply(Rate(RowId("cooperation"), EMPLOYEE, "mastered"))
    session.close()
    taken = apply_sheet(path, filled(ANSWERS, RATINGS, sheet))
    assert taken.added == ["Wat goed ging"] and taken.kept == ["Samenwerken (in ontwikkeling)"]
    conversation = Session.open_read_only(path).full_conversation()
    item, rated = conversation.item(RowId("went-well")), conversation.item(RowId("cooperation"))
    assert item and item.remarks[EMPLOYEE] == f"Later geschreven.\n{ANSWERS['went-well']}"
    assert rated and rated.ratings[EMPLOYEE] == "mastered"
    assert "Samenwerken" not in "".join(line.text for line in conversation.notes)


def test_two_ticked_boxes_are_told_and_are_nobodys_words(path: Path, sheet: str) -> None:
    text = filled({}, RATINGS, sheet).replace("- [ ] beheerst", "- [x] beheerst", 1)
    taken = apply_sheet(path, text)
    assert "Samenwerken (beheerst, in ontwikkeling)" in " ".join(map(str, taken.lines()))
    conversation = Session.open_read_only(path).full_conversation()
    assert "Samenwerken" not in "".join(line.text for line in conversation.notes)
    rated = conversation.item(RowId("cooperation"))
    assert rated and not rated.ratings


def test_a_sheet_of_another_conversation_is_refused_without_anyway(
    path: Path, sheet: str, tmp_path: Path
) -> None:
    bob = tmp_path / "bob.json"
    conversation = build_conversation(
        NewConversation("manager", "Jan Bakker", "Bob", language="nl")
    )
    Session.create(bob, conversation, me=MANAGER).close()
    before = bob.read_bytes()
    text = filled(ANSWERS, RATINGS, sheet)
    with pytest.raises(UsageError, match="another conversation"):
        apply_sheet(bob, text)
    with pytest.raises(UsageError, match="not a preparation sheet"):
        apply_sheet(bob, "A letter.")
    assert bob.read_bytes() == before
    assert apply_sheet(bob, text, force=True).changed


def test_sheets_are_private_and_a_filled_in_sheet_is_not_overwritten(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    invitation = invite(path, folder)
    assert invitation.appointment is None, "there is no date yet"
    assert "no date" in str(invitation.lines()[1])
    assert stat.S_IMODE(invitation.sheet.stat().st_mode) == 0o600
    invite(path, folder)
    answered = filled(ANSWERS, RATINGS, invitation.sheet.read_text(encoding="utf-8"))
    invitation.sheet.write_text(answered, encoding="utf-8")
    with pytest.raises(UsageError, match="filled in"):
        invite(path, folder)
    assert invitation.sheet.read_text(encoding="utf-8") == answered


def test_a_sheet_in_any_encoding_is_read(tmp_path: Path) -> None:
    text = "Café één “goed”"
    assert decode_sheet(text.encode("utf-8-sig"), "x") == text
    assert decode_sheet(text.encode("utf-16"), "x") == text
    assert decode_sheet(text.encode("cp1252"), "x") == text
    assert decode_sheet("één ".encode() + b"\xe9\x81", "x") == "één é�"
    with pytest.raises(UsageError, match="no file"):
        read_sheet_file(tmp_path / "none.md")
    with pytest.raises(UsageError, match="too big"):
        decode_sheet(b"a" * (MAX_BYTES + 1), "x")


def test_control_characters_are_never_applied(path: Path, sheet: str) -> None:
    apply_sheet(path, filled({"went-well": "a\x1b]52;c;eA==\x07b\u202e"}, None, sheet))
    item = Session.open_read_only(path).full_conversation().item(RowId("went-well"))
    assert item and item.remarks[EMPLOYEE].isprintable()
