"""`agreements`: the agreements of all conversations, or those that are due."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....data.errors import UsageError
from ....data.i18n.relative_days import relative_day
from ....data.text.sanitize import clean_line, clean_text
from ....widgets.language import spoken, tr
from ...formatting.clock import today
from ..parser import SubParsers, add_command, json_option
from ..standard_streams import write_bytes
from .hooking import is_unattended, run_after
from .output import align_columns, json_bytes, loud, report_faults, write_text
from .request import Request
from .via import fetch_option, fetch_shared

if TYPE_CHECKING:
    from ....data.notebook.agreement_query import FoundAgreement

FORMATS = ("json", "ics", "csv", "todotxt", "taskwarrior", "org")
_ENDINGS = {".json": "json", ".ics": "ics", ".csv": "csv", ".txt": "todotxt", ".org": "org"}


def add(subparsers: SubParsers) -> None:
    """Add the parser of `agreements`."""
    agreements = add_command(subparsers, "agreements", run)
    agreements.add_argument("--open", action="store_true", help=tr("cli.agreements.open"))
    agreements.add_argument("--due", metavar=tr("cli.day"), help=tr("cli.agreements.due"))
    agreements.add_argument(
        "--owner", metavar=tr("cli.name"), default="", help=tr("cli.agreements.owner")
    )
    agreements.add_argument(
        "--ics", metavar="FILE", nargs="?", const="-", help=tr("cli.agreements.ics")
    )
    agreements.add_argument("--format", choices=FORMATS, help=tr("cli.agreements.format"))
    agreements.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=tr("cli.agreements.output")
    )
    fetch_option(agreements)
    json_option(agreements)


def run(request: Request) -> int:
    """Print every agreement of all conversations; with `--due` those due by then.

    Exit status 1 if there are none, or with `--due` if there are any; 3 if a conversation is
    damaged or a share was not fetched.
    """
    from ....data.i18n.dates import parse_due

    options = request.options
    until = parse_due(options.due, today()) if options.due is not None else None
    fetched_all = fetch_shared(request)
    found, faults = request.notebook.index.agreements(until, open_only=options.open)
    if options.owner:
        found = [row for row in found if row.belongs_to(options.owner)]
    if form := _format(options):
        _write(request, found, form, options.ics or options.output)
    elif found:
        _print_rows(found, today())
    elif sys.stdout.isatty():  # cron would mail even this
        write_text(tr("due.nothing_due" if until else "due.no_agreements"))
    if until is not None and found and is_unattended():
        run_after("agreement-due", partial(_due_facts, found, until))
    if report_faults(faults) or not fetched_all:
        return 3
    return int(bool(found) if until else not found)


def _print_rows(found: Sequence[FoundAgreement], day: date) -> None:
    rows: list[tuple[str, ...]] = [
        (
            row.due.isoformat() if row.due else "-",
            tr(row.label),
            row.text_in(spoken()),
            row.owner or "-",
            _status(row, day),
            f"{row.conversation} ({clean_line(row.slug)})",
        )
        for row in found
    ]
    lines = [
        _with_loud_status(line, cells) if row.is_late(day) else line
        for line, cells, row in zip(map(clean_text, align_columns(rows)), rows, found, strict=True)
    ]
    write_text("\n".join(lines), styled=True)


def _with_loud_status(line: str, cells: tuple[str, ...]) -> str:
    """Return the line of these cells with the last but one, how late it is, to be seen first."""
    status = cells[-2]
    begin = line.rindex(status, 0, len(line) - len(clean_text(cells[-1])))
    return f"{line[:begin]}{loud(status)}{line[begin + len(status) :]}"


def _due_facts(found: Sequence[FoundAgreement], until: date) -> dict[str, Any]:
    import json

    from ....data.exchange.hook_facts import due_facts

    rows = json_bytes([_json_row(row, today()) for row in found])
    return due_facts(json.loads(rows), until)


def _status(row: FoundAgreement, day: date) -> str:
    if row.due is not None and row.is_late(day):
        return tr(relative_day(row.due, day))
    return tr(f"due.status.{row.status}")


def _json_row(row: FoundAgreement, day: date) -> dict[str, object]:
    from ....data.model.agreement_numbers import parse_number

    values = row._asdict()
    del values["agreement"], values["is_support"]
    number = parse_number(values.pop("number"))
    return (
        {"id": row.agreement.id}
        | values
        | {"kind": row.agreement.kind, "number": number.base if number else 0}
        | row.agreement._asdict()
        | {"owner": row.owner, "due": row.due, "status": row.status}
        | {"label": row.label, "late": row.is_late(day)}
        | {"promise": "support" if row.is_support else "agreement"}
    )


def _format(options: argparse.Namespace) -> str:
    """Return the format that the options name, or the ending of the file; "" for a list.

    Raises UsageError for a file of which neither tells the format.
    """
    if options.ics is not None:
        return "ics"
    asked = "json" if options.json else options.format or ""
    if not asked and options.output != "-":
        asked = _ENDINGS.get(Path(options.output).suffix.lower(), "")
        if not asked:
            raise UsageError("due.which_format")
    return asked


def _document(found: Sequence[FoundAgreement], form: str) -> bytes | None:
    """Return the agreements for another program; None if it is a calendar without dates."""
    if form == "json":
        return json_bytes([_json_row(row, today()) for row in found])
    if form == "ics":
        from datetime import UTC, datetime

        from ....data.exchange.due_calendar import due_calendar

        return due_calendar(spoken(), found, datetime.now(UTC).replace(microsecond=0))
    from ....data.exchange.trackers.formats import tracker_file

    return tracker_file(form, spoken(), found)


def _write(request: Request, found: Sequence[FoundAgreement], form: str, target: str) -> None:
    """Write the agreements in a format to a file, or to standard output."""
    data = _document(found, form)
    if data is None:
        sys.stderr.write(tr("due.no_dates") + "\n")
    elif target == "-":
        write_bytes(data)
    else:
        from ....data.exchange.export import refuse_in_notebook, write_export
        from ....data.system.paths import user_path

        path = user_path(target)
        refuse_in_notebook(request.folder, path)
        write_export([row.path for row in found], path, data)
        write_text(tr("due.calendar.written" if form == "ics" else "due.written", path=path))
