"""Items that ask the same in two conversations, which may have been begun in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ...ids import RowId
from ...model.conversation import ChecklistItem, Conversation
from ...templates.kind_place import builtin_kind


class Twins:
    """Finds the items of one conversation in another.

    Items with the same text are the same. Between two languages so are items of a checklist with
    the same id, unless somebody wrote another text in one of them.
    """

    def __init__(self, mine: Conversation, theirs: Conversation) -> None:
        """Look for the items of `mine` in `theirs`."""
        self._mine, self._theirs = mine, theirs
        self._are_translated = mine.header.language != theirs.header.language

    def of(self, item: ChecklistItem, present: Conversation) -> ChecklistItem | None:
        """Return the item of `present`, a later state of `theirs`, that asks the same."""
        items, text = present.checklist, item.text.casefold()
        same = [other for other in items if other.id == item.id and other.kind == item.kind]
        found = next((other for other in [*same, *items] if other.text.casefold() == text), None)
        if found is not None or not self._are_translated:
            return found
        return next((other for other in same if self._is_translation(item, other)), None)

    @cached_property
    def sections(self) -> Mapping[str, str]:
        """The headings of `theirs` by those of `mine` under which the same items stand."""
        found: dict[str, str] = {}
        for item in self._mine.checklist:
            twin = self.of(item, self._theirs)
            if twin is not None and twin.section != item.section:
                found.setdefault(item.section, twin.section)
        return found

    def _is_translation(self, item: ChecklistItem, other: ChecklistItem) -> bool:
        return item.belongs == other.belongs and all(
            each.text == builtin_texts.get(each.id, each.text)
            for each, builtin_texts in ((item, self._my_texts), (other, self._their_texts))
        )

    @cached_property
    def _my_texts(self) -> Mapping[RowId, str]:
        return _builtin_texts(self._mine)

    @cached_property
    def _their_texts(self) -> Mapping[RowId, str]:
        return _builtin_texts(self._theirs)


def _builtin_texts(conversation: Conversation) -> Mapping[RowId, str]:
    """Return the texts of the built-in items of a kind and a language, by id."""
    header = conversation.header
    try:
        checklist = builtin_kind(header.kind, header.language).checklist()
    except KeyError:
        return {}
    return {item.id: item.text for item in checklist}
