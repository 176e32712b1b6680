"""Dutch: what others share and is not in the notebook yet."""

MESSAGES: dict[str, str] = {
    "offers.title": "Wat anderen met je delen",
    "offers.row": "{who} deelt: {title} · Enter doet mee",
    "offers.row.more": "{who} deelt: {title} · Enter doet mee · nog {more}: afspraak shares",
    "offers.command": "Doe mee: {title} van {who}",
    "offers.joining": "Wat {who} deelt, komt binnen…",
    "offers.unreachable": "Wat anderen delen, is nu niet op te vragen: {reason}",
    "offers.line": "{who} deelt: {title} · {command}",
    "offers.line.more": "{who} deelt: {title} · {command}\n{who} deelt er nog {more}: afspraak shares",
    "offers.first": "Enter doet eerst mee.",
    "offers.none": "Niemand deelt iets met je dat nog niet in je notitieboek staat.",
    "offers.joined.title": "Je doet nu mee",
    "offers.joined": "Gedeeld: aandachtspunten, notities, afspraken, inschattingen en voortgang.\nAlleen voor jou: je antwoorden, tot je er een laat zien ({press}).\nAlles blijft in je notitieboek, ook als het delen ophoudt.",
}
