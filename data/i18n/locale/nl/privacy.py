"""Dutch: people, retention and file permissions."""

MESSAGES: dict[str, str] = {
    "privacy.person.none": "Niemand in dit notitieboek heet ‘{name}’. ‘afspraak list’ laat zien wie er wel is.",
    "privacy.person.several": "‘{name}’ kan zijn:\n{people}",
    "privacy.person.gone": "{file} is er niet; alleen wat ernaast stond",
    "privacy.retention.summary.one": "Meer dan {years} jaar geleden: {name} · afspraak forget",
    "privacy.retention.summary.other": "Meer dan {years} jaar geleden: {name} en nog {others} · afspraak check",
    "privacy.retention.due": "Langer dan {years} jaar geleden, en sindsdien geen gesprek:",
    "privacy.retention.row": "  {name}  (laatste {last})",
    "privacy.retention.shared": "Al langer dan {years} jaar schreef niemand in: {slugs}. ‘afspraak unshare’ stopt het; ‘afspraak about’ en ‘forget’ tonen en wissen.",
    "privacy.retention.explanation": "Van wie weg is, hoef je niet alles te bewaren. Bekijken: afspraak about NAAM. Wissen: afspraak forget NAAM. ‘keep_years’ in de instellingen zegt na hoeveel jaar dit wordt gemeld; 0 is nooit.",
    "privacy.permissions.folder": "Anderen op deze machine kunnen in {folder} kijken (rechten {mode}). Is dat niet de bedoeling: chmod 700",
    "privacy.permissions.files": "Anderen kunnen {count} van de bestanden erin lezen: {files}. Is dat niet de bedoeling: chmod 600",
}
