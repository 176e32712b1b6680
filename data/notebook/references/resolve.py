"""Which conversation a reference means.

Whole words of a name come before beginnings of them. Among the conversations with one person the
newest is meant; between several people only the user can choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ...errors import NotFoundError, StorageError, UsageError
from ...ids import Slug
from ...system.files.file_errors import display_path
from ...text.plain_words import has_words, search_words
from ...text.sanitize import clean_line
from .known import Known, KnownConversations
from .reference import Reference, parse_reference

if TYPE_CHECKING:
    from ..notebook import Notebook

MOST_CHOICES = 12
"""The most people or conversations that a message names."""

_Test = Callable[[str, str], bool]


class Choice(NamedTuple):
    """The conversation that is meant with one person, and their name if it is known.

    `slugs` are those between which the number chooses, the newest first.
    """

    known: Known
    slugs: tuple[Slug, ...]
    name: str = ""


class AmbiguousReference(UsageError):
    """A reference that can mean several people.

    `choices` are by name: one for each of them who has as many conversations as its number says.
    """

    def __init__(self, reference: str, choices: Sequence[Choice]) -> None:
        super().__init__(
            "notebook.reference.several"
            if len(choices) > 1
            else "notebook.reference.one_of_several",
            reference=display_path(reference),
            slugs=_listed([each.known.slug for each in choices]),
        )
        self.choices = tuple(choices)


def look_up(text: str, notebook: Notebook) -> tuple[Slug, int]:
    """Return the conversation that a reference means, and how many with that person it could be.

    Raises NotFoundError if it matches none, AmbiguousReference if it matches several people.
    """
    reference = parse_reference(text)
    if reference is None or reference.is_empty:
        raise _not_found(text, notebook)
    conversations = _with_locked(notebook.index.known(), reference, notebook)
    choices, most = choices_of(reference, conversations)
    everyone, _ = choices_of(reference._replace(number=1), conversations)
    if choices and len(everyone) > 1:
        raise AmbiguousReference(text, choices)
    if choices:
        return choices[0].known.slug, len(choices[0].slugs)
    if most:
        raise NotFoundError("notebook.reference.number", reference=display_path(text), count=most)
    others, _ = choices_of(reference._replace(which=(), number=1), conversations)
    if reference.who and others:
        slugs = [slug for choice in others for slug in choice.slugs]
        raise NotFoundError(
            "notebook.reference.none_such", reference=display_path(text), slugs=_listed(slugs)
        )
    raise _not_found(text, notebook, close_slug(reference, conversations))


def _listed(slugs: Sequence[Slug]) -> str:
    """Return conversations as lines: the first ones, and "…" if there are more."""
    lines = [f"  {clean_line(slug)}" for slug in slugs[:MOST_CHOICES]]
    return "\n".join([*lines, "  …"] if len(slugs) > MOST_CHOICES else lines)


def _not_found(text: str, notebook: Notebook, close: str = "") -> NotFoundError:
    return NotFoundError(
        "notebook.reference.close" if close else "notebook.reference.none",
        reference=display_path(text),
        folder=display_path(notebook.folder),
        slug=clean_line(close),
    )


def _with_locked(
    conversations: KnownConversations, reference: Reference, notebook: Notebook
) -> KnownConversations:
    """Return the conversations with what locked ones say, where there is a choice between them.

    The index has nothing of those. Without the key they stay as they are.
    """
    from ..summary import read_conversation

    found = [known for known, _ in _who(reference.who, conversations)]
    read = {}
    for known in found if len(found) > 1 else ():
        if not known.is_readable:
            with suppress(StorageError):
                path = notebook.path_of(known.slug)
                read[known.slug] = known.of(read_conversation(path, user=notebook.user))
    if not read:
        return conversations
    return KnownConversations([read.get(known.slug, known) for known in conversations.all])


def choices_of(
    reference: Reference, conversations: KnownConversations
) -> tuple[tuple[Choice, ...], int]:
    """Return one choice for each person whom the reference may mean, by name.

    Also return how many conversations there were before the number was applied, at most with one
    person: 0 if no words match.
    """
    people = _people(_which(_who(reference.who, conversations), reference.which), conversations)
    most = max(map(len, people.values()), default=0)
    chosen = (
        Choice(found[reference.number - 1], tuple(known.slug for known in found), name)
        for name, found in people.items()
        if 0 < reference.number <= len(found)
    )
    return tuple(sorted(chosen, key=lambda choice: (choice.name, choice.known.slug))), most


def close_slug(reference: Reference, conversations: KnownConversations) -> Slug:
    """Return the newest conversation with a person whose name resembles the words; "" for none."""
    from difflib import get_close_matches

    words: dict[str, list[Known]] = {}
    for known in conversations.all:
        for name in conversations.named(known):
            for word in search_words(name):
                words.setdefault(word, []).append(known)
    near = [get_close_matches(word, words, n=1) for word in reference.who]
    if not near or not all(near):
        return Slug("")
    found = [known for known in conversations.all if all(known in words[one] for (one,) in near)]
    return max(found, key=conversations.age).slug if found else Slug("")


def _who(words: Sequence[str], conversations: KnownConversations) -> list[tuple[Known, set[str]]]:
    """Return the conversations that the words mean, each with the people who are meant."""
    for is_match in (str.__eq__, str.startswith):
        found = [
            (known, people)
            for known in conversations.all
            if (people := _meant(known, words, conversations, is_match)) is not None
        ]
        if found:
            return found
    return []


def _meant(
    known: Known, words: Sequence[str], conversations: KnownConversations, is_match: _Test
) -> set[str] | None:
    """Return who is meant in a conversation; None if it is not meant."""
    names = conversations.named(known)
    people = {name for name in names if has_words(search_words(name), words, is_match)}
    if people:
        return people
    slug = search_words(known.slug)
    if not known.is_readable and has_words(slug, words, is_match):
        return set(names)
    beginning = slug[: len(words)]
    if words and beginning[:-1] == list(words[:-1]) and len(beginning) == len(words):
        return set(names) if is_match(beginning[-1], words[-1]) else None
    return None if words else set(names)


def _which(
    found: list[tuple[Known, set[str]]], words: Sequence[str]
) -> list[tuple[Known, set[str]]]:
    """Return those of which each word means the kind, else the period or title, else the date."""
    sources: tuple[Callable[[Known], list[str]], ...] = (
        Known.kind_words,
        Known.title_words,
        lambda known: [known.date, *known.date.split("-")],
    )
    for word in words:
        is_match = str.__eq__ if word.isdigit() else str.startswith
        found = next(
            (
                matches
                for words_of in sources
                if (
                    matches := [
                        each for each in found if has_words(words_of(each[0]), [word], is_match)
                    ]
                )
            ),
            [],
        )
    return found


def _people(
    found: Iterable[tuple[Known, set[str]]], conversations: KnownConversations
) -> dict[str, list[Known]]:
    """Return the conversations by person, the newest first.

    One that may be with either of two people goes to whoever has others, so that there is no choice
    where none is needed.
    """
    people: dict[str, list[Known]] = {}
    spelled: dict[str, str] = {}
    for known, names in sorted(found, key=lambda each: len(each[1]) > 1):
        keys = {" ".join(search_words(name)): name for name in sorted(names)} or {known.slug: ""}
        shared = [key for key in keys if key in people] or list(keys)
        for key in shared:
            spelled.setdefault(key, keys[key])
            people.setdefault(key, []).append(known)
    return {
        spelled[key] or key: sorted(known, key=conversations.age, reverse=True)
        for key, known in people.items()
    }
