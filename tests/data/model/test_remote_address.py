"""Remote addresses and hosts: their text forms, and their names in messages."""

from __future__ import annotations

import pytest

from afspraak.data.model.remote_address import (
    HostAddress,
    LocalFolder,
    PostgresConversation,
    PostgresDatabase,
    RemoteAddress,
    SshFolder,
    SshMachine,
    ThisMachine,
    parse_host,
    parse_host_and_login,
    parse_remote_address,
)

DATABASE = PostgresDatabase("postgresql://jan@db:5432/afspraak?sslmode=require")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/var/tmp/x", LocalFolder("/var/tmp/x")),
        ("/var/a:/b", LocalFolder("/var/a:/b")),
        ("box:/var/tmp/x", SshFolder(SshMachine("box"), "/var/tmp/x")),
        ("jan@box:/x#1", SshFolder(SshMachine("jan@box"), "/x#1")),
        (f"{DATABASE.url}#4f2b", PostgresConversation(DATABASE, "4f2b")),
        (
            "postgres://db/a#b#4f2b",
            PostgresConversation(PostgresDatabase("postgres://db/a#b"), "4f2b"),
        ),
    ],
)
def test_a_remote_address_and_its_text_form(text: str, address: RemoteAddress) -> None:
    assert parse_remote_address(text) == address
    assert type(parse_remote_address(text)) is type(address)
    assert str(address) == text
    assert address.host.share(address.share_id) == address


def test_a_malformed_text_form_has_an_address_too() -> None:
    assert parse_remote_address(":/x") == LocalFolder("/x")
    assert parse_remote_address("box") == SshFolder(SshMachine("box"), "/")
    assert parse_remote_address(DATABASE.url) == PostgresConversation(DATABASE, "")


@pytest.mark.parametrize(
    ("text", "host", "name"),
    [
        ("", ThisMachine(), "this machine"),
        ("box\x1b[2J", SshMachine("box\x1b[2J"), "box\u241b[2J"),
        (DATABASE.url, DATABASE, "db:5432"),
        ("postgres:///afspraak", PostgresDatabase("postgres:///afspraak"), "the database here"),
    ],
)
def test_a_host_and_its_name(text: str, host: HostAddress, name: str) -> None:
    assert parse_host(text) == host
    assert type(parse_host(text)) is type(host)
    assert str(host.display_name) == name


def test_host_and_login_as_typed() -> None:
    assert parse_host_and_login("anna") == (None, "anna")
    assert parse_host_and_login("box:anna") == (SshMachine("box"), "anna")
    assert parse_host_and_login(f"{DATABASE.url}:anna") == (DATABASE, "anna")


def test_the_login_in_the_url_of_a_database() -> None:
    assert DATABASE.login == "jan"
    assert PostgresDatabase("postgresql://jan%20b@db/afspraak").login == "jan b"
    assert PostgresDatabase("postgresql://db/afspraak?x=a@b").login == ""
