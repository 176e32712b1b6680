"""The keymap of a user: the key table, with the keys that the settings remap."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ...widgets.language import tr
from .key import Key
from .table import ACTIVE_CONTEXTS, EDITING_KEYS, KEY_BY_ID, KEYS, brief_keys, format_keys
from .user_keymap import RejectedKey, validate_keymap


class Keymap(NamedTuple):
    """The keys of one user, and how screens show them."""

    remapped: Mapping[str, str] = MappingProxyType({})
    """Key names, separated by commas, by the id of their binding."""

    def keys_of(self, key: Key) -> str:
        """Return the key names of a row of the key table."""
        return self.remapped.get(key.id, key.keys)

    def first_key(self, binding: str) -> str:
        """Return the first key of the binding with this id, as screens show it."""
        return self._first(KEY_BY_ID[binding])

    def hints(
        self,
        context: str,
        *,
        always: bool = False,
        omit: Collection[str] = (),
        words: Mapping[str, str] = MappingProxyType({}),
    ) -> list[tuple[str, str]]:
        """Return the footer's pairs (key, description) of a context, most important first.

        With `always` those at its right, which work in every pane of the screen; without those of
        the bindings in `omit`. `words` are the messages of those that mean something else at this
        moment, by id.
        """
        rows = [
            key
            for key in KEYS
            if key.context in ACTIVE_CONTEXTS[context]
            and key.hint
            and key.always is always
            and key.id not in omit
        ]
        return [
            (
                brief_keys(self._first(key)),
                tr(words.get(key.id) or f"hint.{key.id}"),
            )
            for key in sorted(rows, key=lambda row: row.hint)
        ]

    def name_of(self, shown: str) -> str:
        """Return Textual's name of a key that a footer shows as `shown`; "" if it shows none.

        A range of ratings stands for the key that steps through them.
        """
        for key in KEYS:
            for name in self.keys_of(key).split(","):
                if brief_keys(format_keys(name)) == brief_keys(shown):
                    return name
        rate = self.keys_of(KEY_BY_ID["checklist.rate"])
        return rate.split(",")[0] if shown == self.ratings else ""

    @property
    def ratings(self) -> str:
        """The keys that rate a competency, as a footer shows them: the first and the last."""
        first, last = (
            self.first_key(f"checklist.rate_as.{each}") for each in ("improve", "undiscussed")
        )
        return f"{first}-{last}"

    def _first(self, key: Key) -> str:
        return format_keys(self.keys_of(key).split(",")[0])


USUAL_KEYMAP = Keymap()
"""The key table as it is."""


def read_keymap(wanted: Mapping[str, str]) -> tuple[Keymap, list[RejectedKey]]:
    """Return the keymap with these key names by binding id, and the rejected ones with reasons."""
    editing = {name for names, _ in EDITING_KEYS for name in names.split(",")}
    taken, refused = validate_keymap(wanted, KEYS, ACTIVE_CONTEXTS, editing)
    return Keymap(taken), refused
