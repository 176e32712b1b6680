"""Hostile text for every field of a conversation, and a check of the terminal output.

`strangers` is a strict parser: it accepts every control sequence that the program may send, and
reports everything else, including control characters and invisible characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

from afspraak.data.crdt.replica import Replica
from afspraak.data.ids import EMPLOYEE, MANAGER, Login, RowId, Slug
from afspraak.data.model.conversation import (
    Agreement,
    Approval,
    ChecklistItem,
    Conversation,
    Header,
    NoteLine,
    Partner,
    Progress,
)
from afspraak.data.model.fields import to_fields
from afspraak.data.model.rows.conversation_rows import to_conversation
from afspraak.data.storage.durable_replica import DurableReplica
from afspraak.data.storage.journal.journal import Journal
from afspraak.data.storage.siblings import journal_folder
from afspraak.data.text.splice import Splice

HARM = (
    "\x1b]52;c;aGFybQ==\x07\x1b]0;harm\x07\x1b[5;53m\x9b2J\x9d52;c;aGFybQ==\x9c\x1bP+q68\x1b\\\x0e"
    "[x][/][@click=app.quit]\x00\x08\r\x7f\u202egnol\u2066\u200b\u2060\ufeff\u200f\u00ad\U000e0041"
)
"""Clipboard, title, blink, erase (C1), DCS, shift out; markup; bidirectional and invisible
characters."""
LITERAL = "[x][/][@click=app.quit]"
LONG = "W" * 10_000
TODAY = date(2026, 12, 3)


class Marks:
    """Gives each field a mark that identifies it on the screen."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        mark = f"m{len(self.places):02d}m"
        self.places[mark] = place
        return f"{mark}{HARM} {mark}"


def conversation(mark: Marks) -> Conversation:
    """A conversation with hostile text in every text field, uncleaned."""
    agreed = Agreement(
        RowId("a1"),
        text=mark("agreement text"),
        owner=mark("owner"),
        measure=mark("measure"),
        due=date(2027, 3, 1),
        support=mark("support"),
        support_by=mark("support by"),
        based_on=mark("based on"),
        steps=f"{HARM}\n{mark('steps')}",
        budget=mark("budget"),
        order="B",
        created="2026-12-03T10:00:00+00:00",
        carried_from=Slug(mark("agreement carried from")),
        progress=(
            Progress(
                RowId("p1"),
                RowId("a1"),
                "2026-12-03T11:00:00+00:00",
                EMPLOYEE,
                mark("progress"),
                40,
            ),
        ),
    )
    return Conversation(
        header=Header(
            title=mark("title"),
            date=TODAY,
            time="10:00",
            place=mark("place"),
            period=mark("period"),
            department=mark("department"),
            job=mark("job"),
            goals=mark("goals"),
            previous=Slug(mark("previous")),
            in_short=mark("in short"),
        ),
        partners=(
            Partner(MANAGER, mark("my name"), "manager", Login("root")),
            Partner(EMPLOYEE, mark("other's name"), "employee", Login(mark("other's login"))),
        ),
        checklist=(
            ChecklistItem(
                RowId("i1"),
                mark("section"),
                mark("item"),
                mark("explanation"),
                order="B",
                remarks={MANAGER: mark("my answer"), EMPLOYEE: mark("other's answer")},
                carried_from=Slug(mark("item carried from")),
            ),
            ChecklistItem(
                RowId("i2"),
                mark("section of competencies"),
                mark("competency"),
                mark("explanation of it"),
                kind="competency",
                order="C",
                ratings={MANAGER: "growing", EMPLOYEE: "mastered"},
                remarks={EMPLOYEE: mark("answer to it")},
            ),
        ),
        notes=(NoteLine(mark("note"), MANAGER), NoteLine(f"## {mark('heading')}", EMPLOYEE),
        ),
        agreements=(agreed,),
        approvals=(
            Approval(EMPLOYEE, "0" * 64, "2026-12-03T11:00:00+00:00", "seen", mark("remark")),
        ),
    )  # fmt: skip


def as_read(harmful: Conversation) -> Conversation:
    """The conversation as the program reads it from its fields."""
    return to_conversation(to_fields(harmful), harmful.notes)


def with_long_words(harmful: Conversation) -> Conversation:
    """The same, with a word wider than any screen in every list."""
    return replace(
        harmful,
        checklist=(*harmful.checklist, ChecklistItem(RowId("i3"), LONG, f"long {LONG}", order="D")),
        notes=(*harmful.notes, NoteLine(f"long {LONG}", EMPLOYEE)),
        agreements=(*harmful.agreements, Agreement(RowId("a2"), text=f"long {LONG}", owner=LONG)),
    )


