"""The reactions of the partners, and the lines for signatures on paper."""

from __future__ import annotations

from collections.abc import Iterator

from ...i18n.catalogue import Catalogue
from ...ids import PARTNER_IDS, PartnerId
from ...model.conversation import STANCES, Approval, Conversation
from ...text.sanitize import clean_line
from ..edition import Edition
from ..markup.entries import block_entry, cell, entry, table, typed_label
from ..names import ORDER, Names
from ..subject import Subject, subject_of
from ..wording import approvals
from .moments import moment

_LINE_TO_SIGN_ON = "…" * 20


def reactions(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the blocks of the chapter: always a line for both."""
    names = Names(conversation, edition, words)
    given = {approval.partner: approval for approval in approvals(conversation)}
    lines: list[str] = []
    for by in ORDER:
        label = typed_label(names.name(by))
        label = f"{label} ({names.role(by).lower()})" if label else names.role(by)
        approval = given.get(by)
        if approval is None:
            lines.append(entry(label, words("minutes.reactions.none")))
            continue
        lines.append(entry(label, stance(approval, conversation, edition, words)))
        if clean_line(approval.remark):
            lines.append(block_entry(words("minutes.reaction"), approval.remark, "  "))
    yield f"## {words('minutes.reactions')}"
    yield "\n".join(lines)
    yield words("minutes.reactions.told")


def stance(
    approval: Approval, conversation: Conversation, edition: Edition, words: Catalogue
) -> str:
    """Return a stance in words: its time, who entered it if another did, whether it holds."""
    text = words(f"minutes.stance.{approval.stance}")
    if at := moment(approval.at, conversation.header.zone, words):
        text = words("minutes.stance_at", stance=text, moment=at)
    if approval.entered_for:
        who = _who_entered(approval, conversation, edition, words)
        text = words("minutes.stance_entered", stance=text, who=who)
    about = subject_of(approval, edition)
    if about is Subject.THIS_RECORD:
        return text
    if about is Subject.CHANGED_RECORD:
        return words("minutes.stance_void", stance=text)
    return words("minutes.stance_other", stance=text, digest=approval.digest)


def signatures(conversation: Conversation, edition: Edition, words: Catalogue) -> Iterator[str]:
    """Yield the blocks of the chapter: a row for each, to sign on paper."""
    names = Names(conversation, edition, words)
    stances = " / ".join(words(f"minutes.stance.{stance}") for stance in STANCES)
    head = [words(f"minutes.signatures.{name}") for name in ("name", "stance", "day", "signature")]
    rows = [[cell(names.whole(by)), stances, "", _LINE_TO_SIGN_ON] for by in ORDER]
    yield f"## {words('minutes.signatures')}"
    yield words("minutes.signatures.told")
    yield table([head, *rows])


def _who_entered(
    approval: Approval, conversation: Conversation, edition: Edition, words: Catalogue
) -> str:
    """Return who entered a stance, by name: minutes contain no logins.

    Minutes that were read back have the id of a partner in the place of the login.
    """
    entered_by = str(approval.entered_for)
    found = [p.id for p in conversation.partners if p.login and p.login == entered_by]
    found += [PartnerId(entered_by)] if entered_by in PARTNER_IDS else []
    if not found:
        return words("minutes.stance_entered.other")
    return Names(conversation, edition, words).short(found[0])
