"""The title of the agreements pane: how many are open or late, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from ....data.model.agreements.completeness import LATER_GAPS, gaps_of_the_whole
from ....data.model.conversation import Conversation
from ...language import tr
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import Line
from .agreement_rows import AgreementRow, late_and_lacking


def agreements_title(conversation: Conversation, rows: Sequence[AgreementRow]) -> Title:
    """Return the title over the rows of the agreements of a conversation."""
    open_count = sum([not row.closed for row in rows])
    counts: list[Line] = [count(tr("pane.agreements.open", count=open_count))]
    late, lacking = sum([row.late for row in rows]), sum([row.lacking for row in rows])
    counts += late_and_lacking(late, lacking)
    counts += [count(words, Role.MISSING) for words in _gaps_of_the_whole(conversation)]
    return Title((tr("pane.agreements.title"),), counts)


def _gaps_of_the_whole(conversation: Conversation) -> list[str]:
    """Return the gaps of the conversation in words, without those that are told later."""
    found = gaps_of_the_whole(conversation) if conversation.agreements else ()
    names = [gap.names[0] for gap in found]
    return [tr(f"pane.{name}.none") for name in names if name not in LATER_GAPS]
