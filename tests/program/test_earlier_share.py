"""The shared folder and database of version 0.1.0 are joined and synchronised.

The tests only start the command line as a process, so that they are independent of the modules.
`tests/golden/README.md` describes the files.
"""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ..golden.restored import EARLIER, Home, expected, tables, tree, without_later_columns
from ..support.servers.postgres import Server
from ..support.terminal.terminal import Terminal

JANS, ANNAS = "anna", {"share": "jan-bakker-shared-in-a-folder",
                       "database": "jan-bakker-shared-in-a-database"}  # fmt: skip
FORMS = ("md", "json")
DATABASE, PEOPLE = "earlier", ("jbakker", "adevries")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.environment["AFSPRAAK_SHARED"] = str(home.place)
    return home


@pytest.fixture
def restored(server: Server, home: Home) -> Iterator[Server]:
    """A server with the database of version 0.1.0, to which both notebooks lead."""
    server.let_in(*PEOPLE)
    server.run(f"create database {DATABASE}")
    try:
        server.run((EARLIER / "database" / "dump.sql").read_text("utf-8"), name=DATABASE)
        address = f"@127.0.0.1:{server.port}/{DATABASE}"
        home.replace(r"@127\.0\.0\.1:\d+/afspraak", address, "database/*/*.private.json")
        yield server
    finally:
        server.run(f"drop database {DATABASE} with (force)")
        for login in PEOPLE:
            server.run(f"drop role {login}")


def _settings(home: Home, name: str, *lines: str) -> None:
    """Act as another user from now on."""
    path = home.folder / "config" / "afspraak" / "settings.toml"
    path.write_text("\n".join((f'name = "{name}"', *lines, "")), encoding="utf-8")


def _compare(home: Home, kind: str, notebook: Path, slug: str, name: str) -> None:
    for form in FORMS:
        exported = home.exported(slug, form, notebook=notebook)
        if form == "json":  # each calls it by a name of their own
            exported = exported.replace(f'"slug": "{slug}"', '"slug": "SLUG"', 1)
        then = f"{kind}-{name}.{form}"
        assert without_later_columns(exported, then) == expected(then), (name, form)


def _unchanged(home: Home, kind: str) -> None:
    for who in ("jan", "anna"):
        found, earlier = tree(home.folder / kind / who), tree(EARLIER / kind / who)
        # The private files have the address of this test's place in them.
        for name in [name for name in earlier if ".private." in name]:
            assert name in found
            del found[name], earlier[name]
        assert found == earlier, who


@pytest.mark.parametrize("kind", ["share", "database"])
def test_both_notebooks_open_before_they_sync(home: Home, kind: str) -> None:
    for who, slug in (("jan", JANS), ("anna", ANNAS[kind])):
        _compare(home, kind, home.folder / kind / who, slug, who)
    _unchanged(home, kind)
    assert tree(home.place) == tree(EARLIER / "share" / "place"), "reading changes nothing"


def test_a_shared_folder_synchronises_both(home: Home) -> None:
    jan, anna = home.folder / "share" / "jan", home.folder / "share" / "anna"
    before = tables(jan / f"{JANS}.json")
    home.run("sync", JANS, notebook=jan)
    home.run("sync", JANS, notebook=jan, status=1)  # there is nothing more
    home.run("sync", ANNAS["share"], notebook=anna, status=1)  # her own journal had it all
    _compare(home, "share", jan, JANS, "together")
    _compare(home, "share", anna, ANNAS["share"], "together")
    after = tables(jan / f"{JANS}.json")
    assert list(after) == list(before)
    assert after["_sync"]["1"]["format"] == before["_sync"]["1"]["format"] == 1


def test_a_change_reaches_the_other_through_the_folder(home: Home) -> None:
    jan, anna = home.folder / "share" / "jan", home.folder / "share" / "anna"
    home.run("sync", JANS, notebook=jan)
    home.run("approve", JANS, "--stance", "seen", notebook=jan)
    home.run("sync", JANS, notebook=jan)
    home.run("sync", ANNAS["share"], notebook=anna)
    (approval,) = tables(anna / f"{ANNAS['share']}.json")["approvals"].values()
    assert (approval["id"], approval["stance"]) == ("manager", "seen")
    # The logs that were there stay as they are; the new one begins like those.
    found, earlier = tree(home.place), tree(EARLIER / "share" / "place")
    logs = {name: data for name, data in earlier.items() if name.endswith((".afl", ".json"))}
    assert {name: data for name, data in found.items() if name in logs} == logs
    (new,) = (found[name] for name in found.keys() - earlier.keys())
    assert new.startswith(b"AFSPRAAK LOG 1\n\0")