def written_by_hand(path: Path, harmful: Conversation) -> None:
    """Write it into the file, as if typed there."""
    durable = DurableReplica.create(path, _replica(harmful))
    durable.write(durable.prepare_save())
    durable.close()
    import json

    tables = json.loads(path.read_text(encoding="utf-8"))
    tables.pop("_sync", None)
    path.write_text(json.dumps(tables), encoding="utf-8")


def sent_by_a_partner(path: Path, harmful: Conversation) -> None:
    """Send it as an update of a partner that cleans nothing; the file does not contain it."""
    plain = Conversation(
        Header(title="planning"),
        (Partner(MANAGER, "Jan", "manager"), Partner(EMPLOYEE, "Anna", "employee")),
    )
    here = _replica(plain)
    durable = DurableReplica.create(path, here)
    durable.write(durable.prepare_save())
    durable.close()
    there = Replica()
    there.apply(here.update_since(there.state_vector))
    _fill(there, harmful)
    journal = Journal.create(journal_folder(path), there.client)
    journal.append(there.update_since(here.state_vector))
    journal.close(remove=False)


def _replica(harmful: Conversation) -> Replica:
    replica = Replica()
    _fill(replica, harmful)
    return replica


def _fill(replica: Replica, harmful: Conversation) -> None:
    splices, position = [], 0
    for line in harmful.notes:
        text = f"{line.text}\n"
        splices.append(Splice(position, 0, text, line.by))
        position += len(text)
    replica.edit(splices, to_fields(harmful), undoable=False)


_ALLOWED = re.compile(
    r"\x1b\[[\d;:]*m"  # pens
    r"|\x1b\[[\d;]*[ABCDEFGHdf]"  # moves
    r"|\x1b\[\d*[JKXPLM@bST]"  # erasing, repeating, shifting
    r"|\x1b\[\d+;\d+r|\x1b\[r"
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[6n|\x1b\[\?(?:2026|2048)\$p"  # questions
    r"|\x1b\[>\d+u|\x1b\[<\d*u|\x1b\[=0;1u"  # the keyboard
    r"|\x1b\\"  # the end of a string, of which a kill may have sent the beginning
    r"|\x1b\]22;[a-z-]*\x07"  # the pointer
    r"|[\r\n\x08]"
)
"""Every control sequence that the program may send."""


def strangers(sent: str, allowed: re.Pattern[str] = _ALLOWED) -> list[str]:
    """The foreign parts of an output: unexpected control sequences and characters."""
    found = [
        repr(character) for character in set(allowed.sub("", sent)) if not is_harmless(character)
    ]
    if blinking := [pen for pen in re.findall(r"\x1b\[([\d;]*)m", sent) if "53" in pen.split(";")]:
        found += blinking
    return found


def is_harmless(character: str) -> bool:
    """Whether a character is visible, or joins others (as in emoji)."""
    if character in "\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


_NOTHING = re.compile("\n")


def told_strangers(told: str) -> list[str]:
    """The same for the output of a command, which may only contain line ends."""
    return strangers(told, _NOTHING)


HOSTILE_COMMANDS = (
    "list", "list --json", "search harm", "search --json harm", "agreements", "agreements --json",
    "log harm", "log harm --full", "log harm --json", "check", "check harm", "check --json",
    "export harm -o -", "export harm -o - --front-matter", "export harm -o - --format html",
    "export harm -o - --format json", "invite harm", "prepared harm sheet.md", "shares",
    "follow-up harm --no-open", "verify harm", "approve harm", "progress harm 1", "answer harm 1",
    "settings", "export {harm}", "open {harm}", "search {harm}", "import {harm}", "{harm}",
    "join {harm}:{harm}", "share harm {harm}", "merge harm {harm}", "new {harm} --no-open",
    "new Anna --no-open --date {harm}", "new Anna --no-open --my-name {harm} --place {harm}",
    "sync harm {harm}", "unshare harm", "completion {harm}", "list --lang {harm}",
    "list --notebook {harm}",
)  # fmt: skip


HOSTILE_LINE = "[x] \x1b]52;c;eA==\x07 [/] \u202eyes[@click=app.quit]"


HARMLESS_LINE = "[x] ␛]52;c;eA==␇ [/] \ufffdyes[@click=app.quit]"
