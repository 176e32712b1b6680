"""Dutch: the notebook, and references to its conversations."""

MESSAGES: dict[str, str] = {
    "notebook.unreadable": "Het notitieboek {folder} kan niet worden gelezen: {reason}.",
    "notebook.reference.no_file": "Het bestand {path} is er niet.",
    "notebook.reference.several": "‘{reference}’ kan meer gesprekken betekenen: {slugs}. Geef een paar letters meer.",
    "notebook.reference.none": "Er is geen gesprek ‘{reference}’ in {folder}. ‘afspraak list’ laat zien wat er is.",
    "notebook.other_name": "Een bestand kan hier niet {wanted} heten; het gesprek heet {used}.",
    "notebook.other_name.brief": "Het gesprek heet {used}: zijn eigen naam kan hier geen bestandsnaam zijn.",
    "notebook.title": "afspraak · {folder}",
    "notebook.empty": "Nog geen gesprekken. Druk op {begin} om er een te beginnen.",
    "notebook.ticked": "{done}/{items} besproken",
    "notebook.agreements": "{count} open",
    "notebook.prepared": "voorbereid: {names}",
    "notebook.copies.one": "nog een kopie · Enter brengt ze samen",
    "notebook.copies.other": "nog {count} kopieën · Enter brengt ze samen",
    "notebook.copies.title.one": "Van dit gesprek is er nog een kopie",
    "notebook.copies.title.other": "Van dit gesprek zijn er nog {count} kopieën",
    "notebook.copies.detail": "{names}\n\nEen ander programma maakte dit, zoals een synchronisatieprogramma. Samenbrengen neemt over wat daar anders is, en haalt het dan weg. Is hetzelfde op beide plekken gewijzigd, dan blijft de kopie bewaard.",
    "notebook.copies.together": "Breng ze samen",
    "notebook.copies.open": "Open zonder",
    "notebook.copies.cancel": "Terug",
    "notebook.copies.result": "Samengebracht",
}
