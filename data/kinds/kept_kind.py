"""What a conversation keeps of its kind, in its header: copied there when it begins."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..i18n.catalogue import catalogue
from ..model.conversation import ROLES, Header
from .kind import Kind

NONE = "none"
"""Stands for an empty list, since an empty text means that nothing is kept."""


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


def _joined(names: Collection[str]) -> str:
    return " ".join(names) or NONE
