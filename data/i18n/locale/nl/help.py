"""Dutch: the introduction of each help page."""

MESSAGES: dict[str, str] = {
    "help.competencies": "Hoe jullie elke competentie zien, het grootste verschil eerst. Woorden, geen cijfers, en geen eindoordeel.",
    "help.history": "De notities zoals ze waren, moment voor moment: nieuwe regels beginnen met een +. Wat je terugzet is een wijziging als alle andere.",
    "help.overview": "Jullie afspraken in één oogopslag: hoe ver elke is, wat wanneer klaar moet zijn, wie wat doet, en wat nog aan te vullen is.",
    "help.help": "Je leest; hier kan niets veranderen.",
    "help.search": "Typ woorden, of het begin ervan: gezocht wordt in notities, afspraken, aandachtspunten en kop van elk gesprek. Alle woorden moeten in één regel staan, of in de namen of titel van het gesprek.",
    "help.due": "Wat jullie in alle gesprekken afspraken: eerst wat te laat is, dan op datum. Een afspraak die is meegenomen staat hier één keer, zoals hij nu is.",
    "help.notebook": "Je gesprekken, wat aan de beurt is bovenaan. Alles wat je doet wordt vanzelf bewaard.",
    "help.checklist": "Wat je voorbereidt en bespreekt. Vink af wat aan bod kwam; schrijf antwoorden voor jullie samen of alleen voor jezelf. Bij ↻ staat wat in een eerder gesprek is geparkeerd.",
    "help.notes": "Jullie gedeelde notities, in Markdown. De initialen zeggen wie een regel schreef. Van elke regel kun je een afspraak maken.",
    "help.agreements": "Wat jullie afspraken: wie wat doet, waaraan je het ziet, wanneer het klaar is, en met welke steun. Bij ↻ staat wat uit een eerder gesprek komt.",
    "help.form": "Vul in wat je nu weet; de rest kan later.",
    "help.confirm": "Antwoord ja of nee.",
    "help.app": "afspraak",
}
