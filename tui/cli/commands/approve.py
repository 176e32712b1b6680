"""`approve`: enter a partner's stance from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ....data.errors import UsageError
from ....data.i18n.catalogue import Message
from ....data.ids import PartnerId
from ....data.model.conversation import ROLES, STANCES, Approval, Stance
from ....data.system.paths import user_path
from ....widgets.language import spoken, tr
from ..parser import SubParsers, add_command, reference_argument
from .hooking import run_after
from .output import write_text
from .request import Request

if TYPE_CHECKING:
    from ....data.session.session import Session


def add(subparsers: SubParsers) -> None:
    """Add the parser of `approve`."""
    approve = add_command(subparsers, "approve", run)
    reference_argument(approve)
    approve.add_argument("--as", dest="role", choices=ROLES, help=tr("cli.approve.as"))
    approve.add_argument("--stance", choices=STANCES, default="agreed",
                         help=tr("cli.approve.stance"))  # fmt: skip
    approve.add_argument("--remark", metavar="FILE", help=tr("cli.approve.remark"))


def run(request: Request) -> int:
    """Enter the stance, and print what it replaces, the gaps and the status of both partners.

    Without a remark the one that this partner made before stays.
    """
    from ....data.approval.content_digest import content
    from ....data.approval.status import approval_statuses_at, status_lines
    from ....data.exchange.export import session_minutes
    from ....data.exchange.hook_facts import approval_facts
    from ....data.kinds.role_words import name_or_role
    from ....data.model.agreements.completeness import completeness_gaps
    from ....data.session.approval_entry import confirmation_hint, enter_stance
    from ....data.session.session import Session

    options = request.options
    path = request.find()  # before a remark is typed
    remark = _remark(options.remark) if options.remark else None
    session = Session.open(path, user=request.user)
    try:
        session_minutes(session)  # nobody approves what they cannot read
        now = content(session.fields, session.notes.note_lines())
        partner = PartnerId(options.role) if options.role else _myself(session)
        before = session.conversation.approval(partner)
        kept = before.remark if before and remark is None else remark or ""
        session.apply(enter_stance(session, partner, now, options.stance, kept))
        conversation = session.full_conversation()
        statuses = approval_statuses_at(conversation, now, session.fields)
        lines = status_lines(spoken(), statuses)
        if hint := confirmation_hint(session, partner):
            lines.append(tr(hint))
        facts = approval_facts(session, partner)
    finally:
        session.close()
    if before:
        name = spoken().text(name_or_role(conversation, partner))
        write_text(*_replaced(before, options.stance, kept, name))
    if missing := [tr(gap.message) for gap in completeness_gaps(conversation)]:
        write_text(tr("approval.missing", what="; ".join(missing)))
    write_text(*lines)
    run_after("after-approve", lambda: facts)
    return 0


def _replaced(before: Approval, stance: Stance, remark: str, name: str) -> Iterator[str]:
    """Yield what becomes of the stance and the remark that a partner had before."""
    if before.stance != stance:
        yield tr("cli.approve.replaced", stance=tr(f"approval.status.{before.stance}", name=name))
    if before.remark:
        outcome = "remark_kept" if before.remark == remark else "remark_replaced"
        yield tr(f"cli.approve.{outcome}", name=name)


def _myself(session: Session) -> PartnerId:
    """Return the partner at this terminal. Raises UsageError, which names `--as`, if unknown."""
    try:
        return session.require_partner()
    except UsageError as error:
        raise UsageError(
            "cli.with_hint", error=error.message, hint=Message("cli.approve.unknown")
        ) from None


def _remark(name: str) -> str:
    """Read the remark from a file: other users of the machine can see arguments."""
    from ....data.approval.signature import read_file

    if name != "-":
        data = read_file(user_path(name))
    elif not (data := sys.stdin.buffer.read()):
        raise UsageError("cli.prompt.ended")
    return data.decode("utf-8", "replace").rstrip()
