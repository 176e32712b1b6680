"""Where kinds come from: folders, lists of format 1, packages and the built-in ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from afspraak.data.errors import UsageError
from afspraak.data.settings.settings import Settings
from afspraak.data.templates import kind_place
from afspraak.data.templates.faults import FaultyKind
from afspraak.data.templates.kind_library import (
    Library,
    faults_in_path,
    kind_of_files,
    text_of,
)
from afspraak.data.templates.kind_packages import package_kinds
from afspraak.data.templates.kind_place import PlaceKind, builtin_kind, builtin_text

from ...checkout import ROOT
from ...support.conversations.kind_files import BAD_KIND, GOOD_KIND

LISTS = ROOT / "tests" / "golden" / "checklists"


def _folder(path: Path, **files: str) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, encoding="utf-8")
    return path


def _own_planning(title: str) -> str:
    text = builtin_text("planning.en.toml")
    return text.replace('title = "Planning conversation"', f'title = "{title}"', 1)


def _titles(library: Library) -> dict[tuple[str, str], str]:
    return {found.key: found.title for found in library.kinds}


def test_a_kind_of_a_folder_is_added_and_one_of_the_same_id_replaces(tmp_path: Path) -> None:
    one = _folder(tmp_path / "one", bila=GOOD_KIND, planning=_own_planning("Ours"))
    two = _folder(tmp_path / "two", planning=_own_planning("Theirs"))
    library = Library((one, two))
    titles = _titles(library)
    assert titles["acme-bila", "en"] == "Acme talk"
    assert titles["planning", "en"] == "Ours"
    assert titles["planning", "nl"] == "Planningsgesprek"
    assert library.find("planning", "en").title == "Ours"
    ours = next(found for found in library.kinds if found.title == "Ours")
    hidden = [(found.title, found.place.kind) for found in library.hidden_by(ours)]
    assert hidden == [
        ("Theirs", PlaceKind.FOLDER),
        ("Planning conversation", PlaceKind.BUILTIN),
    ]


def test_the_language_follows_the_kind_where_only_one_is_there(tmp_path: Path) -> None:
    library = Library((_folder(tmp_path / "one", bila=GOOD_KIND),))
    assert library.find("acme-bila", "nl").language == "en"
    assert library.find("bila", "nl").language == "nl"


def test_two_in_one_place_are_a_fault_of_both(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", a=GOOD_KIND, b=GOOD_KIND)
    faults = [str(fault.message) for fault in Library((folder,)).faults]
    assert faults == [
        f"{folder / 'a.toml'}:1: “acme-bila” (en) is in {folder / 'b.toml'} too",
        f"{folder / 'b.toml'}:1: “acme-bila” (en) is in {folder / 'a.toml'} too",
    ]
    with pytest.raises(FaultyKind):
        Library((folder,)).find("acme-bila", "en")


def test_a_kind_that_is_not_sound_hides_the_one_that_it_replaces(tmp_path: Path) -> None:
    text = _own_planning("Ours").replace("minutes = 60", 'minutes = "an hour"')
    library = Library((_folder(tmp_path / "one", planning=text),))
    with pytest.raises(FaultyKind, match=r"planning\.toml:\d+: “minutes” must be a whole number"):
        library.find("planning", "en")
    assert library.find("planning", "nl").title == "Planningsgesprek"


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"“party”; there are: bila, exit, planning"):
        Library(packages=False).find("party", "en")


def test_an_organisation_may_allow_only_its_own(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", bila=GOOD_KIND)
    library = Library.of(Settings(kinds=(folder,), only_kinds=True))
    assert list(_titles(library)) == [("acme-bila", "en")]


def test_a_folder_that_is_not_there_is_a_fault_and_the_rest_works(tmp_path: Path) -> None:
    library = Library((tmp_path / "gone",))
    assert [str(fault.message) for fault in library.faults] == [
        f"{tmp_path / 'gone'}: this folder does not exist, or cannot be read"
    ]
    assert library.find("planning", "en").title == "Planning conversation"


def test_only_toml_files_of_the_folder_itself_are_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", bila=GOOD_KIND)
    (folder / "notes.txt").write_text("x")
    _folder(folder / "deeper", other=BAD_KIND)
    assert faults_in_path(folder) == ()
    assert faults_in_path(folder / "deeper" / "other.toml")


# Format 1


def test_two_lists_in_a_folder_make_one_kind(tmp_path: Path) -> None:
    texts = {
        role: (LISTS / f"planning.{role}.nl.toml").read_text(encoding="utf-8")
        for role in ("manager", "employee")
    }
    library = Library((_folder(tmp_path / "one", a=texts["manager"], b=texts["employee"]),))
    kind = library.find("planning", "nl")
    ids = [item.id for item in kind.checklist()]
    assert {"results", "own-goals", "behaviour", "strengths", "invited"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert kind.aim == builtin_kind("planning", "nl").aim


def test_one_list_takes_the_built_in_list_of_the_other_role(tmp_path: Path) -> None:
    text = (LISTS / "planning.manager.nl.toml").read_text(encoding="utf-8")
    kind = Library((_folder(tmp_path / "one", a=text),)).find("planning", "nl")
    ids = {item.id for item in kind.checklist()}
    assert {"results", "strengths", "ambitions"} <= ids


def test_lists_in_the_folder_of_checklists_count_by_name(tmp_path: Path) -> None:
    own = _folder(tmp_path / "own")
    text = (LISTS / "planning.manager.nl.toml").read_text(encoding="utf-8")
    (own / "planning.manager.nl.toml").write_text(text.replace("Wat goed ging", "Ons punt"))
    (own / "draft.toml").write_text(BAD_KIND)
    library = Library(checklists=own, packages=False)
    assert library.faults == ()
    texts = {item.text for item in library.find("planning", "nl").checklist()}
    assert "Ons punt" in texts


def test_a_list_that_contradicts_its_name_is_told_and_hides_the_built_in_one(
    tmp_path: Path,
) -> None:
    own = _folder(tmp_path / "own")
    text = (LISTS / "planning.employee.nl.toml").read_text(encoding="utf-8")
    (own / "planning.manager.nl.toml").write_text(text)
    with pytest.raises(FaultyKind, match=r"calls itself planning\.employee\.nl\.toml"):
        Library(checklists=own, packages=False).find("planning", "nl")
    (own / "planning.manager.nl.toml").write_text("kind = 7")
    with pytest.raises(FaultyKind, match=r"“format” is missing"):
        Library(checklists=own, packages=False).find("planning", "nl")


# Files for once


def test_a_file_is_used_for_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "one", good=GOOD_KIND, bad=BAD_KIND)
    assert kind_of_files([folder / "good.toml"]).title == "Acme talk"
    with pytest.raises(FaultyKind) as error:
        kind_of_files([folder / "bad.toml", folder / "good.toml"])
    assert len(error.value.faults) > 10
    lists = [LISTS / "planning.manager.nl.toml", LISTS / "planning.employee.nl.toml"]
    assert kind_of_files(lists).id == "planning"
    only = {item.id for item in kind_of_files(lists[:1]).checklist()}
    assert "strengths" not in only
    for files in ([folder / "good.toml", lists[0]], [*lists, LISTS / "review.employee.en.toml"]):
        with pytest.raises(UsageError, match="Choose one file"):
            kind_of_files(files)


def test_the_text_of_a_kind_is_a_copy_to_start_from(tmp_path: Path) -> None:
    library = Library((_folder(tmp_path / "one", bila=GOOD_KIND),))
    assert text_of(library, "acme-bila", "en") == GOOD_KIND
    assert text_of(library, "exit", "nl") == builtin_text("exit.nl.toml")
    with pytest.raises(UsageError, match=r"acme-bila\.nl.*acme-bila\.en"):
        text_of(library, "acme-bila", "nl")


# Packages


def _package(site: Path, *, listed: bool = True, value: str = "acme_kinds.data") -> Path:
    """A package as pip installs one, whose code must never run."""
    data = site / "acme_kinds" / "data"
    data.mkdir(parents=True)
    for folder in (data, data.parent):
        (folder / "__init__.py").write_text("raise SystemExit('imported')\n")
    (data / "bila.en.toml").write_text(GOOD_KIND, encoding="utf-8")
    (data / "unlisted.en.toml").write_text(BAD_KIND, encoding="utf-8")
    info = site / "acme_kinds-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-kinds\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[afspraak.kinds]\nacme = {value}\n")
    files = ["acme_kinds/__init__.py", "acme_kinds/data/__init__.py"]
    files += ["acme_kinds/data/bila.en.toml"] if listed else []
    (info / "RECORD").write_text("".join(f"{name},,\n" for name in files))
    return data


def test_a_package_brings_kinds_and_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _package(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    library = Library()
    assert library.find("acme-bila", "en").title == "Acme talk"
    found = next(one for one in library.kinds if one.id == "acme-bila")
    assert str(found.place.message) == "package acme"
    assert library.faults == (), "only the files in the package's list are read"
    assert not any(name.startswith("acme_kinds") for name in sys.modules)


@pytest.mark.parametrize("value", ["acme_kinds.data", "nowhere", "..", "acme_kinds.data:run"])
def test_a_package_without_files_of_kinds_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    _package(tmp_path / "site", listed=False, value=value)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    (fault,) = Library().faults
    assert str(fault.message).startswith("acme: this package has no TOML files in")


def test_a_folder_comes_before_a_package_and_that_before_the_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _package(tmp_path / "site")
    (data / "bila.en.toml").write_text(_own_planning("Of the package"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert Library().find("planning", "en").title == "Of the package"
    folder = _folder(tmp_path / "one", planning=_own_planning("Of the folder"))
    library = Library((folder,))
    assert library.find("planning", "en").title == "Of the folder"
    found = next(one for one in library.kinds if one.title == "Of the folder")
    assert [str(one.place.message) for one in library.hidden_by(found)] == [
        "package acme",
        "built-in",
    ]


def test_a_kind_is_found_without_reading_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    text = kind_place.builtin_text

    def counted(name: str) -> str:
        read.append(name)
        return text(name)

    monkeypatch.setattr(kind_place, "builtin_text", counted)
    kind_place.builtin.cache_clear()
    assert Library(packages=False).find("bila", "nl").id == "bila"
    assert read == ["bila.nl.toml"]
    for unknown in ("../bila", "none", ""):
        with pytest.raises(UsageError):
            Library(packages=False).find(unknown, "nl")


def test_packages_without_kinds_are_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other-1.0.dist-info"
    other.mkdir()
    (other / "entry_points.txt").write_text("[console_scripts]\nx = x:y\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "gone")])
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)
    assert list(package_kinds()) == []
    (other / "entry_points.txt").write_text("[afspraak.kinds]\nx = x.kinds\n", encoding="utf-8")
    with pytest.raises(ImportError):
        list(package_kinds())
