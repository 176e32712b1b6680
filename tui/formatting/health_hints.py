"""The hints to leave health out, for a text that is read or written as a whole."""

from __future__ import annotations

from ...data.privacy.sensitive_words import health_words_of_any_language
from ...widgets.language import tr

_MOST = 5
"""The most hints for one text: the reader knows then what to look for."""


def health_hints(*texts: str) -> list[str]:
    """Return a hint for each word about health in these texts, at most five."""
    words = health_words_of_any_language(texts)[:_MOST]
    return [tr("sensitive_words.hint", word=word) for word in words]
