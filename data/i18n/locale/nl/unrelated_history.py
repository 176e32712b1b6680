"""Dutch: two conversations that are no copies of each other."""

MESSAGES: dict[str, str] = {
    "unrelated_history.refused": "{file} is een ander gesprek: de twee hebben geen gedeelde geschiedenis, dus er is niets overgenomen.",
    "unrelated_history.shared_folder": (
        "Op de gedeelde plek staat een ander gesprek: er is niets uitgewisseld, en beide blijven zoals ze "
        "zijn. {file} opnieuw delen: afspraak unshare, daarna afspraak share."
    ),
    "unrelated_history.open": (
        "{file} is een ander gesprek dan het gesprek dat daar in een programma openstaat. Sluit dat eerst; "
        "beide blijven bewaard."
    ),
    "unrelated_history.aside": "Op {file} stond een ander gesprek. Het is bewaard als {kept}; dat van jou gaat door.",
    "unrelated_history.aside.brief": "Een ander gesprek is bewaard als {kept}.",
    "unrelated_history.kept": (
        "{file} is een ander gesprek dan wat er eerst stond. Dat eerste is bewaard als {kept}."
    ),
    "unrelated_history.kept.brief": "Wat hier eerst stond, is bewaard als {kept}.",
    "unrelated_history.remains": "{file} is een ander gesprek dan wat er eerst stond. Wat ernaast lag, is bewaard onder de naam {kept}; met een kopie van dat gesprek komt het weer in orde: afspraak check {kept} --restore --from KOPIE.",
    "unrelated_history.remains.brief": "Wat hier bij een ander gesprek lag, is bewaard als {kept}.",
    "unrelated_history.beside": (
        "{path} hoort bij een ander gesprek, dat hier eerst stond; bij het openen krijgt dat een eigen naam"
    ),
}
