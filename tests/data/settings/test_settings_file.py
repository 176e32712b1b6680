"""Writing one setting into a file that a person keeps."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.settings.settings import read_settings
from afspraak.data.settings.settings_file import remember
from afspraak.data.settings.toml_reader import TomlFault, parse

KEPT = """\
# mine

language = "nl"  # at home
name = "Jan"     # short

[keys]
"notes.agree" = "f3"

[sharing]
hosts = ["desk"]
"""


def test_only_the_named_setting_changes(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(KEPT)
    remember(path, "name", "Jan Bakker")
    assert path.read_text() == KEPT.replace('"Jan" ', '"Jan Bakker" ')
    remember(path, "theme", "ansi-light")
    assert read_settings(path).theme == "ansi-light"
    for line in KEPT.splitlines():
        assert line.replace('"Jan" ', '"Jan Bakker" ') in path.read_text()


def test_a_file_that_is_not_there_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "afspraak" / "settings.toml"
        remember(path, "name", "Jan Bakker")
    finally:
        os.umask(before)
    assert read_settings(path).name == "Jan Bakker"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_malformed_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("name = \n")
    with pytest.raises(TomlFault):
        remember(path, "name", "Jan Bakker")
    assert path.read_text() == "name = \n"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_name_is_read_back(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text(KEPT)
    remember(path, "name", name)
    values = parse(path.read_text())
    assert values.pop("name") == name
    assert values == {key: value for key, value in parse(KEPT).items() if key != "name"}
