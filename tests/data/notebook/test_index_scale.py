"""Reads and queries of the index do not grow with the number of conversations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from afspraak.data.ids import RowId, Slug
from afspraak.data.model.conversation import Agreement
from afspraak.data.notebook import index
from afspraak.data.notebook.follow_up import find_follow_up
from afspraak.data.notebook.index_schema import open_index
from afspraak.data.notebook.notebook import Notebook

from ...support.conversations.notebooks import kept


@pytest.mark.usefixtures("later")
def test_follow_ups_are_found_in_the_index_without_reading_files(
    notebook: Notebook, read: list[str]
) -> None:
    first = kept(notebook.folder, "a")
    for slug, previous in (("b", "a"), ("c", "a"), ("d", "b"), ("e", "")):
        kept(notebook.folder, slug, previous=previous)
    assert [path.name for path in notebook.index.follow_ups_of(Slug("a"), "planning")] == [
        "b.json",
        "c.json",
    ]
    assert notebook.index.follow_ups_of(Slug("a"), "progress") == []
    assert len(read) == 5
    read.clear()
    assert find_follow_up(first, "planning") == notebook.folder / "b.json"
    assert find_follow_up(first.with_name("é\udcff.json"), "planning") is None
    assert read == []


@pytest.mark.usefixtures("later")
def test_the_number_of_queries_does_not_grow_with_the_notebook(notebook: Notebook) -> None:
    asked = []
    for count in (3, 60):
        for number in range(count):
            kept(
                notebook.folder, f"c{number}", Agreement(RowId(f"x{number}"), due=date(2027, 1, 1))
            )
        list(notebook.summaries())
        with _queries(notebook) as statements:
            list(notebook.summaries())
            notebook.index.agreements(date(2027, 1, 1))
            notebook.index.agreements(open_only=True)
            notebook.index.search("planning")
            notebook.index.follow_ups_of(Slug("c0"), "planning")
        asked.append(len(statements))
    assert asked[0] == asked[1] > 5


@contextmanager
def _queries(notebook: Notebook) -> Iterator[list[str]]:
    """The SQL statements of the index."""
    statements: list[str] = []

    def noted(statement: str) -> None:
        if not statement.startswith("--"):  # what the full text search asks of its own tables
            statements.append(statement)

    def traced(path: Path) -> sqlite3.Connection:
        connection = open_index(path)
        connection.set_trace_callback(noted)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "open_index", traced)
        yield statements


def test_an_interrupted_build_of_the_index_continues(
    notebook: Notebook, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "PROGRESS_THRESHOLD", 5)
    monkeypatch.setattr(index, "BATCH", 2)
    monkeypatch.setattr(index, "SETTLING_NS", -(10**15))
    for number in range(5):
        kept(notebook.folder, f"c{number}")

    def interrupted(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Notebook(notebook.folder, interrupted).summaries())
    assert len(read) == 4
    assert len(list(Notebook(notebook.folder).summaries())) == 5
    assert len(read) == 5
