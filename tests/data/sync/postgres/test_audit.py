"""`afspraak db check` reports exactly the faults of a database."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import psycopg
import pytest

from afspraak.data.errors import RemoteError
from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.sync.postgres import audit, schema_version
from afspraak.data.sync.postgres.audit import Finding, audit_database, is_local
from afspraak.data.sync.postgres.migrations import migrate

from ....support.servers.postgres import Server
from ....support.servers.waiting import PATIENCE

NAME = "checked"


class Change(NamedTuple):
    """A change of a sound database, its reversal, and the expected finding."""

    what: str
    done: str
    undone: str
    about: str
    """The expected findings, in order."""
    told: str
    """The object that the first finding names."""


CHANGES = (
    Change("the owner may log in", "alter role afspraak_owner login",
           "alter role afspraak_owner nologin", "roles readers", "afspraak_owner: login"),
    Change("the owner is past policies", "alter role afspraak_owner bypassrls",
           "alter role afspraak_owner nobypassrls", "roles", "afspraak_owner: bypassrls"),
    Change("all who take part may do more", "grant pg_monitor to afspraak",
           "revoke pg_monitor from afspraak", "roles", "afspraak: member of a role"),
    Change("a column too many", "alter table afspraak.member add note text",
           "alter table afspraak.member drop note", "tables", "too much: member.note"),
    Change("a check too few", "alter table afspraak.update drop constraint update_n_check",
           "alter table afspraak.update add constraint update_n_check check (n > 0)",
           "tables", "missing: update_n_check"),
    Change("another default", "alter table afspraak.update alter at set default now()",
           "alter table afspraak.update alter at set default clock_timestamp()",
           "tables", "changed: update.at"),
    Change("a view on it", "create view afspraak.seen as select 1 as one",
           "drop view afspraak.seen", "tables grants", "too much: seen"),
    Change("an index too few", "drop index afspraak.member_login",
           "set role afspraak_owner;"
           " create index member_login on afspraak.member (login, conversation)",
           "tables", "missing: member_login"),
    Change("nobody is told", "alter table afspraak.update disable trigger tell",
           "alter table afspraak.update enable trigger tell", "tables",
           "changed: update (trigger tell)"),
    Change("a table of somebody else", "alter table afspraak.presence owner to jan",
           "alter table afspraak.presence owner to afspraak_owner", "tables grants",
           "changed: presence"),
    Change("rows of a table for all", "alter table afspraak.update disable row level security",
           "alter table afspraak.update enable row level security", "rls", "changed: update"),
    Change("a policy too many", "create policy all_of_it on afspraak.update using (true)",
           "drop policy all_of_it on afspraak.update", "policies",
           "too much: update (all_of_it)"),
    Change("a policy too few", "drop policy see on afspraak.version",
           "create policy see on afspraak.version for select to afspraak using (true)",
           "policies", "missing: version (see)"),
    Change("a policy for more people", "alter policy see on afspraak.version to public",
           "alter policy see on afspraak.version to afspraak", "policies",
           "changed: version (see)"),
    Change("a right on a table", "grant select on afspraak.update to eve",
           "revoke select on afspraak.update from eve", "grants", "update select eve"),
    Change("a right on a column", "grant select (payload) on afspraak.update to public",
           "revoke select (payload) on afspraak.update from public", "grants",
           "update.payload select public"),
    Change("a right on the schema", "grant create on schema afspraak to afspraak",
           "revoke create on schema afspraak from afspraak", "grants", "schema create afspraak"),
    Change("a right to hand on", "grant usage on schema afspraak to afspraak with grant option",
           "revoke grant option for usage on schema afspraak from afspraak", "grants",
           "changed: schema usage afspraak"),
    Change("a right too few", "revoke execute on function afspraak.write from afspraak",
           "grant execute on function afspraak.write to afspraak", "grants",
           "missing: write("),
    Change("a function for all", "grant execute on function afspraak.leave to public",
           "revoke execute on function afspraak.leave from public", "grants",
           "leave(uuid) execute public"),
    Change("rights on what comes", "alter default privileges for role afspraak_owner"
           " in schema afspraak grant select on tables to eve",
           "alter default privileges for role afspraak_owner in schema afspraak"
           " revoke select on tables from eve", "grants", "from now on"),
    Change("a function as whoever calls", "alter function afspraak.owns security invoker",
           "alter function afspraak.owns security definer", "functions", "changed: owns(uuid)"),
    Change("a function that looks around", "alter function afspraak.enter reset search_path",
           "alter function afspraak.enter set search_path = ''", "functions",
           "changed: enter(uuid)"),
    Change("a function of a superuser", "alter function afspraak.share owner to keeper",
           "alter function afspraak.share owner to afspraak_owner", "functions grants",
           "changed: share(jsonb, name)"),
    Change("a function too many", "create function afspraak.mine() returns integer"
           " language sql set search_path = '' as 'select 1';"
           " alter function afspraak.mine owner to afspraak_owner;"
           " revoke execute on function afspraak.mine from public, afspraak_owner",
           "drop function afspraak.mine", "functions", "too much: mine()"),
    Change("somebody past policies", "create role spy login bypassrls", "drop role spy",
           "readers", "superusers: spy."),
    Change("somebody with the owner's rights", "create role spy login;"
           " grant afspraak_owner to spy", "drop role spy", "readers", "superusers: spy."),
    Change("somebody with the owner's rights, by a detour", "create role ring;"
           " create role spy login; grant afspraak_owner to ring; grant ring to spy",
           "drop role spy; drop role ring", "readers", "superusers: spy."),
    Change("somebody who reads the server's files", "create role spy login;"
           " grant pg_read_server_files to spy", "drop role spy", "readers", "superusers: spy."),
    Change("somebody who copies the server", "create role spy login replication",
           "drop role spy", "readers", "superusers: spy."),
    Change("more people than connections", "do $$ begin for n in 1..300 loop"
           " execute format('create role people_%s login in role afspraak', n); end loop; end $$",
           "do $$ begin for n in 1..300 loop"
           " execute format('drop role people_%s', n); end loop; end $$", "room", "room for 297"),
    Change("one whose acknowledgements do not wait", "alter role eve set synchronous_commit = off",
           "alter role eve reset synchronous_commit", "settings",
           "eve: synchronous_commit=off"),
    Change("a public place", "grant create on schema public to public",
           "revoke create on schema public from public", "public", "public"),
    Change("older tables", "delete from afspraak.version",
           "insert into afspraak.version values (1, 1)", "tables_there", "no room"),
    Change("newer tables", "insert into afspraak.version values (7, 7)",
           "delete from afspraak.version where version = 7", "newer", "version 7"),
)  # fmt: skip

SESSIONS = {
    "synchronous_commit": "synchronous_commit=off",
    "isolation": "default_transaction_isolation=serializable",
    "logs": "log_statement=all",
}
"""Settings of this connection, with the message about each."""


@pytest.fixture(scope="module")
def checked(server: Server) -> Iterator[Server]:
    """A server with a sound database."""
    server.run(f"create database {NAME}", name="postgres")
    migrate(server.url("keeper", NAME))
    yield server
    server.run(f"drop database {NAME} with (force)", name="postgres")


def address(server: Server, who: str = "keeper", setting: str = "") -> str:
    options = f"?options={quote('-c ' + setting)}" if setting else ""
    return server.url(who, NAME) + options


def unsound(found: object) -> list[Finding]:
    assert isinstance(found, list)
    return [one for one in found if not one.sound]


def test_a_fresh_database_passes_the_audit(checked: Server) -> None:
    found = audit_database(address(checked))
    assert unsound(found) == []
    told = {one.about: one.what for one in found}
    assert str(told["readers"]).endswith(": keeper.")
    assert "297" in str(told["room"])


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.what)
def test_only_the_changed_object_is_reported(checked: Server, change: Change) -> None:
    checked.run(change.done, name=NAME)
    try:
        found = unsound(audit_database(address(checked)))
    finally:
        checked.run(change.undone, name=NAME)
    assert [one.about for one in found] == change.about.split()
    assert change.told in str(found[0].what)
    assert str(found[0].advice) in found[0].describe(catalogue("en"))


@pytest.mark.parametrize("about", SESSIONS)
def test_a_wrong_setting_is_reported(checked: Server, about: str) -> None:
    found = audit_database(address(checked, setting=SESSIONS[about]))
    assert [one.about for one in unsound(found)] == [about]


def test_the_number_of_admitted_logins_is_reported(checked: Server) -> None:
    counted = [_people(checked)]
    for done in ("create role late login in role afspraak", "alter role late nologin"):
        checked.run(done)
        counted.append(_people(checked))
    checked.run("drop role late")
    assert counted == [counted[0], counted[0] + 1, counted[0]]


def _people(server: Server) -> int:
    (told,) = (one.what for one in audit_database(address(server)) if one.about == "people")
    return int(str(told).strip(".").split()[-1])


def test_logging_statements_without_parameters_is_accepted(checked: Server) -> None:
    quiet = "log_statement=all -c log_parameter_max_length=0"
    assert unsound(audit_database(address(checked, setting=quiet))) == []


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_without_synchronous_commit_is_reported(checked: Server, name: str) -> None:
    with setting(checked, f"alter system set {name} = off", name, "off"):
        assert [one.about for one in unsound(audit_database(address(checked)))] == [name]


def test_an_unencrypted_connection_is_reported(
    checked: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "is_local", lambda host: False)
    assert [one.about for one in unsound(audit_database(address(checked)))] == ["encrypted"]
    certify(checked.data)
    with setting(checked, "alter system set ssl = on", "ssl", "on"):
        assert unsound(audit_database(f"{address(checked)}?sslmode=require")) == []
    assert [is_local(host) for host in ("/run/postgresql", "127.0.0.1", "::1")] == [True] * 3
    assert [is_local(host) for host in ("10.0.0.1", "db.example.org", "::2")] == [False] * 3


def test_an_old_server_version_is_reported(
    checked: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "OLDEST_POSTGRES", 99)
    assert [one.about for one in unsound(audit_database(address(checked)))] == ["server"]


def test_outdated_tables_are_reported(checked: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (audit, schema_version):
        monkeypatch.setattr(module, "REQUIRED_VERSION", 2)
    (finding,) = unsound(audit_database(address(checked)))
    assert finding.about == "version"
    assert "afspraak db init postgresql://" in str(finding.advice)


def test_an_empty_database_is_reported_as_missing_tables_only(server: Server) -> None:
    (finding,) = unsound(audit_database(server.url("keeper", "postgres")))
    assert finding.about == "tables_there"


def test_a_named_keeper_is_not_reported(checked: Server) -> None:
    checked.run("create role copier login bypassrls", name=NAME)
    try:
        found = audit_database(address(checked), allowed_readers=["copier"])
        assert unsound(found) == []
        assert str({one.about: one.what for one in found}["readers"]).endswith(": copier, keeper.")
    finally:
        checked.run("drop role copier", name=NAME)


def test_the_audit_needs_no_superuser(checked: Server) -> None:
    # An administrator who makes the tables, and one who takes part and may make nothing.
    checked.run(
        "create role tender login in role afspraak_owner;"
        f"grant create on database {NAME} to tender",
        name=NAME,
    )
    try:
        assert unsound(audit_database(address(checked, "tender"))) == []
        assert [
            one.about for one in unsound(audit_database(address(checked, "jan"), ["tender"]))
        ] == ["compared"]
    finally:
        checked.run(f"revoke all on database {NAME} from tender; drop role tender", name=NAME)


def test_the_audit_refuses_a_user_without_rights(checked: Server) -> None:
    checked.run("create role passer login", name=NAME)
    try:
        with pytest.raises(RemoteError, match="grant afspraak"):
            audit_database(address(checked, "passer"))
    finally:
        checked.run("drop role passer", name=NAME)


def test_the_audit_changes_nothing(checked: Server) -> None:
    asked = "select nspname from pg_namespace order by 1"
    with psycopg.connect(address(checked)) as admin:
        before = admin.execute(asked).fetchall()
        audit_database(address(checked))
        assert admin.execute(asked).fetchall() == before


@contextmanager
def setting(server: Server, done: str, name: str, value: str) -> Iterator[None]:
    """Change a setting of the whole server temporarily."""
    server.run(done)
    try:
        reloaded(server, name, value)
        yield
    finally:
        server.run(f"alter system reset {name}")
        reloaded(server, name, "off" if value == "on" else "on")


def reloaded(server: Server, name: str, value: str) -> None:
    server.run("select pg_reload_conf()")
    end = time.monotonic() + PATIENCE
    while True:
        with psycopg.connect(server.administrator) as connection:
            if connection.execute(f"show {name}".encode()).fetchall() == [(value,)]:
                return
        assert time.monotonic() < end


def certify(data: Path) -> None:
    """Give a server a self-signed certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    for file, content in (
        ("server.crt", made.sign(key, hashes.SHA256()).public_bytes(pem)),
        ("server.key", key.private_bytes(pem, *plain)),
    ):
        path = data / file
        path.write_bytes(content)
        path.chmod(0o600)
        os.chown(path, data.stat().st_uid, data.stat().st_gid)
