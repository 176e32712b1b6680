"""`afspraak db init` creates or upgrades the tables completely or not at all."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import psycopg
import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.ids import Login, Slug
from afspraak.data.sync.postgres import migrations, schema_version, sql
from afspraak.data.sync.postgres.audit import audit_database
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.migrations import MigrationResult, migrate, script
from afspraak.data.sync.postgres.schema_diff import SCHEMA, _read_objects
from afspraak.data.sync.shares import ShareMetadata

from ....support.servers.postgres import Server

NAME = "begun"

ROLES = ("afspraak", "afspraak_owner")

FIRST = (
    "insert into afspraak.version values (2, {oldest}); alter table afspraak.member add seen date;"
)
SECOND = "insert into afspraak.version values (3, 1); select 1 / 0;"


@pytest.fixture
def empty(server: Server) -> Iterator[Server]:
    """A server with an empty database."""
    server.run(f"create database {NAME}", name="postgres")
    yield server
    server.run(f"drop database {NAME} with (force)", name="postgres")


@pytest.fixture
def bare(server: Server) -> Iterator[Server]:
    """A server with two empty databases and without the roles."""
    for name in (NAME, f"{NAME}_too"):
        server.run(f"create database {name}", name="postgres")
    for role in ROLES:
        server.run(f"alter role {role} rename to {role}_away")
    yield server
    for name in (NAME, f"{NAME}_too"):
        server.run(f"drop database {name} with (force)", name="postgres")
    for role in ROLES:
        server.run(f"drop role if exists {role}")
        server.run(f"alter role {role}_away rename to {role}")


@pytest.fixture
def tender(server: Server) -> Iterator[str]:
    """An administrator of one database without superuser rights; has no rights at first."""
    server.run("create role tender login")
    yield "tender"
    for name in (NAME, "postgres"):
        with psycopg.connect(server.url("keeper", name), autocommit=True) as admin:
            admin.execute("drop owned by tender")
    server.run("drop role tender")


Ahead = Callable[..., None]
"""Makes the program require more: the texts of further SQL files."""


@pytest.fixture
def ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ahead:
    def now(*further: str) -> None:
        for number, text in enumerate(further, 2):
            (tmp_path / f"{number:04}.sql").write_text(text)
        for name in ("roles.sql", "0001.sql"):
            (tmp_path / name).write_text((files(sql) / name).read_text("utf-8"))
        monkeypatch.setattr(migrations, "files", lambda package: tmp_path)
        for module in (migrations, schema_version):
            monkeypatch.setattr(module, "REQUIRED_VERSION", 1 + len(further))

    return now


def state(server: Server, name: str = NAME) -> object:
    """All objects in the schema, with their creation time."""
    with psycopg.connect(server.url("keeper", name), autocommit=True) as admin:
        there = admin.execute("select 1 from pg_namespace where nspname = 'afspraak'").fetchall()
        if not there:
            return None
        since = admin.execute("select * from afspraak.version order by 1").fetchall()
        return _read_objects(admin, SCHEMA), since


def refused(server: Server, who: str = "keeper") -> str:
    before = state(server)
    with pytest.raises(RemoteError) as told:
        migrate(server.url(who, NAME))
    assert state(server) == before
    return str(told.value)


def shares(server: Server) -> str:
    with closing(PostgresHost(server.url("jan", NAME))) as host:
        return host.create_share(Login("anna"), ShareMetadata("", (), Slug("")))


def test_migrating_again_changes_nothing(empty: Server) -> None:
    url = empty.url("keeper", NAME)
    assert migrate(url) == MigrationResult(0, 1)
    before = state(empty)
    assert migrate(url) == MigrationResult(1, 1)
    assert state(empty) == before


def test_a_migration_preserves_the_rows(empty: Server, ahead: Ahead) -> None:
    url = empty.url("keeper", NAME)
    migrate(url)
    talk = shares(empty)
    ahead(FIRST.format(oldest=1))
    with pytest.raises(RemoteError, match=r"behind this afspraak.*afspraak db init"):
        shares(empty)
    assert migrate(url) == MigrationResult(1, 2)
    with closing(PostgresHost(empty.url("anna", NAME))) as host:
        assert [one.id for one in host.list_shares()] == [talk]


def test_a_failing_step_rolls_back_earlier_steps(empty: Server, ahead: Ahead) -> None:
    migrate(empty.url("keeper", NAME))
    ahead(FIRST.format(oldest=1), SECOND)
    assert "division by zero" in refused(empty)


def test_a_failed_first_migration_leaves_nothing(empty: Server, ahead: Ahead) -> None:
    ahead(FIRST.format(oldest=1), SECOND)
    refused(empty)
    assert state(empty) is None


@pytest.mark.parametrize(("oldest", "works"), [(1, True), (2, False)])
def test_an_older_program_works_or_reports_why_not(
    empty: Server, ahead: Ahead, monkeypatch: pytest.MonkeyPatch, oldest: int, works: bool
) -> None:
    ahead(FIRST.format(oldest=oldest))
    migrate(empty.url("keeper", NAME))
    for module in (migrations, schema_version):
        monkeypatch.setattr(module, "REQUIRED_VERSION", 1)
    before = state(empty)
    assert migrate(empty.url("keeper", NAME)) == MigrationResult(2, 2)
    assert state(empty) == before
    if works:
        assert shares(empty)
    else:
        with pytest.raises(RemoteError, match="Update afspraak here"):
            shares(empty)


def at_once(*urls: str) -> list[MigrationResult]:
    done: list[MigrationResult] = []
    threads = [threading.Thread(target=lambda url=url: done.append(migrate(url))) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


def test_two_concurrent_migrations(empty: Server) -> None:
    url = empty.url("keeper", NAME)
    assert at_once(url, url, url) == [
        MigrationResult(0, 1),
        MigrationResult(1, 1),
        MigrationResult(1, 1),
    ]


def test_concurrent_migrations_of_two_databases(bare: Server) -> None:
    urls = [bare.url("keeper", name) for name in (NAME, f"{NAME}_too")]
    assert at_once(*urls) == [MigrationResult(0, 1)] * 2


def test_the_owner_of_the_tables_needs_no_superuser_rights(empty: Server, tender: str) -> None:
    assert "CREATEROLE" in refused(empty, tender)
    empty.run("grant afspraak_owner to tender")
    assert f"permission denied for database {NAME}" in refused(empty, tender)
    empty.run(f"grant create on database {NAME} to tender")
    url = empty.url(tender, NAME)
    assert migrate(url) == MigrationResult(0, 1)
    assert migrate(url) == MigrationResult(1, 1)
    assert [str(one) for one in audit_database(url) if not one.sound] == []
    assert shares(empty)


def test_the_creator_of_the_roles_needs_no_superuser_rights(bare: Server, tender: str) -> None:
    bare.run(f"grant create on database {NAME} to tender")
    assert "permission denied to create role" in refused(bare, tender)
    bare.run("alter role tender createrole")
    url = bare.url(tender, NAME)
    assert migrate(url) == MigrationResult(0, 1)
    assert migrate(url) == MigrationResult(1, 1)
    with psycopg.connect(url) as own:
        own.execute("grant afspraak to jan")
    assert shares(bare)
    assert [str(one) for one in audit_database(url) if not one.sound] == []


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "made", ["create schema afspraak", "create schema afspraak authorization afspraak_owner"]
)
def test_a_schema_of_another_owner_is_not_changed(
    empty: Server, tender: str, made: str, language: str
) -> None:
    empty.run(f"{made}; create table afspraak.conversation (theirs text)", name=NAME)
    with pytest.raises(RemoteError) as told:
        migrate(empty.url("keeper", NAME))
    words = catalogue(language)
    assert words(told.value.message) == words("database.foreign")
    with psycopg.connect(empty.url("keeper", NAME)) as admin:
        assert admin.execute("table afspraak.conversation").fetchall() == []


def test_a_held_migration_lock_times_out(empty: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "100ms")
    with psycopg.connect(empty.url("eve", NAME)) as eve:
        eve.execute("select pg_advisory_lock(%s)", (migrations.LOCK,))
        assert "try again" in refused(empty)
    assert migrate(empty.url("keeper", NAME)) == MigrationResult(0, 1)


@pytest.mark.skipif(shutil.which("psql") is None, reason="psql is not installed")
def test_the_printed_sql_works_in_psql(empty: Server) -> None:
    command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", empty.url("keeper", NAME)]
    subprocess.run(command, input=script(), text=True, check=True, capture_output=True)
    assert migrate(empty.url("keeper", NAME)) == MigrationResult(1, 1)
    assert [str(one) for one in audit_database(empty.url("keeper", NAME)) if not one.sound] == []
