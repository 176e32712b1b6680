"""An error names its subject (file, person, limit) and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from afspraak.data.errors import AfspraakError, NotFoundError, StorageError, UsageError
from afspraak.data.exchange.export import refuse_in_notebook
from afspraak.data.exchange.import_file import MAX_BYTES, read_import_file
from afspraak.data.ids import MANAGER, Slug
from afspraak.data.invitation.apply_sheet import MAX_BYTES as SHEET_BYTES
from afspraak.data.invitation.apply_sheet import decode_sheet, read_sheet_file
from afspraak.data.invitation.invite import invite
from afspraak.data.maintenance.lock import public_keys, unlock
from afspraak.data.maintenance.save_copy import copy_target, write_copy, write_obstacle
from afspraak.data.notebook.new_conversation import NewConversation, build_conversation
from afspraak.data.notebook.notebook import Notebook
from afspraak.data.notebook.people import conversation_files_in, people_of
from afspraak.data.notebook.people import find_person as person
from afspraak.data.notebook.references.resolve import AmbiguousReference
from afspraak.data.privacy.erasure import plan_erasure
from afspraak.data.session.session import Session
from afspraak.data.storage.siblings import private_path
from afspraak.data.sync.merge_file import merge
from afspraak.data.system.paths import user_path

from ...support.conversations.copies import copied


def told(error: type[AfspraakError], asked: Callable[[], object]) -> str:
    """The message of exactly this error."""
    with pytest.raises(error) as raised:
        asked()
    return str(raised.value)


def begun(folder: Path, slug: str, employee: str, manager: str = "Jan Bakker") -> Path:
    """A conversation in a folder."""
    path = folder / f"{slug}.json"
    conversation = build_conversation(NewConversation("manager", manager, employee, language="en"))
    Session.create(path, conversation, me=MANAGER).close()
    return path


def test_an_unusable_key_file_is_named(tmp_path: Path) -> None:
    missing, private = tmp_path / "missing.pub", tmp_path / "id"
    private.write_text("\n -----BEGIN OPENSSH PRIVATE KEY-----\n")
    none, bad = tmp_path / "none.pub", tmp_path / "bad.pub"
    none.write_text("ecdsa-sha2-nistp256 AAAA jan\n# ssh-rsa AAAA\n")
    bad.write_text("ssh-ed25519 AAAA jan\n")
    assert told(UsageError, lambda: public_keys(missing)) == (
        f"{missing} could not be read as a file with keys."
    )
    assert told(UsageError, lambda: public_keys(private)) == (
        f"{private} is a private key. Give the public one, as a rule {private}.pub."
    )
    assert told(UsageError, lambda: public_keys(none)) == (
        f"{none} holds no public key that locks: ssh-ed25519, ssh-rsa or age1…"
    )
    reason = told(UsageError, lambda: public_keys(bad))
    assert re.fullmatch(
        rf"{re.escape(str(bad))} holds a key that cannot be used: .{{5,}}\.", reason
    )


def test_unlocking_a_plain_conversation_names_its_slug(path: Path) -> None:
    assert told(UsageError, lambda: unlock(path)) == "anna is not locked."


def test_a_copy_that_cannot_be_merged_is_named(path: Path) -> None:
    missing = path.with_name("none.json")
    assert told(UsageError, lambda: merge(path, missing)) == f"There is no file {missing}."
    assert told(UsageError, lambda: merge(path, path)) == (
        f"{path} is this conversation itself; give the copy of it."
    )
    link = path.with_name("link.json")
    link.symlink_to(path.name)
    assert told(UsageError, lambda: merge(path, link)).startswith(f"{link} is this conversation")
    other = begun(path.parent.parent / "elsewhere", "anna", "Anna de Vries")
    assert told(UsageError, lambda: merge(path, other)).startswith(
        f"{other} is not a copy of anna: "
    )


def test_errors_name_the_private_file_of_either_side(path: Path) -> None:
    session = Session.open(path)
    session.set_partner(MANAGER)
    session.close()
    copy = copied(path)
    private = private_path(path)
    assert told(UsageError, lambda: merge(private, copy)).startswith(
        f"{private} is somebody’s private preparation."
    )


def test_an_unknown_or_ambiguous_reference_lists_the_candidates(tmp_path: Path) -> None:
    folder = tmp_path / "nb"
    folder.mkdir()
    for number in range(14):
        begun(folder, f"anna-{number}", f"Anna {number:02}")
    notebook = Notebook(folder)
    assert told(NotFoundError, lambda: notebook.find("piet")) == (
        f"There is no conversation “piet” in {folder}. “afspraak list” shows what is there."
    )
    slugs = "\n".join(f"  anna-{number}" for number in range(12))
    assert told(AmbiguousReference, lambda: notebook.find("ann")) == (
        f"“ann” can mean several people. Name one of these conversations:\n{slugs}\n  …"
    )
    assert told(UsageError, lambda: notebook.find("piet.json")) == "There is no file piet.json."
    assert told(UsageError, lambda: notebook.find("./anna-0")) == "There is no file ./anna-0."
    assert notebook.find("ANNA-3") == notebook.find("anna-3") == folder / "anna-3.json"


def test_an_unknown_or_ambiguous_name_lists_the_people(tmp_path: Path) -> None:
    for slug, name in (("a", "Anna Bos"), ("b", "Anna Abel"), ("c", "Piet")):
        begun(tmp_path, slug, name)
    people = people_of(conversation_files_in(tmp_path))
    assert told(NotFoundError, lambda: person(people, "Kees")) == (
        "Nobody called “Kees” is in this notebook. “afspraak list” shows who is."
    )
    several = told(UsageError, lambda: person(people, "anna")).split("\n")
    assert several[0] == "“anna” can be:"
    assert sorted(several[1:]) == ["  Anna Abel  (-)", "  Anna Bos  (-)"]
    assert person(people, "anna BOS").name == "Anna Bos"
    assert told(NotFoundError, lambda: person(people, "  ")).startswith("Nobody")


def test_erasure_needs_the_whole_name_and_refuses_the_user(tmp_path: Path) -> None:
    begun(tmp_path, "a", "Anna Bos")
    assert told(UsageError, lambda: plan_erasure(tmp_path, "anna", whole_name=True)) == (
        "With --yes, give the whole name: “Anna Bos”."
    )
    assert plan_erasure(tmp_path, "anna bos", whole_name=True).person.name == "Anna Bos"
    assert told(UsageError, lambda: plan_erasure(tmp_path, "Jan Bakker")) == (
        "Jan Bakker is you, and you are in all of these conversations. Name the other partner."
    )


def test_an_existing_file_or_missing_folder_is_named(path: Path, tmp_path: Path) -> None:
    session = Session.open_read_only(path)
    assert told(StorageError, lambda: write_copy(session, path)) == (
        f"{path} is there already; nothing was written over it."
    )
    far = tmp_path / "no" / "folder.json"
    assert str(write_obstacle(far)).startswith(f"{far.parent} ")
    assert "\n" not in str(write_obstacle(far))
    assert write_obstacle(tmp_path / "free.json") is None
    for taken in ("free.private.json", "free.json~", "free.private.json~", "free.log"):
        (tmp_path / taken).touch()
        assert write_obstacle(tmp_path / "free.json"), taken
        (tmp_path / taken).unlink()


@pytest.mark.parametrize(
    ("words", "name"),
    [("", "anna.json"), ("x", "x.json"), ("x.json", "x.json"), ("x.md", "x.md.json")],
)
def test_a_typed_file_name_gets_our_suffix(tmp_path: Path, words: str, name: str) -> None:
    assert copy_target(f" {tmp_path}/{words} ", Slug("anna")) == tmp_path / name


@pytest.mark.parametrize("name", ["x.json", "x.json~", "x.private.json"])
def test_an_export_with_the_suffix_of_a_conversation_is_named(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert str(target) in told(UsageError, lambda: refuse_in_notebook(tmp_path, target))
    refuse_in_notebook(tmp_path / "other", target)
    refuse_in_notebook(tmp_path, target.with_name("x.md"))


def test_a_too_large_file_is_reported_with_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "minutes.md"
    file.write_bytes(b"x" * MAX_BYTES)
    assert read_import_file(file) == ("x" * MAX_BYTES, (), "")
    file.write_bytes(b"x" * (MAX_BYTES + 1))
    assert told(StorageError, lambda: read_import_file(file)) == (
        f"{file} is larger than {MAX_BYTES // 1024} kB, which is too long for minutes."
    )
    assert len(decode_sheet(b"x" * SHEET_BYTES, "standard input")) == SHEET_BYTES
    assert told(UsageError, lambda: decode_sheet(b"x" * (SHEET_BYTES + 1), "standard input")) == (
        "standard input is too big; a sheet is 256 KiB at most."
    )
    assert told(UsageError, lambda: read_sheet_file(file)).startswith(f"{file} is too big")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.md"
    assert told(UsageError, lambda: read_import_file(missing)) == f"There is no file {missing}."
    assert told(UsageError, lambda: read_sheet_file(missing)) == f"There is no file {missing}."
    assert told(UsageError, lambda: user_path("~nobody-of-that-name/x")) == (
        "There is no home folder for ~nobody-of-that-name/x. Write the whole path, or set HOME."
    )


def test_only_an_unusual_encoding_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "minutes.md"
    file.write_bytes("Één".encode("utf-16"))
    text, faults, _ = read_import_file(file)
    assert text == "Één"
    assert [re.sub(r" as .*", " as", str(one)) for one in faults] == [
        f"{file} is not in UTF-8; it was read as"
    ]
    file.write_bytes("Één".encode())
    assert read_import_file(file) == ("Één", (), "")


def test_a_filled_in_sheet_is_named_and_not_overwritten(path: Path, tmp_path: Path) -> None:
    sheet = invite(path, tmp_path).sheet
    invite(path, tmp_path)
    text = sheet.read_text(encoding="utf-8")
    filled = text.replace("Antwoord:", "Antwoord: mine", 1)
    assert filled != text
    sheet.write_text(filled, encoding="utf-8")
    assert told(UsageError, lambda: invite(path, tmp_path)).startswith(f"{sheet} is filled in")
    assert sheet.read_text(encoding="utf-8") == filled