@pytest.mark.usefixtures("ssh")
def test_a_folder_is_listed_and_joined(home: Home) -> None:
    owner = pwd.getpwuid(os.geteuid()).pw_name
    (offer,) = json.loads(home.run("shares", "box", "--json"))
    assert offer.pop("where").startswith(f"box:{home.place}/afspraak-")
    assert offer.pop("last")
    assert offer == {
        "owner": owner,
        "owner_name": pwd.getpwuid(os.geteuid()).pw_gecos.split(",")[0],
        "created": "",
        "client": "",
        "title": "Shared in a folder",
        "names": ["Jan Bakker", "Anna de Vries"],
        "slug": JANS,
    }
    _settings(home, "Anna de Vries")
    new = home.folder / "new"
    joined = home.run("join", f"box:{owner}", notebook=new).strip()
    assert joined == ANNAS["share"]
    _compare(home, "share", new, joined, "together")


def test_changes_unseen_by_jan_are_unread(home: Home) -> None:
    words = home.words("open", JANS, notebook=home.folder / "share" / "jan")
    with Terminal(home.folder, *words, environment=home.environment) as terminal:
        terminal.wait("The lighthouse").press("f3")
        terminal.wait("Anna, which Jan has not seen.").press("shift+f7")
        # That is the moment in the private file, in local time.
        terminal.wait("Since 11:25 Anna changed:").wait("A course, added by Anna")
        assert "• Anna, which Jan has not seen." in terminal.text
        assert "┃ Anna after joining." in terminal.text


def test_a_database_synchronises_both(home: Home, restored: Server) -> None:
    jan, anna = home.folder / "database" / "jan", home.folder / "database" / "anna"
    before = _rows(restored)
    home.run("sync", JANS, notebook=jan)
    home.run("sync", JANS, notebook=jan, status=1)
    home.run("sync", ANNAS["database"], notebook=anna, status=1)
    _compare(home, "database", jan, JANS, "together")
    _compare(home, "database", anna, ANNAS["database"], "together")
    assert _rows(restored) == before
    # And what is written now is rows as those, which the other takes in.
    home.run("approve", JANS, "--stance", "seen", notebook=jan)
    home.run("sync", JANS, notebook=jan)
    new = _rows(restored) - before
    rows = sorted((n, author, payload[:1]) for author, n, payload in new)
    assert rows == [(1, "jbakker", b"\0"), (2, "jbakker", b"\1")], "an anchor, and the change"
    home.run("sync", ANNAS["database"], notebook=anna)
    (approval,) = tables(anna / f"{ANNAS['database']}.json")["approvals"].values()
    assert (approval["id"], approval["stance"]) == ("manager", "seen")


def test_a_database_is_listed_checked_and_joined(home: Home, restored: Server) -> None:
    _settings(home, "Anna de Vries", "[sharing]", f'url = "{_url(restored, "adevries")}"')
    (offer,) = json.loads(home.run("shares", "--via", "db", "--json"))
    assert (offer["owner"], offer["slug"]) == ("jbakker", JANS)
    assert offer["last"].startswith("2026-11-")  # the day where the server is
    new = home.folder / "new"
    joined = home.run("join", "jbakker", notebook=new).strip()
    assert joined == ANNAS["database"]
    _compare(home, "database", new, joined, "together")
    # All of it is as this program needs it, down to the text of the functions.
    home.run("db", "check", _url(restored, "keeper"))


def _url(server: Server, login: str) -> str:
    return server.url(login, DATABASE)


def _rows(server: Server) -> set[tuple[str, int, bytes]]:
    """All rows in the database, by author."""
    asked = "select author::text, n, payload from afspraak.update"
    with psycopg.connect(_url(server, "keeper")) as connection:
        return {(author, n, bytes(payload)) for author, n, payload in connection.execute(asked)}
