"""Dutch: what can be wrong with a checklist template."""

MESSAGES: dict[str, str] = {
    "template.at": "{file}, regel {line}: {reason}.",
    "template.whole": "{file}: {reason}.",
    "template.missing_file": "dit bestand is er niet",
    "template.not_a_file": "dit is geen gewoon bestand",
    "template.forbidden": "je mag dit bestand niet lezen",
    "template.unreadable": "dit bestand is niet te lezen ({cause})",
    "template.too_big": "dit bestand is te groot; het mag hooguit {limit} KiB zijn",
    "template.not_utf8": "hier staan tekens die geen UTF-8 zijn",
    "template.syntax": "dit is geen geldige TOML ({cause})",
    "template.newer": (
        "“format” is {found}, gemaakt voor een nieuwere versie; deze versie kent format {known}"
    ),
    "template.format": "“format” is {found}; deze versie kent alleen format {known}",
    "template.missing": "hier ontbreekt “{name}”",
    "template.unknown": "“{name}” hoort hier niet; wel kan: {known}",
    "template.not_text": "“{name}” moet tekst tussen aanhalingstekens zijn",
    "template.not_number": "“{name}” moet een heel getal zijn",
    "template.not_list": "“{name}” schrijf je als [[{header}]], met dubbele haken",
    "template.empty": "“{name}” is leeg",
    "template.choice": "“{name}” is “{found}”; kies uit: {known}",
    "template.bad_id": (
        "“{found}” kan geen id zijn; gebruik kleine letters, cijfers en streepjes, zoals went-well"
    ),
    "template.duplicate": "de id “{found}” is al gebruikt op regel {first}",
    "template.no_sections": "er staat geen enkele [[section]] in",
    "template.no_items": "onder dit kopje staat geen enkele [[section.item]]",
    "template.no_builtin": "Er is geen lijst voor “{kind}”, “{role}”, “{language}”; wel: {known}.",
}
