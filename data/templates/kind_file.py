"""The file of a kind (format 2): read it, and tell all that is wrong with it at once.

docs/kinds.md explains the format. All texts are cleaned here (see `text/sanitize.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..i18n.catalogue import LANGUAGES, Catalogue, catalogue
from ..ids import RowId
from ..kinds.kind import USUAL_MINUTES, Competency, Kind, KindItem, KindSection
from ..kinds.record_form import PLACES, Chapter, Notice, RecordForm
from ..kinds.role_words import role_words, unclear_roles
from ..model.conversation import (
    AGREEMENT_KINDS,
    BELONGS,
    DESCRIBED,
    ROLES,
    AgreementKind,
    Belongs,
    ItemKind,
    Rating,
    Role,
)
from ..settings.toml_positions import key_lines
from ..settings.toml_reader import TomlFault, parse, quoted, read_text
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clean_line
from . import checklist_file
from .checked_table import CheckedFile, CheckedTable
from .checklist_file import Checklist
from .faults import KindFault, sorted_faults

FORMAT = 2
"""The version of the format that this file reads."""

LONGEST_TITLE = 24
LONGEST_AIM = 160
LONGEST_TEXT = 20
LONGEST_HELP = 120
LONGEST_COMPETENCY = 28
"""The most code points of some texts: they stand in one row of a screen."""
MOST_MINUTES = 24 * 60
NO_NEXT = "none"
"""What `next` says if no conversation follows one of this kind."""

_KEYS = (
    *("format", "kind", "language", "title", "aim", "minutes", "next", "order"),
    *("roles", "record", "notice", "agreements", "section", "competency"),
)
_REQUIRED = ("format", "kind", "language", "title", "aim", "order", "record", "notice", "section")
_NOTICE = ("purpose", "readers", "keep", "rights")
_ITEM_KINDS = ("question", "reminder")
_PLACE = lazy_pattern(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class KindFile:
    """A file that was read: what is in it if it is sound, and the faults if it is not.

    `id`, `language` and `title` are what the file says as far as it can be read, for lists.
    """

    name: str
    """The path, clean."""
    kind: Kind | None = None
    checklist: Checklist | None = None
    """The list of one role instead, if the file has format 1."""
    faults: tuple[KindFault, ...] = ()
    digest: str = ""
    """The SHA-256 of the text, in hexadecimal."""
    is_list: bool = False
    """Whether the file has format 1."""
    id: str = ""
    language: str = ""
    title: str = ""


def read_kind_file(path: Path) -> KindFile:
    """Read a file of a kind, at most 256 KiB of UTF-8. What is wrong is in the result."""
    name = clean_line(str(path))
    try:
        text = read_text(path)
    except TomlFault as fault:
        return unreadable(name, fault)
    return parse_kind(text, name)


def unreadable(name: str, fault: TomlFault) -> KindFile:
    """Return a file that cannot be read, or is no TOML."""
    return KindFile(name, faults=(KindFault(name, fault.line, fault.message),))


def parse_kind(text: str, name: str) -> KindFile:
    """Read a kind from a text in TOML; `name` is the file's name in messages. Never raises."""
    name = clean_line(name)
    try:
        values = parse(text)
    except TomlFault as fault:
        return unreadable(name, fault)
    file = CheckedFile(name, key_lines(text))
    digest = digest_of(text)
    format_ = values.get("format")
    is_list = type(format_) is int and format_ == checklist_file.FORMAT
    kind = checklist = None
    if is_list:
        checklist = checklist_file.parse_checklist(values, file)
    elif type(format_) is int and format_ > FORMAT:  # what it means is not known here
        CheckedTable(file, values).report("format", "newer", found=format_, known=FORMAT)
    else:
        kind = _kind(CheckedTable(file, values), digest)
    faults = sorted_faults(file.faults)
    if faults:
        kind = checklist = None
    return KindFile(name, kind, checklist, faults, digest, is_list, *_named(values))


def digest_of(*texts: str) -> str:
    """Return the SHA-256 of the texts of a kind, in hexadecimal."""
    together = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(together).hexdigest()


