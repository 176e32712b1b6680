"""What a conversation keeps of its kind, in its header: copied there when it begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from ..i18n.catalogue import catalogue
from ..model.conversation import AGREEMENT_KINDS, ROLES, AgreementKind, Header
from .kind import Kind

NONE = "none"
"""Stands for an empty list, since an empty text means that nothing is kept."""

_Name = TypeVar("_Name", bound=str)


def header_values(kind: Kind) -> dict[str, Any]:
    """Return the columns of the header that a conversation of this kind keeps."""
    words = catalogue(kind.language)
    record, notice = kind.record, kind.record.notice
    roles = {
        f"role_{role}": record.roles[role]
        for role in ROLES
        if record.roles[role] != words(f"record_form.role.{role}")
    }
    return roles | {
        "kind_title": kind.title,
        "kind_digest": kind.digest,
        "aim": kind.aim,
        "talk_order": "\n".join(kind.order),
        "record_title": record.title,
        "record_footer": record.footer,
        "record_file": _joined(record.file_chapters),
        "notice_purpose": notice.purpose,
        "notice_readers": notice.readers,
        "notice_keep": notice.keep,
        "notice_rights": notice.rights,
        "notice_never": notice.never,
        "agreement_kinds": _joined(kind.agreement_kinds),
        "agreements_expected": _joined(kind.expected),
    }


def order_of(header: Header) -> tuple[str, ...]:
    """Return the steps of the talk; none if the conversation keeps no order."""
    return tuple(filter(None, header.talk_order.splitlines()))


def offered_agreements(header: Header) -> tuple[AgreementKind, ...]:
    """Return the kinds of agreements that are offered."""
    return members(header.agreement_kinds, AGREEMENT_KINDS) or AGREEMENT_KINDS


def expected_agreements(header: Header) -> tuple[AgreementKind, ...]:
    """Return the kinds of agreements of which one is usual; development if none are kept.

    At least one development agreement is the usual Dutch rule.
    """
    if not header.agreements_expected:
        return ("development",)
    return members(header.agreements_expected, AGREEMENT_KINDS)


def members(kept: str, known: Iterable[_Name]) -> tuple[_Name, ...]:
    """Return the known names in a kept list, in the order of those that are known."""
    names = kept.split()
    return tuple(name for name in known if name in names)


def _joined(names: Collection[str]) -> str:
    return " ".join(names) or NONE
