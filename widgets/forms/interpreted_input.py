"""Inputs for a date and a time of the day in words, which show what they understood."""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

from ...data.errors import AfspraakError
from ...data.i18n.catalogue import Message
from ...data.i18n.date_format import Width, format_date
from ...data.i18n.dates import When, parse_when, remark_on
from ...data.i18n.times import parse_time
from ..language import spoken, tr
from .field import LineInput

_Meaning = TypeVar("_Meaning")


class InterpretedInput(LineInput, Generic[_Meaning]):
    """An input whose text has a meaning; `interpretations` say what was understood."""

    def __init__(self, value: str = "", offer: str = "") -> None:
        super().__init__(value, replace_on_typing=True, offer=offer)
        self._initial = super().read()
        self._parsed: tuple[str, _Meaning | Message | None] = "", None
        """The last text that was parsed, and what it means."""

    @property
    def is_typed(self) -> bool:
        """Whether the text is not the one at the beginning."""
        return super().read() != self._initial

    def fault(self) -> str:
        """Return the message why the text is not understood; "" if it is, or is empty."""
        raise NotImplementedError

    def interpretations(self) -> tuple[str, ...]:
        """Return forms of `=` and what was understood, or `?` and a hint; none if it is empty.

        The longest comes first.
        """
        raise NotImplementedError

    def remedy(self) -> str:
        """Return what would do instead of a text that is not understood; "" if its fault says."""
        return ""

    def remark(self, *, without_time: bool) -> str:
        """Return what is worth a remark about what was typed, or "".

        `without_time`: nothing else in the form takes the time behind a date.
        """
        del without_time
        return ""

    def meaning_of(self, text: str) -> _Meaning:
        """Return the meaning of a text. Raises AfspraakError if it is not understood."""
        raise NotImplementedError

    def _parse(self) -> _Meaning | Message | None:
        """Return the meaning of the text, or why it is not understood; None if it is empty."""
        text = super().read()
        if text != self._parsed[0]:
            self._parsed = text, self._meaning_or_fault(text) if text else None
        return self._parsed[1]

    def _parse_again(self) -> None:
        """Parse the text when it is next asked for, because its meaning depends on other things."""
        self._parsed = "", None

    def _meaning_or_fault(self, text: str) -> _Meaning | Message:
        try:
            return self.meaning_of(text)
        except AfspraakError as error:
            return error.message


class DateInput(InterpretedInput[When]):
    """An input for a date in words."""

    def __init__(
        self, value: str = "", *, today: date, language: str = "", offer: str = ""
    ) -> None:
        """Build the input; `language` is that of the interpretation, by default the screen's."""
        super().__init__(value, offer)
        self.today = today
        """The day that relative words count from."""
        self._language = language

    def count_from(self, day: date) -> None:
        """Let relative words count from this day."""
        self.today = day
        self._parse_again()

    def read(self) -> str:
        """Return the date in ISO 8601, "" if empty, or else the text as typed."""
        found = self._parse()
        return found.day.isoformat() if isinstance(found, When) else super().read()

    def time(self) -> str:
        """Return the time behind the date as "HH:MM"; "" if there is none."""
        found = self._parse()
        return found.time if isinstance(found, When) else ""

    def fault(self) -> str:
        """Return the message why the text is no date; "" if it is a date or empty."""
        found = self._parse()
        return tr(found) if isinstance(found, Message) else ""

    def interpretations(self) -> tuple[str, ...]:
        """Return `=` and the date in two widths, `?` and a hint if the text is no date, or none."""
        found = self._parse()
        if isinstance(found, When):
            language = self._language or spoken().language
            widths: tuple[Width, ...] = ("long", "weekday")
            return tuple(
                f"= {format_date(found.day, language, today=self.today, width=width)}"
                for width in widths
            )
        return (f"? {tr('form.date.unread')}",) if found else ()

    def remedy(self) -> str:
        """Return texts that are dates, where the fault names none."""
        found = self._parse()
        return (
            tr("form.date.would_do")
            if isinstance(found, Message) and "examples" not in found.values
            else ""
        )

    def remark(self, *, without_time: bool) -> str:
        """Return that the day that was typed is past or in a weekend, or that a time is dropped."""
        found = self._parse()
        if not isinstance(found, When) or not self.is_typed:
            return ""
        if found.time and without_time:
            return tr("dates.remark.time")
        remark = remark_on(found.day, self.today)
        return tr(remark) if remark else ""

    def meaning_of(self, text: str) -> When:
        """Return the date, and the time behind it if there is one."""
        return parse_when(text, self.today)


class TimeInput(InterpretedInput[str]):
    """An input for a time of the day in words."""

    def read(self) -> str:
        """Return the time as "HH:MM", "" if empty, or else the text as typed."""
        found = self._parse() if self.is_typed else None
        return found if isinstance(found, str) else super().read()

    def fault(self) -> str:
        """Return the message why the text is no time; "" if it is a time or empty."""
        found = self._parse()
        return tr(found) if isinstance(found, Message) else ""

    def interpretations(self) -> tuple[str, ...]:
        """Return `=` and the time, `?` and a hint if the text is no time, or none."""
        found = self._parse()
        if isinstance(found, str):
            return (f"= {found}",)
        return (f"? {tr('form.time.unread')}",) if found else ()

    def meaning_of(self, text: str) -> str:
        """Return the time as "HH:MM"."""
        return parse_time(text)
