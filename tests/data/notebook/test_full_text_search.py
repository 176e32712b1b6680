"""Search over all conversations: words anywhere, and each agreement once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from afspraak.data.ids import EMPLOYEE, RowId, Slug
from afspraak.data.model.conversation import Agreement, Approval, ChecklistItem
from afspraak.data.notebook.agreement_query import FoundAgreement
from afspraak.data.notebook.full_text_search import Hit, fts_query
from afspraak.data.notebook.notebook import Notebook

from ...support.conversations.notebooks import kept


def texts(found: tuple[list[FoundAgreement], object]) -> list[str]:
    return [row.agreement.text for row in found[0]]


def _hits(notebook: Notebook, words: str) -> list[Hit]:
    return notebook.index.search(words)[0]


def test_search_covers_every_kind_of_text_and_marks_the_words(notebook: Notebook) -> None:
    item = ChecklistItem(
        RowId("i"), "Looking back", "What went well", remarks={EMPLOYEE: "x\nPortal!"}
    )
    kept(
        notebook.folder,
        "a",
        Agreement(RowId("1"), kind="development", text="Portal course", steps="first\nthen"),
        notes="# Portal\n\nThe PÓRTAL's réunion, (portal)",
        more=(item,),
        approvals=(Approval(EMPLOYEE, "d", "", remark="no portal"),),
    )
    found = [(str(hit.location_label()), hit.text) for hit in _hits(notebook, "portal")]
    assert found == [
        ("D1", "Portal course · first · then"),
        ("notes 1", "# Portal"),
        ("notes 3", "The PÓRTAL's réunion, (portal)"),
        ("answer Anna", "Portal!"),
        ("approval Anna", "no portal"),
    ]
    (hit,) = _hits(notebook, "REUN por")
    assert [hit.text[a:b] for a, b in hit.spans] == ["PÓRTAL", "réunion", "portal"]
    for words in ("region", "harbour"):
        assert [str(hit.location_label()) for hit in _hits(notebook, words)] == ["heading"]
    assert [str(hit.location_label()) for hit in _hits(notebook, "went")] == ["checklist"]


def test_search_needs_all_words_and_includes_names(notebook: Notebook) -> None:
    kept(notebook.folder, "a", notes="the runbook\nthe portal")
    assert [hit.number for hit in _hits(notebook, "anna runb")] == [1]
    assert not _hits(notebook, "runbook portal")
    assert [str(hit.location_label()) for hit in _hits(notebook, "anna")] == ["heading"]
    assert not _hits(notebook, "unbook"), "the beginning of a word, not its middle"


def test_a_result_shows_the_text_around_the_first_word() -> None:
    text = "b " * 100 + "word" + " a" * 200
    hit = Hit(
        Slug("s"), Path(), "", "", None, "note", 1, "", text, ((200, 204), (300, 301), (603, 604))
    )
    pieces = hit.excerpt(before=4, after=102)
    assert pieces[:3] == [("…", False), ("b b ", False), ("word", True)]
    assert pieces[-1] == ("…", False)
    assert "".join(part for part, _ in pieces) == "…" + text[196:302] + "…"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(), st.text("\"*-()^:+{}.\\ abNEARORDT\0'", max_size=40)))
@example('"')
@example("NEAR(a b, 2)")
@example("text: a* -b ^c {about}: OR AND NOT")
@example("'; DROP TABLE file; --")
@example("\ud800 \0 a" + " a" * 500)
def test_any_query_is_data(notebook: Notebook, words: str) -> None:
    if not notebook.paths():
        kept(notebook.folder, "a", notes="A NEAR miss, \"quoted\" - and 'more' (OR less)")
    hits = _hits(notebook, words)
    assert bool(hits) <= bool(fts_query(words))
    for hit in hits:
        assert hit.spans


def test_a_query_is_matched_literally(notebook: Notebook) -> None:
    kept(notebook.folder, "a", notes='A NEAR miss\nsay "hello" e-mail\nC++ or not')
    for words, line in (("NEAR", 1), ('"hello"', 2), ("e-mail", 2), ("OR", 3), ("-not", 3)):
        assert [hit.number for hit in _hits(notebook, words)] == [line], words


def test_a_carried_over_agreement_is_listed_once(notebook: Notebook) -> None:
    one = Agreement(RowId("1"), text="as it was", due=date(2026, 1, 1))
    kept(notebook.folder, "first", one, when=date(2026, 1, 1), created="2026-01-01T09:00Z")
    assert texts(notebook.index.agreements(date(2026, 6, 1))) == ["as it was"]
    two = Agreement(RowId("1"), text="halfway", due=date(2026, 7, 1), carried_from=Slug("first"))
    kept(notebook.folder, "second", two, when=None, created="2026-05-01T09:00Z")
    assert texts(notebook.index.agreements()) == ["halfway"]
    assert texts(notebook.index.agreements(date(2026, 6, 1))) == [], "no longer due by then"
    done = Agreement(RowId("1"), text="there", status="done", carried_from=Slug("second"))
    kept(notebook.folder, "third", done, when=date(2026, 9, 1), created="2026-09-01T09:00Z")
    assert texts(notebook.index.agreements()) == ["there"]
    (notebook.folder / "second.json").unlink()  # the link between the two others is gone
    assert texts(notebook.index.agreements()) == ["there"]


def test_a_copied_file_is_not_a_follow_up(notebook: Notebook) -> None:
    path = kept(notebook.folder, "a", Agreement(RowId("1"), text="Runbook"))
    (notebook.folder / "b.json").write_bytes(path.read_bytes())
    assert [row.slug for row in notebook.index.agreements()[0]] == ["a", "b"]


def test_the_most_urgent_agreement_is_first_and_damage_is_reported(notebook: Notebook) -> None:
    kept(
        notebook.folder,
        "a",
        Agreement(RowId("1"), text="done", status="done", due=date(2025, 1, 1)),
        Agreement(RowId("2"), text="undated"),
        Agreement(RowId("3"), text="late", due=date(2026, 1, 1), owner="Anna de Vries"),
        Agreement(RowId("4"), text="later", due=date(2027, 1, 1)),
    )
    (notebook.folder / "broken.json").write_text("{", "utf-8")
    found, faults = notebook.index.agreements()
    assert [row.agreement.text for row in found] == ["late", "later", "undated", "done"]
    assert [row.slug for row in faults] == ["broken"]
    assert [row.is_late(date(2026, 12, 3)) for row in found] == [True, False, False, False]
    late = found[0]
    assert all(late.belongs_to(name) for name in ("anna", "ANNA DE VRIES", " Anna  ", "vriés"))
    assert not any(late.belongs_to(name) for name in ("Ann", "Vries Jan", "", "Jan"))
