"""What a conversation keeps of its kind, and what comes back of it."""

from __future__ import annotations

from dataclasses import replace

from afspraak.data.ids import EMPLOYEE, MANAGER, Slug
from afspraak.data.kinds.kept_kind import order_of
from afspraak.data.kinds.record_form import record_form_of
from afspraak.data.model.agreements.completeness import completeness_gaps
from afspraak.data.model.conversation import Agreement, Conversation, Header
from afspraak.data.model.edits import new_id
from afspraak.data.model.fields import to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.notebook.follow_up import build_follow_up, follow_up_defaults
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.templates.kind_file import parse_kind

from ...support.conversations.kind_files import GOOD_KIND


def _begun(text: str = GOOD_KIND) -> Conversation:
    kind = parse_kind(text, "x.toml").kind
    assert kind is not None
    return build_conversation(NewConversation("manager", "Jan", "Anna"), kind)


def test_everything_comes_back_from_the_fields() -> None:
    kind = parse_kind(GOOD_KIND, "x.toml").kind
    assert kind is not None
    begun = _begun()
    conversation = to_conversation(to_fields(begun), begun.notes)
    assert conversation == begun
    assert record_form_of(conversation) == kind.record
    assert order_of(conversation.header) == kind.order
    assert conversation.header.kind_digest == kind.digest
    assert conversation.header.offered == kind.agreement_kinds
    assert conversation.checklist == kind.checklist()


def test_no_file_version_is_kept_as_such() -> None:
    begun = _begun(GOOD_KIND.replace('["agreements", "summary"]', "[]"))
    assert not record_form_of(begun).has_file_version


def test_a_reminder_is_no_heading_of_the_notes() -> None:
    more = '\n[[section]]\nid = "own"\ntitle = "Own"\n[[section.item]]\nid = "x"\ntext = "X"\n'
    more += 'question = "X?"\nkind = "reminder"\n'
    assert [line.text for line in _begun(GOOD_KIND + more).notes] == ["## Talk", ""]


def test_each_partner_is_asked_their_own_question() -> None:
    how = _begun().checklist[1]
    assert how.question_for(MANAGER) == "How do you see them?"
    assert how.question_for(EMPLOYEE) == "How are you?"
    assert how.question_for(None) == "How do you see them? How are you?"
    assert replace(how, explanation="Ours?").question_for(MANAGER) == "Ours?"


def test_what_is_missing_is_what_the_kind_expects() -> None:
    begun = _begun()
    other = Agreement(new_id(), kind="other", text="x")
    result = replace(other, id=new_id(), kind="result")
    assert next(iter(completeness_gaps(begun))).names == ("agreement",)
    lacking = [gap.names for gap in completeness_gaps(replace(begun, agreements=(result,)))]
    assert ("other",) in lacking and ("development",) not in lacking
    lacking = [gap.names for gap in completeness_gaps(replace(begun, agreements=(other,)))]
    assert ("other",) not in lacking
    none = _begun(GOOD_KIND.replace('expected = ["other"]', "expected = []"))
    assert ("agreement",) not in [gap.names for gap in completeness_gaps(none)]
    before = Conversation(Header(), agreements=(result,))
    assert ("development",) in [gap.names for gap in completeness_gaps(before)]


def test_a_follow_up_takes_the_kind_as_it_is_then() -> None:
    begun = _begun()
    new = GOOD_KIND.replace("Cares mostly.", "Cares a lot.").replace("A year.", "A month.")
    kind = parse_kind(new, "x.toml").kind
    assert kind is not None
    defaults = follow_up_defaults(begun, MANAGER)
    assert defaults.kind == "acme-bila"
    followed = build_follow_up(begun, Slug("before"), defaults, kind)
    care = followed.item(begun.checklist[0].id)
    assert care is not None and care.behaviour["growing"] == "Cares a lot."
    assert followed.header.notice_keep == "A month."
    assert begun.header.notice_keep == "A year."


def test_a_talk_without_ratings_takes_no_competencies_along() -> None:
    planning = build_conversation(NewConversation("manager", "Jan", "Anna"))
    defaults = follow_up_defaults(planning, MANAGER, "bila")
    followed = build_follow_up(planning, Slug("before"), defaults)
    assert [item.kind for item in followed.checklist] == ["question"] * 6
