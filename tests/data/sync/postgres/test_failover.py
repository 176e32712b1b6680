"""A standby replaces the lost server: all programs reconnect and send what it lacks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from afspraak.data.sync import reconnecting_remote

from ....support.servers import postgres
from ....support.servers.database_table import a_table, eventually, pending, write
from ....support.servers.postgres import NAME, Server, called, free_port, owned


@dataclass
class Pair(Server):
    """A server and its standby, and an address of both that requests the writable one."""

    other: int = 0
    """The port of the standby."""

    def url(self, login: str, name: str = NAME) -> str:
        both = f"127.0.0.1:{self.port},127.0.0.1:{self.other}"
        return f"postgresql://{login}@{both}/{name}?target_session_attrs=read-write"


@contextmanager
def standby_of(server: Server) -> Iterator[Server]:
    """A server that follows another one with a short delay."""
    with (server.data / "pg_hba.conf").open("a") as rules:
        rules.write("host replication all 127.0.0.1/32 trust\n")
    server.run("select pg_reload_conf()")
    folder = Path(tempfile.mkdtemp(prefix="afspraak-standby-", dir=server.folder.parent))
    folder.chmod(0o755)
    owned(folder)
    made = Server(folder, free_port())
    try:
        called(
            "pg_basebackup", "-D", str(made.data), "-R", "-c", "fast", "-d", server.administrator
        )
        with (made.data / "postgresql.conf").open("a") as settings:
            settings.write(f"port = {made.port}\nunix_socket_directories = '{folder}'\n")
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


def test_updates_missing_on_the_standby_are_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason := postgres.why_not():
        pytest.skip(reason)
    monkeypatch.setattr(reconnecting_remote, "INITIAL_BACKOFF_SECONDS", 0.05)
    with postgres.server() as primary, standby_of(primary) as standby:
        pair = Pair(primary.folder, primary.port, standby.port)
        with a_table(pair, tmp_path) as table:
            write(table.jan, "<before>")
            table.ends_with("<before>")
            eventually(lambda: _followers(primary) == [(True,)])
            standby.run("alter system set primary_conninfo = ''")
            standby.run("select pg_reload_conf()")
            eventually(lambda: not _followers(primary))  # what is acknowledged now it never gets
            write(table.jan, "<acknowledged>")
            table.hears("<acknowledged>")
            eventually(lambda: not pending(table))
            primary.kill()
            write(table.jan, "<alone>")
            write(table.anna, "<hers>")
            called("pg_ctl", "-D", str(standby.data), "-w", "promote")
            table.ends_with("<before>", "<acknowledged>", "<alone>", "<hers>")


def _followers(primary: Server) -> list[tuple[bool]]:
    """The followers, and whether they have received everything."""
    with psycopg.connect(primary.administrator) as connection:
        asked = "select pg_current_wal_lsn() = replay_lsn from pg_stat_replication"
        return connection.execute(asked).fetchall()
