"""Bringing an own conversation together with a joined one loses nothing that this user prepared."""

from __future__ import annotations

import os
import pwd
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId, Slug
from afspraak.data.lifecycle.archiving import archive
from afspraak.data.model.conversation import Agreement, ChecklistItem, Conversation, Progress
from afspraak.data.model.edits import (
    AddAgreement,
    AddItem,
    AddProgress,
    Answer,
    Change,
    Rate,
    Tick,
    Write,
)
from afspraak.data.model.remote_address import LocalFolder, ThisMachine
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.hosts import LocalHost
from afspraak.data.sync.membership import join, share_conversation
from afspraak.data.sync.offers.offer import JoinedShares, Offer
from afspraak.data.sync.offers.together import bring_together, find_own

OTHER = next(user for user in pwd.getpwall() if user.pw_uid not in (os.geteuid(), 0)).pw_name
"""Another user of this machine; nothing is done in their name."""

DAY = date(2026, 12, 3)
ANNA = {"goals": "What we want", "in_short": "Proud of\nboth"}
"""What only Anna filled in of the header."""


def begin(path: Path, me: str, day: date | None = DAY, **more: str) -> Session:
    """A conversation of Jan and Anna that one of them began."""
    names = ("Jan Bakker", "Anna de Vries")
    mine, other = names if me == MANAGER else reversed(names)
    beginning = NewConversation(me, mine, other, date=day, **more)  # type: ignore[arg-type]
    return Session.create(path, build_conversation(beginning), me=me)  # type: ignore[arg-type]


@pytest.fixture
def joined(tmp_path: Path, shared: Path) -> Path:
    """In Anna's notebook, the conversation that Jan began and shares with her."""
    path = tmp_path / "jan" / "anna.json"
    with closing(begin(path, MANAGER, job="As Jan sees it")) as jan:
        jan.apply(Write(len("## Looking back\n"), 0, "from Jan\n"))
    share_conversation(path, Login(OTHER), LocalHost())
    (share,) = LocalHost().list_shares()
    done = join(share, tmp_path / "hers", LocalHost())
    done.remote.close()
    with closing(Session.open(done.path)) as hers:
        hers.set_partner(EMPLOYEE)
    return done.path


@pytest.fixture
def own(tmp_path: Path, joined: Path) -> Path:
    """Anna's own conversation with Jan, in which she prepared."""
    path = tmp_path / "hers" / "jan.json"
    with closing(begin(path, EMPLOYEE)) as hers:
        first, second, *_ = hers.conversation.checklist
        competency = next(i for i in hers.conversation.checklist if i.kind == "competency")
        hers.apply(Answer(first.id, EMPLOYEE, "shown answer"))
        hers.apply(Answer(second.id, EMPLOYEE, "for me alone", private=True))
        hers.apply(Answer(first.id, MANAGER, "said by Jan at her keyboard"))
        hers.apply(Rate(competency.id, EMPLOYEE, "growing"))
        hers.apply(Tick(second.id, "parked"))
        added = ChecklistItem(RowId("0123456789ab"), first.section, "Something of my own")
        hers.apply(AddItem(added))
        hers.apply(Answer(added.id, EMPLOYEE, "about my own item", private=True))
        agreement = Agreement(RowId("a1"), "development", "A course", "Anna de Vries")
        hers.apply(AddAgreement(agreement))
        hers.apply(AddProgress(Progress(RowId("p1"), agreement.id, "", EMPLOYEE, "Half of it", 50)))
        hers.apply(Change("header", values={**ANNA, "job": "As Anna sees it"}))
        hers.apply(Write(len("## Looking back\n"), 0, "from Anna\n"))
    return path


def opened(path: Path) -> tuple[Conversation, Session]:
    session = Session.open_read_only(path)
    return session.full_conversation(), session


