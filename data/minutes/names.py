"""What the two partners are called in the minutes."""

from __future__ import annotations

from ..i18n.catalogue import Catalogue
from ..ids import EMPLOYEE, MANAGER, NOBODY, PartnerId
from ..model.conversation import Conversation, Role
from ..text.lazy_pattern import lazy_pattern
from ..text.sanitize import clean_line
from .edition import Edition

ORDER: tuple[PartnerId, ...] = (EMPLOYEE, MANAGER)
"""The partners in the order of the minutes: a personnel file is sorted by the employee."""

_ROLES: dict[PartnerId, Role] = {EMPLOYEE: "employee", MANAGER: "manager"}
_NOT_IN_A_NAME = lazy_pattern(r"[(),:]")


class Names:
    """The names of the partners: whole, and short where that tells them apart."""

    def __init__(self, conversation: Conversation, edition: Edition, words: Catalogue) -> None:
        self._roles: dict[PartnerId, str] = {
            by: clean_line(edition.roles[_ROLES[by]]) for by in ORDER
        }
        self._names: dict[PartnerId, str] = {
            by: clean_line(conversation.name_of(by)) for by in ORDER
        }
        self.unknown = words("minutes.unknown")
        self.together = words("minutes.together")
        self._short = self._distinct_names()

    def name(self, by: PartnerId) -> str:
        """Return the whole name of a partner; may be empty."""
        return self._names[by]

    def role(self, by: PartnerId) -> str:
        """Return what a partner is called, with a capital."""
        return self._roles[by]

    def whole(self, by: PartnerId) -> str:
        """Return the whole name of a partner; without one, their role."""
        return self._names[by] or self._roles[by]

    def short(self, by: PartnerId) -> str:
        """Return a first name where it tells the two apart, else the name, else the role.

        Anybody else is unknown.
        """
        return self._short.get(by, self.unknown)

    def partner_of(self, short: str) -> PartnerId:
        """Return who is called that in short; NOBODY for another name."""
        return next((by for by in ORDER if self._short[by] == short), NOBODY)

    def _distinct_names(self) -> dict[PartnerId, str]:
        firsts: dict[PartnerId, str] = {by: n.split(" ")[0] for by, n in self._names.items()}
        for names in (firsts, self._names):
            if len(set(names.values())) == len(ORDER) and all(map(self._is_clear, names.values())):
                return names
        return self._roles

    def _is_clear(self, name: str) -> bool:
        """Return whether a name cannot be taken for one of our words or signs."""
        taken = (self.unknown, self.together, *self._roles.values())
        return bool(name) and name not in taken and not _NOT_IN_A_NAME.search(name)
