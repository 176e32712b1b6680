"""The minutes of a conversation as text, checked before anybody gets them."""

from __future__ import annotations

from collections.abc import Collection

from ..errors import AfspraakError
from ..i18n.catalogue import Message
from ..ids import PartnerId
from ..model.conversation import Conversation
from .edition import Version, edition_of
from .self_check import difference
from .writing.writer import compose


def write_minutes(
    conversation: Conversation,
    version: Version = Version.FULL,
    *,
    digest: str = "",
    authors: bool = True,
    front_matter: bool = False,
    void: Collection[PartnerId] = (),
) -> str:
    """Return the minutes in the conversation's own language, as Markdown with a final line feed.

    `digest` is the content digest of the conversation, `authors` says who wrote which lines of the
    notes, `front_matter` puts lines for programs before the title, and `void` are the partners
    whose stance does not hold any more.
    Raises AfspraakError if the text, read back, says something else than the conversation.
    """
    edition = edition_of(
        conversation,
        version,
        digest=digest,
        authors=authors,
        front_matter=front_matter,
        void=void,
    )
    text = compose(conversation, edition)
    if part := difference(text, conversation, edition):
        raise AfspraakError("minutes.mismatch", part=Message(f"minutes.part.{part}"))
    return text
