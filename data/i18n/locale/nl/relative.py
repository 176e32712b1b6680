"""Dutch: how far off a day is, in a few cells."""

MESSAGES = {
    "relative.late": "{days} d laat",
    "relative.today": "vandaag",
    "relative.tomorrow": "morgen",
    "relative.days": "over {days} d",
    "relative.weeks": "over {weeks} wk",
    "relative.month": "{month}",
}