def test_everything_that_was_prepared_goes_along(own: Path, joined: Path) -> None:
    done = bring_together(own, joined)
    talk, session = opened(joined)
    by_text = {item.text: item for item in talk.checklist}
    own_item, first, second, *_ = talk.checklist
    assert own_item.text == "Something of my own"
    assert first.remarks == {EMPLOYEE: "shown answer"}
    assert second.state == "parked"
    answers = {item.text: session.private_answers().get(item.id) for item in talk.checklist}
    assert answers[second.text] == "for me alone"
    assert answers["Something of my own"] == "about my own item"
    assert by_text["Something of my own"].section == first.section
    seen = session.conversation_as_seen().checklist
    assert {item.ratings.get(EMPLOYEE) for item in seen} == {"growing", None}
    (agreement,) = talk.agreements
    assert (agreement.text, agreement.kind) == ("A course", "development")
    assert [(entry.text, entry.by) for entry in agreement.progress] == [("Half of it", EMPLOYEE)]
    notes = session.notes.text
    for text in ("from Jan", "from Anna", "said by Jan at her keyboard", "As Anna sees it"):
        assert notes.count(text) == 1, text
    assert notes.count("## Looking back") == 1
    assert talk.header.job == "As Jan sees it"
    assert {name: getattr(talk.header, name) for name in ANNA} == ANNA
    assert {line.by for line in talk.notes if "Anna" in line.text} == {EMPLOYEE}
    assert (done.answers, done.items, done.agreements, done.note_lines) == (3, 1, 1, 1)


def test_items_and_headings_in_another_language_are_the_same_ones(
    tmp_path: Path, joined: Path
) -> None:
    path = tmp_path / "hers" / "jan.json"
    with closing(begin(path, EMPLOYEE, language="nl")) as hers:
        first, second, third, *_ = hers.conversation.checklist
        heading = hers.notes.text.split("\n", 1)[0]
        hers.apply(Answer(first.id, EMPLOYEE, "antwoord voor beiden"))
        hers.apply(Answer(second.id, EMPLOYEE, "voor mij alleen", private=True))
        hers.apply(Change("item", third.id, {"text": "Iets heel anders"}))
        hers.apply(Answer(third.id, EMPLOYEE, "bij een eigen vraag"))
        hers.apply(Write(len(heading) + 1, 0, "van Anna\n"))
    before = opened(joined)[0]
    done = bring_together(path, joined)
    talk, session = opened(joined)
    assert done.items == 1 and len(talk.checklist) == len(before.checklist) + 1
    by_id = {item.id: item for item in talk.checklist}
    assert by_id[first.id].remarks == {EMPLOYEE: "antwoord voor beiden"}
    assert by_id[first.id].text == next(i.text for i in before.checklist if i.id == first.id)
    assert session.private_answers() == {second.id: "voor mij alleen"}
    (other,) = [item for item in talk.checklist if item.text == "Iets heel anders"]
    assert other.remarks == {EMPLOYEE: "bij een eigen vraag"}
    assert {item.section for item in talk.checklist} == {item.section for item in before.checklist}
    notes = session.notes.text
    assert notes.index("## Looking back") < notes.index("van Anna") < notes.index("## ", 5)
    assert heading not in notes and "from Jan" in notes


def test_nothing_private_leaves_the_notebook(own: Path, joined: Path) -> None:
    bring_together(own, joined)
    assert "for me alone" not in joined.read_text()
    assert "for me alone" in private_path(joined).read_text()


def test_the_own_conversation_is_kept_as_a_previous_copy(own: Path, joined: Path) -> None:
    before, private = own.read_bytes(), private_path(own).read_bytes()
    done = bring_together(own, joined)
    assert [summary.path for summary in Notebook(own.parent).summaries()] == [joined]
    assert done.kept.read_bytes() == before
    assert Path(f"{private_path(own)}~").read_bytes() == private
    assert find_own(joined) is None


def test_twice_adds_nothing_twice(own: Path, joined: Path) -> None:
    before, private = own.read_bytes(), private_path(own).read_bytes()
    bring_together(own, joined)
    once = opened(joined)[0]
    own.write_bytes(before)
    private_path(own).write_bytes(private)
    bring_together(own, joined)
    assert opened(joined)[0] == once


def test_an_open_conversation_is_not_taken_away(own: Path, joined: Path) -> None:
    before = joined.read_bytes()
    with closing(Session.open(own)), pytest.raises(UsageError, match="open in another window"):
        bring_together(own, joined)
    assert own.exists() and joined.read_bytes() == before


