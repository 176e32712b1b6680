"""A dump is restored into a new server, by the commands of the guide for administrators."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ....checkout import IMPORT_ROOT, ROOT
from ....support.servers import postgres
from ....support.servers.postgres import Server

SHARE = "select afspraak.share(jsonb_build_object('title', 'planning', 'names', '[]'::jsonb), %s)"

WRITE = "select afspraak.write(%s, 1::bigint, array[1], array['x'::bytea])"
READ = "select count(*) from afspraak.since(%s, '{}', '{}', '{}')"


def commands() -> tuple[str, str]:
    """The commands of the guide that make a backup, and those that restore it."""
    guide = (ROOT / "docs" / "organisation.md").read_text(encoding="utf-8")
    section = guide.partition("\n## Backups\n")[2].partition("\n## ")[0]
    *backup, restore = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return "".join(backup), restore


def run(script: str, folder: Path, server: Server) -> str:
    """Run commands as the superuser of a server; return what they print."""
    program = f'afspraak() {{ {sys.executable} -m afspraak "$@"; }}\n'
    done = subprocess.run(
        ["sh", "-e", "-c", program + script],
        cwd=folder,
        env=os.environ
        | {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGUSER": "keeper",
            "PYTHONPATH": str(IMPORT_ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(bool(postgres.why_not()), reason=postgres.why_not())
@pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is not installed")
def test_a_dump_is_restored_into_a_new_server(tmp_path: Path) -> None:
    backup, restore = commands()
    with postgres.server() as old, postgres.server(empty=True) as new:
        with psycopg.connect(old.url("jan"), autocommit=True) as jan:
            (talk,) = jan.execute(SHARE, ("anna",)).fetchone() or ("",)
            jan.execute(WRITE, (talk,))
        run(backup, tmp_path, old)
        assert (tmp_path / "afspraak.dump").stat().st_mode & 0o077 == 0

        told = run(restore, tmp_path, new)
        assert "\n!!" not in f"\n{told.rpartition('GRANT')[2]}", told
        for login, shared in (("jan", [talk]), ("anna", [talk]), ("eve", [])):
            with psycopg.connect(new.url(login)) as person:
                rows = person.execute("select id from afspraak.shared()").fetchall()
            assert [row[0] for row in rows] == shared, login
        with psycopg.connect(new.url("anna")) as anna:
            assert anna.execute(READ, (talk,)).fetchone() == (1,)
