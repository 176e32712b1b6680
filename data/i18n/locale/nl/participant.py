"""Dutch: which partner sits at this terminal."""

MESSAGES: dict[str, str] = {
    "participant.unknown": 'Het is niet bekend wie van de twee je bent in dit gesprek ({names}). Open het met ‘afspraak open’, dat vraagt het één keer, of zet je naam in de instellingen: name = "…".',
    "participant.open": "{slug} staat open in een programma dat denkt dat je de ander bent. Sluit dat eerst.",
    "participant.private": "Een antwoord voor jezelf kan alleen op je eigen terminal, en alleen zolang jij schrijft.",
    "participant.form": "Wie ben je in dit gesprek?",
    "participant.form.intro": "Je login ‘{login}’ en je naam zeggen het niet. Het wordt onthouden voor dit gesprek, alleen aan jouw kant; ‘afspraak open REF --as’ verandert het.",
    "participant.form.partner": "{role}: {name}",
    "participant.form.who": "Ik ben",
    "participant.form.who.none": "nog niet gezegd",
    "participant.form.who.help": "Spatie, ← en → kiezen. Weggaan brengt je terug naar het notitieboek.",
    "participant.form.who.required": "Kies wie je bent, of ga weg met Esc.",
    "participant.guest.private": "{guest} schrijft nu. Wat {owner} voor zichzelf houdt, is buiten bereik tot {press}.",
    "participant.guest.owner": "{guest} schrijft nu. Alleen {owner} kan dit doen, na {press}.",
}
