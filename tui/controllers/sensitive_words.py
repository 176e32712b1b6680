"""A hint when somebody writes about health: better to leave it out. It refuses nothing."""

from __future__ import annotations

from textual.screen import Screen

from ...data.i18n.catalogue import tr
from ...data.model.changes import Changes
from ...data.model.fields import field_key
from ...data.session.session import Session

_LONGEST = 2_000
"""The most code points of a paste that are searched."""


class SensitiveWordHint(Screen[None]):
    """The part of the desk that checks text for sensitive words; one hint a word a sitting."""

    session: Session
    _hinted_words: frozenset[str] = frozenset()

    def show_status(self, text: str) -> None:
        """Show a sentence in the status line. Overridden by the desk."""
        raise NotImplementedError

    def check_notes(self, changes: Changes) -> None:
        """Check what was just typed or pasted in the notes, once a word is complete."""
        if not changes.written or not changes.splices:
            return
        typed = changes.splices[-1]
        if not typed.text or typed.text[-1].isalnum():
            return
        notes = self.session.notes
        end = typed.start + len(typed.text)
        line_start = notes.slice(max(0, typed.start - 40), typed.start).rpartition("\n")[2]
        self._check_text(line_start + notes.slice(typed.start, min(end, typed.start + _LONGEST)))

    def check_rows(self, changes: Changes) -> None:
        """Check the text of rows that were just changed here."""
        starts = tuple(field_key(*row, "") for row in changes.rows)
        if not starts:
            return
        own = self.session.private_answers()
        texts = [own[row] for _, row in changes.rows if row in own]
        texts += [
            value
            for key, value in self.session.fields.items()
            if isinstance(value, str) and key.startswith(starts)
        ]
        self._check_text("\n".join(texts))

    def _check_text(self, text: str) -> None:
        if not text:
            return
        from ...data.privacy.sensitive_words import health_words

        found = health_words(text, self.session.conversation.header.language)
        new = [word for word in found if word.casefold() not in self._hinted_words]
        if new:
            self._hinted_words |= {word.casefold() for word in new}
            self.show_status(tr("sensitive_words.hint", word=new[0]))
