"""The title of the agreements pane: how many are open or late, and what is missing."""

from __future__ import annotations

from datetime import date

from ....data.model.agreements.completeness import LATER_GAPS, completeness_gaps
from ....data.model.conversation import Conversation
from ...language import tr
from ..roles import Role
from ..title_rule import Title, count
from ..wrapping import Line
from .agreement_rows import late_and_lacking


def agreements_title(conversation: Conversation, today: date) -> Title:
    """Return the title over the agreements; those due before `today` are late."""
    agreements = conversation.agreements
    open_count = sum(agreement.status == "open" for agreement in agreements)
    counts: list[Line] = [count(tr("pane.agreements.open", count=open_count))]
    counts += late_and_lacking(agreements, today)
    counts += [count(words, Role.MISSING) for words in _gaps_of_the_whole(conversation)]
    return Title((tr("pane.agreements.title"),), counts)


def _gaps_of_the_whole(conversation: Conversation) -> list[str]:
    """Return the gaps of the conversation in words, without those that are told later."""
    found = completeness_gaps(conversation) if conversation.agreements else ()
    names = [gap.names[0] for gap in found if gap.agreement is None]
    return [tr(f"pane.{name}.none") for name in names if name not in LATER_GAPS]
