"""Dutch: why a text is no TOML."""

MESSAGES: dict[str, str] = {
    "toml.statement": "een regel begint met een sleutel, een kopje tussen [ ] of een #",
    "toml.rest": "op een regel staat één sleutel met zijn waarde; dit is te veel",
    "toml.twice": "‘{name}’ staat er al",
    "toml.complete": "‘{name}’ was al afgesloten; zet dit bij de rest ervan",
    "toml.taken": "deze naam heeft al een waarde",
    "toml.heading": "achter het kopje ontbreekt {found}",
    "toml.equals": "achter de sleutel ontbreekt een =",
    "toml.key": "hier ontbreekt een sleutel: letters, cijfers, - en _, of iets tussen aanhalingstekens",
    "toml.list": "in deze lijst ontbreekt een komma, of de ] aan het eind",
    "toml.table": "tussen deze accolades ontbreekt een komma, of de accolade aan het eind",
    "toml.backslash": "schrijf een backslash in een tekst dubbel, of zet de tekst tussen ' '",
    "toml.escape": "achter de backslash staat geen geldige code van een teken",
    "toml.quotes": "aan het eind van deze tekst ontbreken de aanhalingstekens; bij meer regels zijn het er drie",
    "toml.character": "het teken {found} mag hier niet staan",
    "toml.date": "deze datum of tijd bestaat niet",
    "toml.value": "hier ontbreekt een waarde; tekst staat tussen aanhalingstekens",
    "toml.deep": "er staan te veel haakjes in elkaar",
    "toml.other": "het is hier niet te lezen",
}
