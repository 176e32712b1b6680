"""English: how far off a day is, in a few cells."""

MESSAGES = {
    "relative.late": "late {days} d",
    "relative.today": "today",
    "relative.tomorrow": "tomorrow",
    "relative.days": "in {days} d",
    "relative.weeks": "in {weeks} wk",
    "relative.month": "{month}",
}