def test_an_own_one_that_is_shared_too_is_found_and_withdrawn(own: Path, joined: Path) -> None:
    address = Session.open_read_only(joined).sync.remote_address
    share_conversation(own, Login(OTHER), LocalHost())
    assert len(LocalHost().list_shares()) == 2
    found = find_own(joined)
    assert found is not None and found.path == own
    assert bring_together(own, joined).withdrawn
    assert [share.id for share in LocalHost().list_shares()] == [getattr(address, "share_id", "")]
    assert [summary.path for summary in Notebook(own.parent).summaries()] == [joined]
    assert opened(joined)[0].agreements


def test_when_both_bring_together_one_share_remains(own: Path, joined: Path) -> None:
    share_conversation(own, Login(OTHER), LocalHost())
    address = Session.open_read_only(joined).sync.remote_address
    LocalHost().withdraw(getattr(address, "share_id", ""))  # the other brought theirs into this one
    with pytest.raises(UsageError, match="no longer shared"):
        bring_together(own, joined)
    assert len(LocalHost().list_shares()) == 1
    assert {summary.path for summary in Notebook(own.parent).summaries()} == {own, joined}


def test_only_the_same_conversation_is_found(tmp_path: Path, own: Path, joined: Path) -> None:
    found = find_own(joined)
    assert found is not None and found.path == own
    own.rename(tmp_path / "elsewhere.json")
    assert find_own(joined) is None
    hers = tmp_path / "hers"
    begin(hers / "earlier.json", EMPLOYEE, date(2025, 12, 3)).close()
    begin(hers / "review.json", EMPLOYEE, kind="review").close()
    beginning = NewConversation("employee", "Anna de Vries", "Piet Smit", date=DAY)
    Session.create(hers / "piet.json", build_conversation(beginning), me=EMPLOYEE).close()
    assert find_own(joined) is None
    begin(hers / "undated.json", EMPLOYEE, None).close()
    found = find_own(joined)
    assert found is not None and found.slug == "undated"


def test_an_offer_is_known_by_its_time_of_beginning(joined: Path) -> None:
    offers = [Offer(ThisMachine(), share) for share in LocalHost().list_shares()]
    summaries = list(Notebook(joined.parent).summaries())
    assert JoinedShares().without(offers, summaries) == []
    assert JoinedShares().without([*offers, *offers], []) == offers


def test_one_in_the_archive_is_not_offered_again(joined: Path) -> None:
    folder = joined.parent
    offers = [Offer(ThisMachine(), share) for share in LocalHost().list_shares()]
    archived = archive(folder, joined)
    assert JoinedShares().without(offers, []) == offers
    assert JoinedShares(notebook=folder).without(offers, []) == []
    again = join(offers[0].share, folder, LocalHost())
    again.remote.close()
    assert again.path == archived
    assert list(Notebook(folder).summaries()) == []


def test_a_conversation_that_is_not_connected_is_offered(joined: Path) -> None:
    offers = [Offer(ThisMachine(), share) for share in LocalHost().list_shares()]
    summaries = list(Notebook(joined.parent).summaries())
    for address in (None, LocalFolder(str(joined.parent / "afspraak-gone"))):
        with closing(Session.open(joined)) as hers:
            hers.sync.set_remote_address(address)
        assert JoinedShares().without(offers, summaries) == offers
    join(offers[0].share, joined.parent, LocalHost()).remote.close()
    assert JoinedShares().without(offers, summaries) == []
    assert list(Notebook(joined.parent).summaries()) == summaries, "the same file is connected"


def test_another_conversation_begun_in_the_same_second_hides_no_offer(joined: Path) -> None:
    (share,) = LocalHost().list_shares()
    offer = Offer(ThisMachine(), share)
    (summary,) = Notebook(joined.parent).summaries()
    path = joined.with_name("own.json")
    begin(path, EMPLOYEE).close()
    own = summary._replace(slug=Slug("own"), where=str(path))
    assert own.created == share.metadata.created
    assert JoinedShares().without([offer], [own]) == [offer]
    assert JoinedShares().without([offer], [own, summary]) == []


def test_an_offer_of_an_earlier_program_is_known_by_its_address(joined: Path) -> None:
    (share,) = LocalHost().list_shares()
    about = share.metadata._replace(created="", client="")
    offer = Offer(ThisMachine(), share._replace(metadata=about))
    summaries = list(Notebook(joined.parent).summaries())
    assert JoinedShares().without([offer], summaries) == []
    assert JoinedShares().without([offer], []) == [offer]
