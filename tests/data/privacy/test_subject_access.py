"""The report about a person is complete, readable and only text."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES, catalogue
from afspraak.data.ids import EMPLOYEE, MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Answer, Change, Delete, Rate, Write
from afspraak.data.model.fields import FieldKey
from afspraak.data.privacy.subject_access import collect_subject_data
from afspraak.data.privacy.subject_access_report import subject_data_json, subject_data_markdown
from afspraak.data.session.session import Session
from afspraak.data.system.paths import index_file
from afspraak.data.text.markdown import has_html_or_links, headings, parse

from ...support.conversations.copies import files
from ...support.conversations.erased import ANNA, PIET, begun, crowded

HOSTILE = "[x](http://x) <b>`_*|# \x1b]52;c;eA==\x07\u202e\u200b & ~ \\"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "nb"


def test_all_text_is_shown_with_its_author(folder: Path) -> None:
    crowded(folder, "zq")
    text = subject_data_markdown(catalogue("en"), collect_subject_data(folder, ANNA))
    for name in ("note", "gone", "agreed", "shared", "private", "progress", "remark", "title",
                 "killed", "conflict"):  # fmt: skip
        assert f"zq{name}qzqzqz" in text, name
    assert "Words (Anna de Vries): zqsharedqzqzqz" in text
    assert "annav" in text
    private = text.partition("### Private preparation")[2].partition("###")[0]
    assert "zqprivateqzqzqz" in private
    assert "never saw it" in private
    assert "conversation:" not in private, "by what it is linked to its conversation means nothing"
    assert "zqprivateqzqzqz" not in text.partition("### Private preparation")[0]


def test_all_paths_are_shown(folder: Path) -> None:
    crowded(folder, "zq")
    told = collect_subject_data(folder, ANNA)
    listed = {
        str(one.path.relative_to(folder)) for talk in told.conversations for one in talk.files
    }
    assert listed == set(files(folder))
    whats = {one.what for talk in told.conversations for one in talk.files}
    assert whats == {"conversation", "previous", "private", "journal", "damaged", "temporary"}
    assert told.indexed > 0
    text = subject_data_markdown(catalogue("en"), told)
    assert str(index_file(folder)) in text.replace("\\", "")
    assert str(folder.parent / "minutes.md") in text.replace("\\", "")
    assert "still as it was written" in text


def test_subject_access_changes_nothing(folder: Path) -> None:
    crowded(folder, "zq")
    before = files(folder)
    subject_data_markdown(catalogue("en"), collect_subject_data(folder, ANNA))
    assert files(folder) == before


def test_deleted_rows_are_shown_as_deleted(folder: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(AddAgreement(Agreement(RowId("a"), order="a"), {"text": "taken away"}))
        session.apply(Delete("agreement", RowId("a")))
    text = subject_data_markdown(catalogue("en"), collect_subject_data(folder, ANNA))
    assert "taken away" in text.partition("### Removed")[2]
    assert "taken away" not in text.partition("### Removed")[0]


def test_deleted_text_and_earlier_values_are_shown(folder: Path) -> None:
    path = begun(folder)
    with closing(Session.open(path, clock=lambda: datetime(2026, 1, 1, 10))) as session:  # noqa: DTZ001
        session.apply(AddAgreement(Agreement(RowId("a"), order="a"), {"text": "first wording"}))
        session.apply(Write(0, 0, "first words\n"))
    with closing(Session.open(path)) as session:
        session.apply(Change("agreement", RowId("a"), {"text": "second wording"}))
        session.apply(Write(0, 12, "", True))
        session.apply(Write(0, 0, "between two saves\n"))
        session.apply(Write(0, 18, "", True))
    told = subject_data_markdown(catalogue("en"), collect_subject_data(folder, ANNA))
    present, _, removed = told.partition("### Removed")
    assert "second wording" in present
    for text in ("first wording", "first words", "between two saves"):
        assert text in removed and text not in present, text


def test_others_are_omitted_and_mentions_are_listed(folder: Path) -> None:
    begun(folder)
    other = begun(folder, PIET, title="secret of Piet")
    with closing(Session.open(other)) as session:
        session.apply(Write(0, 0, "with Anna de Vries\n"))
    told = collect_subject_data(folder, ANNA)
    text = subject_data_markdown(catalogue("en"), told)
    assert "secret of Piet" not in text
    assert told.mentioned == (other.stem,)
    assert other.stem in text.replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_shown_as_data(folder: Path, language: str) -> None:
    path = begun(folder, title=HOSTILE)
    with closing(Session.open(path)) as session:
        item = session.conversation.checklist[0].id
        session.apply(Write(0, 0, f"# {HOSTILE}\n- [ ] {HOSTILE}\n"))
        session.apply(
            AddAgreement(
                Agreement(RowId("a"), order="a"), {"text": HOSTILE, "steps": f"1. {HOSTILE}"}
            )
        )
        session.apply(Answer(item, EMPLOYEE, f"{HOSTILE}\n## {HOSTILE}"))
        session.apply(Answer(item, MANAGER, HOSTILE, private=True))
        session.apply(Change("partner", RowId(EMPLOYEE), {"login": HOSTILE}))
        session.apply(Rate(session.conversation.checklist[7].id, EMPLOYEE, "growing"))
    told = collect_subject_data(folder, ANNA)
    text = subject_data_markdown(catalogue(language), told)
    assert not [letter for letter in text if ord(letter) < 32 and letter != "\n"]
    assert "\u202e" not in text and "\u200b" not in text
    tokens = parse(text)
    assert not has_html_or_links(tokens)
    assert len([one for one in headings(tokens) if one.level <= 2]) == 3
    data = json.dumps(subject_data_json(catalogue(language), told), ensure_ascii=False)
    assert "\x1b" not in json.loads(data)["conversations"][0]["notes"][0]["text"]
    assert "\u202e" not in data


def test_unclean_text_is_shown_cleaned(folder: Path) -> None:
    begun(folder)
    told = collect_subject_data(folder, ANNA)
    dirty = ((EMPLOYEE, HOSTILE),)
    (talk,) = told.conversations
    talk = replace(
        talk,
        notes=dirty,
        removed_lines=dirty,
        fields={FieldKey("header", RowId("-"), "title"): HOSTILE},
    )
    talk = replace(
        talk,
        private={FieldKey("item", RowId("i"), "remark/manager"): HOSTILE},
        earlier={FieldKey.parse("a/b/c"): (HOSTILE,)},
    )
    told = replace(told, conversations=(talk,))
    for text in (
        subject_data_markdown(catalogue("en"), told),
        json.dumps(subject_data_json(catalogue("en"), told), ensure_ascii=False),
    ):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert "\\u001b" not in text


def test_no_label_is_missing(folder: Path) -> None:
    """Every attribute of a row has a label in both languages."""
    from afspraak.data.i18n.catalogue import catalogue
    from afspraak.data.minutes.wording import field_label
    from afspraak.data.model.fields import SPECS

    names = {(table, spec.prefix or name) for (table, name), spec in SPECS.items() if spec.about}
    assert len(names) > 40
    for language in LANGUAGES:
        words = catalogue(language)
        assert "subject_access.field.shared_in" in words
        for table, name in names:
            if f"subject_access.field.{name}" not in words:
                assert field_label(table, name, words)


def test_unreadable_files_are_reported(folder: Path) -> None:
    path = begun(folder)
    begun(folder)
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "earlier words\n"))
    with closing(Session.open(path)) as session:
        session.apply(Write(0, 0, "later words\n"))
    path.write_text("not json", "utf-8")
    (folder / "other.json").write_text("not json", "utf-8")
    told = collect_subject_data(folder, ANNA)
    assert ["not JSON" in str(talk.fault) for talk in told.conversations] == [True, False]
    assert "earlier words" in subject_data_markdown(catalogue("en"), told), "of the previous copy"
    assert "other.json" in str(told.unreadable[0])
