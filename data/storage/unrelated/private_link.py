"""The field by which a private preparation names its conversation."""

from __future__ import annotations

from collections.abc import Iterable

from ...model.fields import CREATED_KEY, SINGLETON_ID, FieldKey, Fields

_CONVERSATION_KEY = FieldKey("header", SINGLETON_ID, "conversation")
"""In a private file: the time of creation and the clients of its conversation, blank-separated."""


def link_to(conversation: Fields, clients: Iterable[int]) -> Fields:
    """Return the field that names a conversation, with the clients who wrote in it."""
    numbers = " ".join(map(str, sorted(clients)))
    return {_CONVERSATION_KEY: f"{conversation.get(CREATED_KEY, '')} {numbers}"}


def is_linked(private: Fields) -> bool:
    """Return whether a private file names its conversation; files of earlier versions do not."""
    return bool(private.get(_CONVERSATION_KEY))


def linked_creation(private: Fields) -> str:
    """Return when the conversation was created that a private file names; "" if unknown."""
    return str(private.get(_CONVERSATION_KEY, "")).partition(" ")[0]


def linked_clients(private: Fields) -> frozenset[int]:
    """Return the clients of the conversation that a private file names."""
    _, *clients = str(private.get(_CONVERSATION_KEY, "")).split(" ")
    return frozenset(int(word) for word in clients if word.isascii() and word.isdigit())
