"""Ratings of competencies, for the desk and the competencies screen."""

from __future__ import annotations

from ....data.errors import UsageError
from ....data.ids import RowId
from ....data.model.checklist.competencies import next_rating
from ....data.model.conversation import Rating
from ....data.model.edits import Rate
from ....data.session.session import Session
from ....widgets.drawing.desk.detail import rating_word
from ....widgets.language import tr
from ..context.controller_context import KeyNames


class RatingController:
    """Sets ratings for the writer."""

    def __init__(self, session: Session, keys: KeyNames) -> None:
        self._session, self._keys = session, keys

    def step(self, item_id: RowId, rating: Rating | None = None) -> str:
        """Set the writer's rating of a competency, or with None step to the next one.

        Return a sentence with the new rating, or with the reason why there is none. It is short:
        what a level means stands in the detail, and the footer keeps its keys.
        """
        conversation, writer = self._session.conversation, self._session.writer
        item = conversation.item(item_id)
        if item is None:
            return tr("desk.row_deleted")
        if item.kind != "competency":
            return tr("competencies.no_competency", header=self._keys.first_key("list.header"))
        seen = self._session.conversation_as_seen().item(item_id) or item
        rating = rating or next_rating(seen.ratings.get(writer))
        try:
            self._session.apply(Rate(item.id, writer, rating))
        except UsageError as error:
            return tr(error.message)
        partner = conversation.partner(writer)
        who = conversation.short_name(partner.name) if partner else writer
        told = [tr("competencies.rated", who=who, what=item.text, rating=rating_word(rating))]
        now = self._session.conversation.item(item_id)
        if now is not None and now.rated.get(writer):
            told.append(tr("competencies.only_you"))
        return " ".join(told)
