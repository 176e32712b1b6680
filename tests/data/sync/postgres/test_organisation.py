"""The SQL of the guide for administrators works as the guide describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from afspraak.data.ids import Login, Slug
from afspraak.data.sync.postgres.audit import audit_database
from afspraak.data.sync.postgres.host import PostgresHost
from afspraak.data.sync.postgres.migrations import migrate
from afspraak.data.sync.shares import ShareMetadata

from ....checkout import ROOT
from ....support.servers.postgres import Server

PAGE = ROOT / "docs" / "organisation.md"
NAME = "organised"


def told(heading: str) -> list[str]:
    """The SQL under a heading, for a database and a login that no other test uses."""
    page = PAGE.read_text("utf-8").replace("database afspraak", f"database {NAME}")
    part = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"```sql\n(.*?)```", part, re.DOTALL)
    assert found, heading
    return [re.sub(r"\banna\b", "leaver", sql) for sql in found]


@pytest.fixture
def organised(server: Server) -> Iterator[Server]:
    make, connect = told("Create the database")
    (person,) = told("Add users")
    for statement in make.split(";"):
        server.run(statement, name="postgres")
    migrate(server.url("keeper", NAME))
    server.run(connect + person, name=NAME)
    yield server
    server.run(f"drop database {NAME} with (force)", name="postgres")
    server.run("drop role if exists leaver")


def share(server: Server, who: str, other: str) -> str:
    with closing(PostgresHost(server.url(who, NAME))) as host:
        return host.create_share(Login(other), ShareMetadata(f"{who} and {other}", (), Slug("")))


def test_an_administrator_follows_the_page(organised: Server) -> None:
    url = organised.url("keeper", NAME)
    kept = share(organised, "jan", "eve")
    for who, other in (("jan", "leaver"), ("leaver", "eve")):
        share(organised, who, other)
    assert [str(one) for one in audit_database(url) if not one.sound] == []
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        organised.run("create role passer login")
        try:
            psycopg.connect(organised.url("passer", NAME))
        finally:
            organised.run("drop role passer")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "insert into afspraak.update (conversation, author, client, n, payload, at)"
            " values (%s, 'jan', 1, 1, '', now() - interval '3 years')",
            (kept,),
        )
        old, leaving = told("Retention and erasure")
        role, _, asked = old.partition(";")
        admin.execute(role.encode())
        ((owner, title, _),) = admin.execute(asked.encode()).fetchall()
        assert (owner, title) == ("jan", "jan and eve")
        admin.execute("reset role")
        admin.execute(leaving.encode())
        left = admin.execute("select id::text from afspraak.conversation").fetchall()
        assert left == [(kept,)]
        assert admin.execute("select from pg_roles where rolname = 'leaver'").fetchall() == []
