"""What minutes tell of the kind of their conversation, so that later minutes say the same."""

from __future__ import annotations

from dataclasses import replace

from ...ids import EMPLOYEE, MANAGER
from ...kinds.record_form import record_form_of
from ...model.conversation import Conversation
from ...text.sanitize import clip
from ..edition import Edition, edition_of

_LONGEST_NAME = 24
"""The most code points of the name of a kind."""


def with_kept_form(conversation: Conversation, edition: Edition) -> Conversation:
    """Return the conversation with title, roles and keeping of its kind, as minutes tell them.

    Nothing is kept where the usual form says the same.
    """
    usual = edition_of(conversation, edition.version)
    told = (edition.title, edition.keeping, dict(edition.roles))
    if told == (usual.title, usual.keeping, dict(usual.roles)):
        return conversation
    form = record_form_of(conversation)
    name, title = _name_and_form(conversation, edition, form.title)
    chapters = edition.chapters if edition.is_file else form.file_chapters
    header = replace(
        conversation.header,
        kind_title=name,
        record_title=title,
        record_footer=form.footer,
        record_file=" ".join(sorted(chapters)),
        notice_purpose=form.notice.purpose,
        notice_readers=form.notice.readers,
        notice_keep=edition.keeping,
        role_manager=edition.roles["manager"],
        role_employee=edition.roles["employee"],
    )
    return replace(conversation, header=header)


def _name_and_form(conversation: Conversation, edition: Edition, form: str) -> tuple[str, str]:
    """Return the name of the kind and the form of the title; a title of another form is its own."""
    header = conversation.header
    rest = form.replace("{title}", "")
    values = {
        "period": header.period,
        "employee": conversation.name_of(EMPLOYEE) or edition.roles["employee"],
        "manager": conversation.name_of(MANAGER) or edition.roles["manager"],
    }
    if not header.period:
        rest = rest.replace(" {period}", "")
    for place, value in values.items():
        rest = rest.replace("{" + place + "}", value)
    name = edition.title.removesuffix(rest)
    if name != edition.title and 0 < len(name) <= _LONGEST_NAME:
        return name, form
    return clip(edition.title, _LONGEST_NAME), edition.title
