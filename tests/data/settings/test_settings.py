"""The settings file: typed values, faults with lines, and a program that always starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.i18n.catalogue import catalogue
from afspraak.data.settings.settings import Settings, read_settings


def _read(tmp_path: Path, text: str | bytes) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(path)


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    settings = _read(
        tmp_path,
        'language = "nl"\nname = "Jan Bakker"\nnotebook = "~/nb"\ntheme = "nord"\n'
        'templates = "lists"\nclock = false\nmouse = false\n'
        'author_colours = ["magenta", "Bright_Red", "#D75F00"]\n[keys]\n"list.add" = "plus"\n',
    )
    assert settings.faults == ()
    assert (settings.language, settings.name, settings.theme) == ("nl", "Jan Bakker", "nord")
    assert settings.notebook == Path(os.environ["HOME"]) / "nb"
    assert settings.templates == tmp_path / "lists", "from the folder of the settings file"
    assert (settings.clock, settings.mouse) == (False, False)
    assert settings.author_colours == ("magenta", "bright-red", "#d75f00")
    assert settings.keys == {"list.add": "plus"}
    assert (settings.lines["clock"], settings.lines["keys.list.add"]) == (6, 10)


def test_without_a_file_the_defaults_apply(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings(path=tmp_path / "none.toml")
    usual = Settings()
    assert (usual.theme, usual.clock, usual.mouse, usual.notebook) == (
        "ansi-dark",
        True,
        True,
        None,
    )


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('# x\nlanguage = "fr"', 2, "“language” must be one of en, nl"),
        ("language = 7", 1, "“language” must be text between quotes"),
        ("name = 7", 1, "“name” must be text between quotes"),
        ("\n\nnotebook = true", 3, "“notebook” must be text"),
        ('notebook = "a\\u0000b"', 1, "“notebook” must be text"),
        ('notebook = "~nobody-here/nb"', 1, "“notebook” begins with a user"),
        ('templates = "nowhere"', 1, "“templates” is a folder that is not there"),
        ('clock = "no"', 1, "“clock” must be true or false"),
        ('author_colours = "red"', 1, "“author_colours” must be a list of at most 3 colours"),
        ("author_colours = [7]", 1, "“author_colours” must be a list of at most 3 colours"),
        ('\nauthor_colours = ["red", "red", "red", "red"]', 2, "a list of at most 3 colours"),
        ('author_colours = ["red",\n"pink\\u001b"]', 1, "has “pink␛” in it, which is not a colour"),
        ('author_colours = ["#d75f0"]', 1, "“author_colours” has “#d75f0” in it"),
        ('author_colours = [""]', 1, "there are black, red, green, yellow, blue, magenta, cyan"),
        ("mouse = 0", 1, "“mouse” must be true or false"),
        ('colour = "red"', 1, "“colour” is not a setting; there are language, name"),
        ('keys = "f7"', 1, "“keys” must be a table of key names"),
        ('a.b = 1\n', 1, "“a” is not a setting"),
        ("[keys]\n\"list.add\" = 7", 2, "“keys.list.add” must be text"),
        ("[keys]\nname = 1\nlist.add = 7", 3, "“keys.list.add” must be text"),
        ("[keys.list]\nadd = 7", 2, "“keys.list.add” must be text"),
        ("keys.list.add = 7", 1, "“keys.list.add” must be text"),
        ('\nkeys = { "a.b" = "x", "list.add" = 7 }', 2, "“keys.list.add” must be text"),
        ('name = """\nclock = 1\n"""\nclock = 1', 4, "“clock” must be true or false"),
        ('"cl\\u006fck" = 1', 1, "“clock” must be true or false"),
        ('"a\\u001b[31m" = 1', 1, "“a␛[31m” is not a setting"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_reported_with_its_line_and_skipped(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    settings = _read(tmp_path, text)
    faults = [str(fault.message) for fault in settings.faults if told in str(fault.message)]
    assert len(faults) == 1, [str(fault.message) for fault in settings.faults]
    assert faults[0].startswith(f"{tmp_path}/settings.toml, line {line}: ")
    assert faults[0].endswith("; the usual value holds.")
    name = settings.faults[0].name.partition(".")[0]
    if name in set(Settings._fields) - {"keys", "name"}:
        assert getattr(settings, name) == getattr(Settings(), name)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("= nonsense", "line 1: this is not valid TOML"),
        ("a = 1\nb = = 2", "line 2: this is not valid TOML"),
        ("name = '''\n\n", "line 1: this is not valid TOML"),
        (b'name = "\xff"', "line 1: there are characters here that are not UTF-8"),
        ("#" * (256 * 1024 + 1), "cannot be read: this file is too big"),
    ],
)
def test_an_invalid_toml_file_is_reported_as_a_whole(
    tmp_path: Path, content: str | bytes, told: str
) -> None:
    settings = _read(tmp_path, content)
    assert [told in str(fault.message) for fault in settings.faults] == [True]
    assert str(settings.faults[0].message).endswith("The usual settings hold.")


def test_a_pipe_or_folder_as_settings_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path / "pipe.toml", tmp_path):
        assert "not an ordinary file" in str(read_settings(path).faults[0].message)


def test_a_fault_is_in_the_language_of_the_settings_file(tmp_path: Path) -> None:
    settings = _read(tmp_path, 'clock = 1\nlanguage = "nl"\n')
    words = catalogue(settings.language)
    assert "regel 1: ‘clock’ moet true of false zijn" in words(settings.faults[0].message)


_VALUES = st.one_of(
    st.sampled_from(['"nl"', '"x"', "true", "7", "[1]", "{ a = 1 }", '""', "1979-05-27", "nan"])
)
_NAMES = st.sampled_from([*Settings._fields, "keys.a", '"keys.b"', "other"])


@given(st.dictionaries(_NAMES, _VALUES))
def test_any_settings_file_lets_the_program_start(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    text = "".join(f"{name} = {value}\n" for name, value in values.items())
    settings = _read(tmp_path_factory.getbasetemp(), text)
    kinds = {
        "language": str,
        "name": str,
        "theme": str,
        "clock": bool,
        "hints": bool,
        "mouse": bool,
        "checklist_width": int,
        "driver": str,
        "author_colours": tuple,
    }
    assert all(isinstance(getattr(settings, name), kind) for name, kind in kinds.items())
    assert all(isinstance(value, str) for value in settings.keys.values())
    assert [fault.line for fault in settings.faults] == sorted(f.line for f in settings.faults)
    assert all(str(fault.message) for fault in settings.faults)


def test_folders_of_kinds_are_relative_to_the_settings(tmp_path: Path) -> None:
    settings = _read(tmp_path, 'kinds = ["kinds", "~/mine", "/etc/x"]\nonly_kinds = true\n')
    home = Path(os.environ["HOME"])
    assert settings.kinds == (tmp_path / "kinds", home / "mine", Path("/etc/x"))
    assert settings.only_kinds
    settings = _read(tmp_path, 'kinds = "kinds"\nonly_kinds = "yes"\n')
    assert [fault.line for fault in settings.faults] == [1, 2]
    assert "must be a list of folders" in str(settings.faults[0].message)
