"""The user of this process as the system knows them."""

from __future__ import annotations

import pwd

import pytest

from afspraak.data.system.user import offered_name


@pytest.mark.parametrize(
    ("user", "login", "gecos", "offered"),
    [
        (1000, "jan", "Jan Bakker,,,", "Jan Bakker"),
        (1000, "jan", "", "jan"),
        (0, "root", "root", ""),
        (0, "root", "", ""),
        (0, "root", "Jan Bakker", "Jan Bakker"),
    ],
)
def test_a_full_name_is_offered_else_a_login_and_never_root(
    monkeypatch: pytest.MonkeyPatch, user: int, login: str, gecos: str, offered: str
) -> None:
    entry = pwd.struct_passwd((login, "x", user, user, gecos, "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda wanted: entry)
    assert offered_name() == offered
