"""Edits that are under way, and the arithmetic of taking changes in."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from afspraak.data.model.changes import shift
from afspraak.data.model.edits import Write
from afspraak.data.text.splice import Splice
from afspraak.widgets.notes.pending_edits import (
    PendingEdits,
    common_ends,
    transform,
    unchanged_ends,
)

TEXT = st.text(alphabet="ab\n漢", max_size=12)


def spliced(text: str, splices: list[Splice]) -> str:
    for start, deleted, new, _ in splices:
        text = text[:start] + new + text[start + deleted :]
    return text


@st.composite
def texts_and_splices(draw: st.DrawFn) -> tuple[str, list[Splice]]:
    text = first = draw(TEXT)
    splices = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        deleted = draw(st.integers(0, len(text) - start))
        splices.append(Splice(start, deleted, draw(TEXT)))
        text = spliced(text, splices[-1:])
    return first, splices


def test_typing_goes_on_behind_what_came_before_it() -> None:
    underway = PendingEdits()
    first, second = underway.add(Write(5, 0, "a")), underway.add(Write(6, 0, "b", False))
    behind = underway.rebase([Splice(0, 2, "XXX"), Splice(6, 0, "tie")])
    assert first.edit == Write(9, 0, "a")
    assert second.edit == Write(10, 0, "b", False)
    assert behind == [Splice(0, 2, "XXX"), Splice(6, 0, "tie")]


def test_confirmed_edits_are_not_rebased() -> None:
    underway = PendingEdits()
    first, second = underway.add(Write(0, 0, "a")), underway.add(Write(1, 0, "b"))
    underway.confirm_oldest()
    underway.rebase([Splice(0, 0, "x")])
    assert first.edit == Write(0, 0, "a") and second.edit == Write(2, 0, "b")
    underway.confirm_oldest()
    assert not underway


@given(st.data(), texts_and_splices())
def test_both_ways_round_the_same_text_comes_out(
    data: st.DataObject, given: tuple[str, list[Splice]]
) -> None:
    text, others = given
    underway = PendingEdits()
    editor = text
    messages = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(editor)))
        deleted = data.draw(st.integers(0, len(editor) - start))
        write = Write(start, deleted, data.draw(TEXT).upper())
        messages.append(underway.add(write))
        editor = spliced(editor, [Splice(start, deleted, write.text)])
    conversation = spliced(text, others)
    editor = spliced(editor, underway.rebase(others))
    for message in messages:
        assert isinstance(message.edit, Write)
        write = message.edit
        assert write.start + write.deleted <= len(conversation)
        conversation = spliced(conversation, [Splice(write.start, write.deleted, write.text)])
    assert conversation == editor


@given(TEXT, st.data())
def test_transforming_keeps_the_text_of_both(text: str, data: st.DataObject) -> None:
    def draw(mark: str) -> Splice:
        start = data.draw(st.integers(0, len(text)))
        return Splice(start, data.draw(st.integers(0, len(text) - start)), mark)

    own, other = draw("OWN"), draw("OTHER")
    assume(other.deleted != len("OTHER"))  # that would be the same text of another author
    after, before = transform(own, other)
    for both in (spliced(text, [other, after]), spliced(text, [own, *before])):
        assert both.count("OWN") == both.count("OTHER") == 1
    caret = shift(own.start + len("OWN"), before)
    assert both[:caret].endswith("OWN"), "who typed goes on behind it"


def test_what_is_erased_stays_away_when_its_author_becomes_another() -> None:
    underway = PendingEdits()
    message = underway.add(Write(3, 1, ""))
    assert underway.rebase([Splice(1, 4, "bcde", "anna")]) == [
        Splice(1, 2, "bc", "anna"),
        Splice(3, 1, "e", "anna"),
    ]
    assert message.edit == Write(3, 1, "")


def test_an_edit_with_nothing_left_is_dropped() -> None:
    underway = PendingEdits()
    message = underway.add(Write(2, 3, ""))
    assert underway.rebase([Splice(0, 9, "")]) == [Splice(0, 6, "")]
    assert message.edit == Write(0, 0, "")
    assert not underway


@given(texts_and_splices())
def test_a_hull_holds_every_splice(given: tuple[str, list[Splice]]) -> None:
    old, splices = given
    new = spliced(old, splices)
    head, tail = unchanged_ends(splices, len(old))
    assert old[:head] == new[:head]
    assert tail == 0 or old[-tail:] == new[-tail:]
    middle = new[head : max(head, len(new) - tail)]
    assert old[:head] + middle + old[max(head, len(old) - tail) :] == new


@given(TEXT, TEXT, TEXT, TEXT)
def test_common_ends_are_found(head: str, old: str, new: str, tail: str) -> None:
    first, last = f"{head}{old}{tail}", f"{head}{new}{tail}"
    shared_head, shared_tail = common_ends(first, last)
    assert shared_head + shared_tail <= min(len(first), len(last))
    middle = last[shared_head : len(last) - shared_tail]
    assert first[:shared_head] + middle + first[len(first) - shared_tail :] == last
    assert shared_head >= len(head)
