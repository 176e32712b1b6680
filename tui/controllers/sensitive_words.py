"""A hint to leave health data out, shown when a health word is written. It refuses nothing."""

from __future__ import annotations

from ...data.model.changes import Changes
from ...data.session.session import Session
from ...widgets.language import tr
from .context.controller_context import StatusLine

_LONGEST = 2_000
"""The most code points of a paste that are searched."""


class SensitiveWordHint:
    """Checks changes for health words, and shows one hint per word until the desk closes."""

    def __init__(self, session: Session, context: StatusLine) -> None:
        self._session, self._context = session, context
        self._hinted_words: frozenset[str] = frozenset()

    def check(self, changes: Changes) -> None:
        """Check the text just typed or pasted in the notes, and the changed rows."""
        self._check_text(self._typed(changes))
        self._check_text("\n".join(self._texts_of_rows(changes)))

    def _typed(self, changes: Changes) -> str:
        """Return the text just typed or pasted, if it completes a word, else ""."""
        if not changes.written or not changes.splices:
            return ""
        typed = changes.splices[-1]
        if not typed.text or typed.text[-1].isalnum():
            return ""
        notes = self._session.notes
        end = typed.start + len(typed.text)
        line_start = notes.slice(max(0, typed.start - 40), typed.start).rpartition("\n")[2]
        return line_start + notes.slice(typed.start, min(end, typed.start + _LONGEST))

    def _texts_of_rows(self, changes: Changes) -> list[str]:
        if not changes.rows:
            return []
        own = self._session.private_answers()
        return [own[row] for _, row in changes.rows if row in own] + [
            value
            for table, row in sorted(changes.rows)
            for value in self._session.row(table, row).values()
            if isinstance(value, str)
        ]

    def _check_text(self, text: str) -> None:
        if not text:
            return
        from ...data.privacy.sensitive_words import health_words

        found = health_words(text, self._session.conversation.header.language)
        new = [word for word in found if word.casefold() not in self._hinted_words]
        if new:
            self._hinted_words |= {word.casefold() for word in new}
            self._context.show_status(tr("sensitive_words.hint", word=new[0]))
