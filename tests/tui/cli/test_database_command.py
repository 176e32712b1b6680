"""Sharing over a database on the command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest

from afspraak.data.ids import MANAGER, RowId
from afspraak.data.model.conversation import Agreement
from afspraak.data.model.edits import AddAgreement, Write
from afspraak.data.model.remote_address import PostgresConversation
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.session.session import Session
from afspraak.data.sync.postgres import migrations
from afspraak.data.sync.postgres.migrations import MigrationResult
from afspraak.tui.cli.main import main

from ...support.servers.postgres import Server

As = Callable[..., tuple[int, str, str]]
"""Runs afspraak as a user of the database; returns exit status, output and errors."""


@pytest.fixture
def as_user(
    server: Server,
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> As:
    server.emptied()
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)

    def run(login: str, *words: str, notebook: str = "") -> tuple[int, str, str]:
        settings.write_text(f'[sharing]\nurl = "{server.url(login)}"\n')
        monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / (notebook or login)))
        capsys.readouterr()
        status = main(words)
        heard = capsys.readouterr()
        return status, heard.out, heard.err

    return run


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A conversation in Jan's notebook."""
    path = tmp_path / "jan" / "anna.json"
    beginning = NewConversation("manager", "Jan Bakker", "Anna de Vries", date=date(2024, 1, 8))
    session = Session.create(path, build_conversation(beginning), me=MANAGER)
    session.apply(Write(0, 0, "the runbook comes first"))
    agreement = Agreement(RowId("a1"), text="Write the runbook", due=date(2026, 12, 10))
    session.apply(AddAgreement(agreement))
    session.close()
    return path


def test_with_the_setting_no_via_is_needed(as_user: As, talk: Path, tmp_path: Path) -> None:
    status, told, _ = as_user("jan", "share", "anna", "anna")
    assert status == 0
    assert told.startswith("Shared with anna, who sees it in their notebook by itself")
    where = Session.open_read_only(talk).sync.remote_address
    assert isinstance(where, PostgresConversation)
    status, told, _ = as_user("anna", "shares", "--json")
    (row,) = json.loads(told)
    assert (status, row["owner"], row["slug"]) == (0, "jan", "anna")
    assert row["where"].endswith(f"#{where.share_id}")
    status, told, _ = as_user("anna", "join", "jan")
    assert status == 0
    path = tmp_path / "anna" / f"{told.strip()}.json"
    assert Session.open_read_only(path).notes.text.startswith("the runbook comes first")
    assert as_user("jan", "sync", "anna")[0] == 1, "nothing is new"
    session = Session.open(path)
    session.apply(Write(0, 0, "Anna: "))
    session.close()
    assert as_user("anna", "sync", path.stem)[0] == 0
    assert as_user("jan", "sync", "anna")[0] == 0
    assert Session.open_read_only(talk).notes.text.startswith("Anna: the runbook comes first")
    assert as_user("eve", "shares")[:2] == (1, "Nothing is shared with you or by you.\n")
    assert as_user("eve", "join", "jan")[0] == 1
    assert as_user("jan", "unshare", "anna")[0] == 0
    assert as_user("anna", "shares")[0] == 1
    status, _, complaint = as_user("anna", "sync", path.stem)
    assert status == 3
    assert "not shared any more" in complaint


def test_via_overrides_the_settings(as_user: As, talk: Path, server: Server) -> None:
    status, told, _ = as_user("eve", "shares", "--via", "here")
    assert (status, told) == (1, "Nothing is shared with you or by you.\n")
    status, told, _ = as_user(
        "eve", "share", "anna", "anna", "--via", server.url("jan"), notebook="jan"
    )
    assert status == 0
    assert f"afspraak join jan --via {server.url('jan')}" in told
    status, _, complaint = as_user("jan", "shares", "box", "--via", "db")
    assert (status, "not both" in complaint) == (2, True)
    status, _, complaint = as_user("jan", "shares", "--via", "ftp://x")
    assert (status, "postgresql://" in complaint) == (2, True)


def test_shares_are_found_on_a_new_machine(as_user: As, talk: Path, tmp_path: Path) -> None:
    as_user("jan", "share", "anna", "anna")
    assert as_user("anna", "list")[0] == 1
    status, told, _ = as_user("anna", "list", "--via", "db", "--json")
    assert status == 0
    (row,) = json.loads(told)
    assert row["partner"] == "Jan Bakker", "she is known by her login there"
    assert as_user("anna", "search", "runbook", "--via", "db", notebook="laptop")[0] == 0
    status, told, _ = as_user("anna", "agreements", "--due", "2027-01-01", "--via", "db")
    assert status == 1
    assert "Write the runbook" in told
    session = Session.open(talk)
    session.apply(Write(0, 0, "Zebra "))
    session.close()
    assert as_user("jan", "sync", "anna")[0] == 0
    assert as_user("anna", "search", "zebra")[0] == 1, "no network where nobody asks for it"
    assert as_user("anna", "search", "zebra", "--via", "db")[0] == 0
    nowhere = "postgresql://127.0.0.1:1/afspraak"
    status, told, complaint = as_user("anna", "search", "zebra", "--via", nowhere)
    assert (status, "does not answer" in complaint) == (3, True)
    assert "Zebra" in told, "the notebook answers all the same"
    assert len(list((tmp_path / "anna").glob("*.json"))) == 2, "one talk and its private file"


