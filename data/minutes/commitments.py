"""Commitments: the agreements of each person who owns or supports them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..i18n.catalogue import LANGUAGES, Catalogue, catalogue
from ..ids import EMPLOYEE, MANAGER
from ..model.agreements.completeness import means_no_support
from ..model.conversation import Agreement, Conversation
from .wording import labelled, name_of


@dataclass
class Commitments:
    """The agreements that one person owns or supports, each with its label."""

    name: str
    owns: list[tuple[str, Agreement]] = field(default_factory=list)
    supports: list[tuple[str, Agreement]] = field(default_factory=list)


def commitments(conversation: Conversation, words: Catalogue) -> list[Commitments]:
    """Return each person's commitments, the employee first, then the manager, then others.

    Dropped agreements are left out.
    """
    people: dict[str, Commitments] = {}
    known = _known_names(conversation)
    for partner_id in (EMPLOYEE, MANAGER):
        people[partner_id] = Commitments(name_of(partner_id, conversation, words))

    def person(name: str) -> Commitments:
        folded = name.casefold()
        key = known.get(folded, f"name/{folded}")
        return people.setdefault(key, Commitments(name))

    for label, agreement in labelled(conversation, words):
        if agreement.status == "dropped":
            continue
        if agreement.owner:
            person(agreement.owner).owns.append((label, agreement))
        if agreement.support_by and not means_no_support(agreement.support):
            person(agreement.support_by).supports.append((label, agreement))
    return [entry for entry in people.values() if entry.owns or entry.supports]


def _known_names(conversation: Conversation) -> dict[str, str]:
    """Return folded name -> role, for whole names, roles in every language, unique first names."""
    known: dict[str, str] = {}
    for role in ("manager", "employee"):
        known |= dict.fromkeys(_role_words(role), role)
    firsts = [partner.name.casefold().partition(" ")[0] for partner in conversation.partners]
    for partner, first in zip(conversation.partners, firsts, strict=True):
        if first and firsts.count(first) == 1:
            known[first] = partner.role
    for partner in conversation.partners:
        if partner.name:
            known[partner.name.casefold()] = partner.role
    return known


def _role_words(role: str) -> Iterable[str]:
    yield role
    for language in LANGUAGES:
        yield catalogue(language)(f"minutes.role.{role}").casefold()
