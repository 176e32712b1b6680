"""The form of a partner's shared and private answer to a checklist item.

The two answers are two texts. The choice above the field selects the one that is edited, and a line
below shows the length of both, so that nobody shares by mistake. A button shares the private
answer: it shows the resulting shared answer in the field before anything is saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.content import Content

from ...data.ids import PartnerId
from ...data.model.checklist.private_answers import append_missing_text
from ...data.model.conversation import ChecklistItem
from ...data.text.sanitize import clean_text
from ...widgets.drawing.desk.detail import behaviour_lines
from ...widgets.forms.choice import Choice
from ...widgets.forms.field import Button
from ...widgets.language import plural, tr
from .dialog.described import labelled
from .dialog.dialog import Dialog

_SHARED, _PRIVATE = "shared", "private"


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """Both answers; None for one that did not change."""

    shared: str | None = None
    private: str | None = None


class AnswerForm(Dialog[AnswerResult]):
    """The form of one partner's answers to one item."""

    LIVE_ROWS = 2

    def __init__(
        self,
        item: ChecklistItem,
        shared: str,
        private: str,
        today: date,
        *,
        asked: PartnerId | None = None,
        only_me: bool | None = None,
        for_both: bool = False,
    ) -> None:
        """Build the form.

        `asked` is the partner who answers: the two may be asked differently. `only_me` selects
        the answer to begin with; by default one that is filled in, or the private one. With
        `for_both` there is no private answer: a guest writes at another's terminal.
        """
        self._for_both = for_both
        self._texts = (_SHARED,) if for_both else (_PRIVATE, _SHARED)
        self._before = {
            _SHARED: clean_text(shared).rstrip(),
            _PRIVATE: clean_text(private).rstrip(),
        }
        self._now = dict(self._before)
        if only_me is None or for_both:
            only_me = not for_both and (bool(private) or not shared)
        self._current = _PRIVATE if only_me else _SHARED
        words = [(item.text, "bold")]
        if question := item.question_for(asked):
            words.append((f"\n{question}", ""))
        words += [(f"\n{line}", "dim") for line in behaviour_lines(item)]
        super().__init__(
            tr("form.answer"),
            [
                labelled(
                    "form.answer.who",
                    "choice",
                    self._current,
                    help=tr("form.answer.who.both") if for_both else "",
                    options=[(who, tr(f"form.answer.who.{who}")) for who in self._texts],
                ),
                labelled(
                    "form.answer.text",
                    "paragraph",
                    self._now[self._current],
                    rows=5,
                    placeholder=item.help,
                ),
            ],
            today=today,
            focus_field="text",
            intro=Content.assemble(*words),
        )

    def buttons(self) -> Iterator[Button]:
        """Yield the usual buttons, and one that shares the private answer."""
        yield from super().buttons()
        if not self._for_both:
            yield Button(tr("form.answer.share"), "share")

    def result(self, values: Mapping[str, str]) -> AnswerResult:
        """Return the answers that changed."""
        self._store(values["text"])
        changed = {who: text for who, text in self._now.items() if text != self._before[who]}
        return AnswerResult(changed.get(_SHARED), changed.get(_PRIVATE))

    def live(self, values: Mapping[str, str]) -> str:
        """Return the lengths of both answers, in words."""
        texts = self._now | {self._current: values["text"]}
        amounts = " · ".join(
            tr(f"form.answer.live.{who}", what=_word_count(texts[who])) for who in self._texts
        )
        return f"{amounts}\n{tr('form.answer.no_medical')}"

    def on_mount(self) -> None:
        """Follow the choice at once, so that the next key goes into the chosen text."""
        self.watch(self.form.query_one(Choice), "index", self._switch, init=False)

    @on(Button.Pressed, "#share")
    def share(self) -> None:
        """Append the private answer to the shared one, to be read over before it is saved."""
        self._store(self.form.values()["text"])
        self._now[_SHARED] = append_missing_text(self._now[_SHARED], self._now[_PRIVATE])
        self._show(_SHARED)
        self.form.fill("who", _SHARED)
        self.form.focus_field("text")

    @property
    def changed(self) -> bool:
        """Whether one of the two texts differs."""
        return (self._now | {self._current: self.form.values()["text"]}) != self._before

    def _switch(self) -> None:
        values = self.form.values()
        if values["who"] != self._current:
            self._store(values["text"])
            self._show(values["who"])

    def _show(self, who: str) -> None:
        self._current = who
        self.form.fill("text", self._now[who])

    def _store(self, text: str) -> None:
        self._now[self._current] = text


def _word_count(text: str) -> str:
    """Return the number of words of a text, as a message."""
    words = len(text.split())
    if not words:
        return tr("form.answer.nothing")
    return plural("form.answer.words", words)
