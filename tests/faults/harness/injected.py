"""Each system call of a save fails in turn, alone and in pairs, in a real process."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import combinations
from pathlib import Path

from afspraak.data.errors import StorageError
from afspraak.data.model.edits import Write
from afspraak.data.session.session import Session
from afspraak.data.storage.json_storage import DurableStorage
from afspraak.data.storage.strict_json import parse_tables
from afspraak.data.system.files.atomic_files import previous_copy

from .counts import Bound, Count
from .jobs import begun
from .nursery import Nursery
from .traced import ERRORS, Fault, Spot, spots, traced

OLD = {"header": {"1": {"word": "old"}}}
NEW = {"header": {"1": {"word": "new"}}}
_PLAIN = re.compile(
    r"disk is full|reports a failure|too many files|came in between|did not confirm"
)
_RAW = re.compile(r"Errno|Error|Interrupted system|Input/output|No space|quota exceeded|Traceback")


class Work:
    """A single piece of work: its initial files, and the checks after it."""

    name = job = ""

    def prepare(self, path: Path) -> None:
        """Create the initial files."""

    def fault(self, path: Path, said: str | None) -> str:
        """The fault found afterwards; "" for none. `said` is the program's message, None if
        killed."""
        raise NotImplementedError


class Save(Work):
    name, job = "of a save", "saving_once"

    def prepare(self, path: Path) -> None:
        there = DurableStorage(path)
        there.write(OLD)
        there.write(OLD)

    def fault(self, path: Path, said: str | None) -> str:
        there = DurableStorage(path)
        found = there.read()
        kept = parse_tables(previous_copy(path).read_bytes())
        if found not in (OLD, NEW) or kept not in (OLD, NEW):
            return "neither the old nor the new"
        if said == "" and found != NEW:
            return "what was saved is not there"
        there.write(OLD)
        return ""


class Type(Work):
    name, job = "of typing and saving", "typing_once"

    def prepare(self, path: Path) -> None:
        begun(path)

    def fault(self, path: Path, said: str | None) -> str:
        with closing(Session.open(path)) as session:
            text = session.notes.text
            if said == "" and "first second" not in text:
                return "what was saved is not there"
            if session.replicas.damaged_journals:
                return "a journal is damaged"
            if text.replace("first ", "").replace("second ", ""):
                return f"what was never typed is there: {text}"
            session.apply(Write(0, 0, "later ", True))
            session.save()
        if "later " not in Session.open_read_only(path).notes.text:
            return "a later save did not work"
        return ""


WORKS: Mapping[str, Work] = {"save": Save(), "type": Type()}


def singles(found: list[Spot]) -> Iterator[tuple[Fault, ...]]:
    """Every call with every error."""
    for spot in found:
        for error in ERRORS:
            yield (Fault(spot, error),)


def pairs(found: list[Spot], chance: random.Random) -> Iterator[tuple[Fault, ...]]:
    """Every two calls, with random errors. A process can be killed only once, so at the second."""
    for one, other in combinations(found, 2):
        error = chance.choice(ERRORS[:-1])
        second = error if one.name == other.name else chance.choice(ERRORS)
        yield (Fault(one, error), Fault(other, second))


def fail(
    work: Work,
    folder: Path,
    bound: Bound,
    nursery: Nursery,
    chance: random.Random,
    *,
    in_pairs: bool = False,
    told: Callable[[Count], None] = lambda _: None,
) -> Count:
    """Make the calls of the work fail: all cases in random order, as far as `bound` allows."""
    template = folder / "template"
    template.mkdir(parents=True)
    work.prepare(template / "a.json")
    first = folder / "first"
    shutil.copytree(template, first)
    found = spots(nursery, work.job, first / "a.json")
    cases = list(pairs(found, chance) if in_pairs else singles(found))
    chance.shuffle(cases)
    each = "two calls at a time" if in_pairs else "each call"
    result = Count(f"{each} {work.name} failing")
    for number, case in zip(bound, cases, strict=False):
        room = folder / str(number)
        shutil.copytree(template, room)
        result.rounds += 1
        wrong = _case(work, room / "a.json", nursery, case, result)
        if wrong:
            result.wrong.append(f"{', '.join(map(str, case))}: {wrong}")
        else:
            shutil.rmtree(room)
        told(result)
    return result


def _case(work: Work, path: Path, nursery: Nursery, case: tuple[Fault, ...], result: Count) -> str:
    child = traced(nursery, work.job, path, case)
    told = path.with_name(f"{path.name}.said")
    killed = child.status == -9
    if child.status not in (0, -9):
        return f"it ended with {child.status}"
    if killed and not any(fault.error == "kill" for fault in case):
        return "it was killed"
    said = [None, ""] if killed else json.loads(told.read_text(encoding="utf-8"))
    first, again = said[0], said[-1]
    told.unlink(missing_ok=True)
    # Linux closes also where close() fails; strace keeps it from being called, so a lock stays.
    kept_open = any(fault.spot.name == "close" for fault in case)
    if first and not kept_open and (not _PLAIN.search(first) or _RAW.search(first)):
        return f"no plain words: {first}"
    if again and not kept_open:
        return f"the next save does not work: {again}"
    result.acknowledged += first == ""
    try:
        wrong = work.fault(path, first)
    except StorageError as error:
        result.unreadable += 1
        return str(error)
    result.lost += bool(wrong)
    left = sorted({one.name for one in path.parent.iterdir()} - {"a.json", "a.json~"})
    return wrong or (f"left behind: {left}" if left else "")
