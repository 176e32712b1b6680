"""Files of kinds: a sound one, and one with fourteen faults."""

from __future__ import annotations

GOOD_KIND = """\
# Our own
format = 2
kind = "acme-bila"
language = "en"
title = "Acme talk"
aim = "To catch up."
minutes = 25
order = ["How are you?", "What is next?"]

[roles]
manager = "Coach"

[record]
title = "{title} {date}: {employee}"
footer = "{title} · ours"
file = ["agreements", "summary"]

[notice]
purpose = "To keep in touch."
readers = "The two of you."
keep = "A year."
rights = "You may read it."

[agreements]
kinds = ["result", "other"]
expected = ["other"]

[[section]]
id = "talk"
title = "Talk"
competencies = ["care"]

[[section.item]]
id = "how"
text = "How are you?"
question = { manager = "How do you see them?", employee = "How are you?" }
help = "One line is enough."

[[section.item]]
id = "keys"
text = "Keys"
kind = "reminder"
belongs = "manager"
question = "Where are the keys?"

[[competency]]
id = "care"
name = "Care"
question = "How is the care?"
mastered = "Cares always."
growing = "Cares mostly."
improve = "Cares too little."

[[competency]]
id = "speed"
name = "Speed"
"""

BAD_KIND = """\
format = 2
kind = "Acme Bila"
language = "fr"
title = "A title that is far longer than fits in a list"
aim = "To catch up."
minutes = 0
order = ["How are you?", " "]

[record]
title = "{title} {naam}: {employee"
file = ["summary", "summery"]

[notice]
purpose = "To keep in touch."
readers = "The two of you."
keep = 7

[agreements]
kinds = ["result"]
expected = ["other"]

[[section]]
id = "talk"
title = "Talk"
competencies = ["care", "nowhere"]

[[section.item]]
id = "how"
text = "How are you?"
question = { manager = "How do you see them?" }
belong = "both"

[[section.item]]
id = "how"
text = "More"
question = "What else?"

[[competency]]
id = "care"
name = "Care"
mastered = "Cares always."
"""
"""What is wrong with it: `BAD_FAULTS`."""

BAD_FAULTS = (
    (2, "“Acme Bila” cannot be an id"),
    (3, "“language” is “fr”"),
    (4, "“title” is 46 characters; at most 24 fit"),
    (6, "“minutes” must be from 1 to 1440"),
    (7, "number 2 of “order” says nothing"),
    (10, "{naam} is no place; there are date, employee, manager, period, title"),
    (10, "each brace in “title” needs a second one"),
    (11, "“summery” is not a chapter; there are summary, agreements"),
    (13, "“rights” is missing here"),
    (16, "“keep” must be text"),
    (20, "“other” is expected, but not among the “kinds”"),
    (25, "“nowhere” is not among the competencies"),
    (30, "“employee” is missing here"),
    (31, "“belong” does not belong here; is “belongs” meant?"),
    (34, "the id “how” is already used on line 28"),
    (38, "behaviour for mastered, but not for growing, improve"),
)