def _named(values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return id, language and title of a file that is not sound, each "" if it is no text."""
    found = (values.get(key) for key in ("kind", "language", "title"))
    id_, language, title = (
        quoted(clean_line(value)) if isinstance(value, str) else "" for value in found
    )
    return id_, language, title


def _kind(top: CheckedTable, digest: str) -> Kind:
    top.check_keys(_KEYS, _REQUIRED)
    if "format" in top:
        top.number("format", FORMAT, FORMAT, FORMAT)
    id_ = top.id("kind")
    following = top.id("next") if "next" in top else id_
    language = top.choice("language", LANGUAGES, LANGUAGES[0])
    title = top.text("title", LONGEST_TITLE)
    order = top.texts("order")
    if "order" in top and not order:
        top.report("order", "no_steps")
    used: dict[str, int] = {}
    competencies = {
        row.id: row
        for table in top.tables("competency", "competency")
        if (row := _competency(table, used)).id
    }
    sections = _sections(top, competencies, used)
    kinds, expected = _agreements(top.table("agreements"))
    return Kind(
        id=id_,
        language=language,
        aim=top.text("aim", LONGEST_AIM),
        order=order,
        record=_record(top, title, language),
        sections=sections,
        competencies=tuple(competencies.values()),
        minutes=top.number("minutes", 1, MOST_MINUTES, USUAL_MINUTES),
        agreement_kinds=kinds,
        expected=expected,
        following="" if following == NO_NEXT else following,
        digest=digest,
    )


def _record(top: CheckedTable, title: str, language: str) -> RecordForm:
    words = catalogue(language)
    record = top.table("record")
    if top.is_table("record"):
        record.check_keys(("title", "footer", "file"), ("title", "file"))
    roles = _roles(top.table("roles"), words)
    notice = top.table("notice")
    if top.is_table("notice"):
        notice.check_keys((*_NOTICE, "never"), _NOTICE)
    chapters = record.choices("file", tuple(Chapter), "chapter")
    return RecordForm(
        name=title,
        title=_form(record, "title"),
        footer=_form(record, "footer"),
        file_chapters=tuple(chapter for chapter in Chapter if chapter in chapters),
        notice=Notice(*map(notice.text, (*_NOTICE, "never"))),
        roles=role_words(roles, words),
    )


def _roles(table: CheckedTable, words: Catalogue) -> dict[Role, str]:
    """Return the words for the roles in the table; report those that cannot be told apart."""
    table.check_keys(ROLES)
    found: dict[Role, str] = {role: table.text(role, LONGEST_TITLE) for role in ROLES}
    usual = role_words({}, words)
    for role in unclear_roles({role: found[role] or usual[role] for role in ROLES}, words):
        named = role if found[role] else next(other for other in ROLES if other != role)
        table.report(named, "role", found=quoted(found[named] or usual[named]))
    return found


def _form(record: CheckedTable, key: str) -> str:
    """Return the form of a title or footer; report places that there are not."""
    form = record.text(key)
    for name in dict.fromkeys(_PLACE.findall(form)):
        if name not in PLACES:
            known = ", ".join(sorted(PLACES))
            record.report(key, "place", found=f"{{{quoted(name)}}}", known=known)
    if set("{}") & set(_PLACE.sub("", form)):
        record.report(key, "brace")
    return form


def _agreements(
    table: CheckedTable,
) -> tuple[tuple[AgreementKind, ...], tuple[AgreementKind, ...]]:
    table.check_keys(("kinds", "expected"))
    kinds = table.choices("kinds", AGREEMENT_KINDS) if "kinds" in table else AGREEMENT_KINDS
    if not kinds:
        table.report("kinds", "no_agreements")
    expected = table.choices("expected", AGREEMENT_KINDS)
    for name in expected:
        if name not in kinds:
            table.report("expected", "not_offered", found=name)
    return (
        cast("tuple[AgreementKind, ...]", tuple(kinds)),
        cast("tuple[AgreementKind, ...]", expected),
    )


def _competency(table: CheckedTable, used: dict[str, int]) -> Competency:
    table.check_keys(("id", "name", "question", *DESCRIBED), ("id", "name"))
    behaviour: dict[Rating, str] = {
        level: table.text(level) for level in DESCRIBED if level in table
    }
    if 0 < len(behaviour) < len(DESCRIBED):
        absent = ", ".join(level for level in DESCRIBED if level not in behaviour)
        table.report("", "some_levels", found=", ".join(behaviour), absent=absent)
    return Competency(
        RowId(table.id(used=used)),
        table.text("name", LONGEST_COMPETENCY),
        table.text("question"),
        behaviour=behaviour,
    )


def _sections(
    top: CheckedTable, competencies: Mapping[RowId, Competency], used: dict[str, int]
) -> tuple[KindSection, ...]:
    found: list[KindSection] = []
    section_ids: dict[str, int] = {}
    titles: dict[str, int] = {}
    asked: set[RowId] = set()
    tables = list(top.tables("section", "section"))
    if "section" in top and not tables:
        top.report("section", "no_sections")
    for table in tables:
        table.check_keys(("id", "title", "item", "competencies"), ("id", "title"))
        id_, title = table.id(used=section_ids), table.text("title")
        if title in titles:
            table.report("title", "title_twice", found=quoted(title), first=titles[title])
        titles.setdefault(title, table.line("title"))
        named = _asked(table, competencies)
        for row in named:
            if row.id in asked:
                table.report("competencies", "asked_twice", found=row.id)
            asked.add(row.id)
        items = tuple(_item(row, used) for row in table.tables("item", "section.item"))
        if not items and "competencies" not in table and "item" not in table:
            table.report("", "empty_section")
        found.append(KindSection(id_, title, (*named, *items)))
    return tuple(found)


def _asked(table: CheckedTable, competencies: Mapping[RowId, Competency]) -> tuple[Competency, ...]:
    """Return the competencies that a section asks about."""
    if "competencies" not in table:
        return ()
    if table.is_text("competencies"):
        if table.text("competencies") != "all":
            table.report("competencies", "all_or_list")
        elif not competencies:
            table.report("competencies", "no_catalogue")
        return tuple(competencies.values())
    names = table.texts("competencies")
    for number, name in enumerate(names):
        if name not in competencies:
            table.report_member("competencies", number, "no_competency", found=quoted(name))
        elif name in names[:number]:
            table.report_member("competencies", number, "twice", found=quoted(name))
    found = (competencies.get(RowId(name)) for name in dict.fromkeys(names))
    return tuple(row for row in found if row is not None)


def _item(table: CheckedTable, used: dict[str, int]) -> KindItem:
    table.check_keys(
        ("id", "text", "question", "kind", "belongs", "help"), ("id", "text", "question")
    )
    belongs = cast("Belongs", table.choice("belongs", BELONGS, "both"))
    question, questions = "", dict[Role, str]()
    if table.is_table("question"):
        by_role = table.table("question")
        by_role.check_keys(ROLES, ROLES)
        questions = {role: by_role.text(role) for role in ROLES}
        if belongs != "both":
            table.report("question", "two_questions", found=belongs)
    else:
        question = table.text("question")
    return KindItem(
        RowId(table.id(used=used)),
        table.text("text", LONGEST_TEXT),
        question,
        questions,
        belongs,
        cast("ItemKind", table.choice("kind", _ITEM_KINDS, "question")),
        table.text("help", LONGEST_HELP),
    )