def test_data_in_the_database_is_shown_and_erased(
    as_user: As, talk: Path, tmp_path: Path, server: Server
) -> None:
    as_user("jan", "share", "anna", "anna")
    name = as_user("anna", "join", "jan")[1].strip()
    as_user("anna", "sync", name)
    where = str(Session.open_read_only(talk).sync.remote_address)
    status, told, _ = as_user("jan", "about", "Anna de Vries", "--json", notebook="elsewhere")
    assert status == 1, "nothing in that notebook, so nobody of that name"
    status, told, _ = as_user("jan", "about", "Anna de Vries", "--json")
    assert status == 0
    assert json.loads(told)["conversations"][0]["shared_in"] == where

    status, told, complaint = as_user("anna", "forget", "Jan Bakker", "--yes")
    assert status == 3, "the other's part stays with them, and that is told"
    assert "belongs to the other partner" in complaint
    assert _authors(server) == {"jan"}
    assert as_user("anna", "shares")[0] == 1, "she is out"
    assert as_user("jan", "forget", "Anna de Vries", "--yes")[0] == 0
    assert _authors(server) == set()


def test_about_includes_the_database_or_reports_it_unreachable(
    as_user: As, talk: Path, tmp_path: Path, server: Server
) -> None:
    as_user("jan", "share", "anna", "anna")
    where = str(Session.open_read_only(talk).sync.remote_address)
    session = Session.open(talk)
    session.sync.set_remote_address(None)
    session.close()
    told = as_user("jan", "about", "Anna de Vries", "--json")[1]
    assert json.loads(told)["shared_folders"] == [where]
    server.stop()
    try:
        status, told, _ = as_user("jan", "about", "Anna de Vries")
    finally:
        server.start()
    assert status == 3
    assert f"127.0.0.1:{server.port}" in told
    assert "the runbook comes first" in told


def test_shares_unused_for_years_are_reported(
    as_user: As, talk: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user("jan", "share", "anna", "anna")
    status, told, _ = as_user("anna", "shares")
    assert (status, "nobody wrote" in told) == (0, False)
    server.run("update afspraak.update set at = at - interval '3 years'")
    status, told, _ = as_user("anna", "shares")
    assert "For more than 2 years nobody wrote in: anna." in told
    (row,) = json.loads(as_user("anna", "shares", "--json")[1])
    assert row["last"] < "2026"


def _authors(server: Server) -> set[str]:
    with psycopg.connect(server.administrator) as connection:
        found = connection.execute("select distinct author::text from afspraak.update")
        return {author for (author,) in found}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://jan:geheim@127.0.0.1/afspraak",
        "postgresql://127.0.0.1/afspraak?password=geheim",
        "postgresql://127.0.0.1/afspraak?sslpassword=geheim",
        "postgres://jan:ge%zzheim@h/d",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(
    as_user: As, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told, complaint = as_user("jan", "shares", "--via", url)
    assert status == 2
    assert "geheim" not in told + complaint
    assert "heim" not in told + complaint
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "afspraak" / "settings.toml"
    settings.write_text(f'[sharing]\nurl = "{url}"\n')
    assert main(["settings"]) == 2
    heard = capsys.readouterr()
    assert "heim" not in heard.out + heard.err
    assert ".pgpass" in heard.out + heard.err


def test_without_the_package_the_error_names_it(
    as_user: As, talk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    status, _, complaint = as_user("jan", "share", "anna", "anna")
    assert status == 3
    assert "this command installs it: " in complaint
    assert "pip install afspraak" not in complaint
    assert as_user("jan", "list")[0] == 0, "everything else goes on"


def test_missing_permission_and_unknown_login_are_reported(
    as_user: As, talk: Path, server: Server
) -> None:
    server.run("create role outsider login")
    try:
        status, _, complaint = as_user("outsider", "shares")
    finally:
        server.run("drop role outsider")
    assert (status, "grant afspraak to" in complaint) == (3, True)
    status, _, complaint = as_user("stranger", "shares")
    assert (status, "stranger" in complaint) == (3, True)
    status, _, complaint = as_user("jan", "share", "anna", "stranger")
    assert (status, "knows nobody" in complaint) == (2, True)
    status, _, complaint = as_user("jan", "shares", "--via", server.url("jan", "postgres"))
    assert (status, "afspraak db init" in complaint) == (3, True)
    assert Session.open_read_only(talk).sync.remote_address is None


def test_an_administrator_prints_and_then_creates_the_schema(as_user: As, server: Server) -> None:
    server.run("create database second")
    try:
        status, script, _ = as_user("jan", "db", "init", "--print")
        assert status == 0
        assert "create policy" in script
        url = server.url("keeper", "second")
        assert as_user("jan", "db", "init", url)[0] == 0
        status, told, _ = as_user("jan", "db", "init", url)
        assert (status, "All is there already" in told) == (0, True)
        assert as_user("jan", "shares", "--via", server.url("jan", "second"))[0] == 1
        server.run("alter role eve bypassrls")
        status, told, _ = as_user("jan", "db", "check", url, "--json")
        wrong = [one["about"] for one in json.loads(told) if not one["sound"]]
        assert (status, wrong) == (1, ["readers"])
        status, told, _ = as_user("jan", "db", "check", url, "--keeper", "eve")
        assert (status, "!!" in told) == (0, False)
    finally:
        server.run("alter role eve nobypassrls")
        server.run("drop database second with (force)")


@pytest.mark.parametrize(
    ("result", "told"),
    [
        (MigrationResult(0, 2), "There is room for afspraak now."),
        (MigrationResult(1, 2), "The tables went from version 1 to 2."),
        (MigrationResult(2, 2), "All is there already (tables of version 2)."),
    ],
    ids=["made", "brought up to date", "up to date"],
)
def test_an_administrator_hears_what_became_of_the_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    result: MigrationResult, told: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(migrations, "migrate", lambda _address: result)
    assert main(["db", "init", "postgresql://db.example.org/afspraak"]) == 0
    assert capsys.readouterr().out.startswith(told)
