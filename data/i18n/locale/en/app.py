"""English: the program as a whole, and the command palette."""

MESSAGES: dict[str, str] = {
    "app.damaged": "This file cannot be opened",
    "app.restore.previous": "{reason}\n\nThe previous good copy is still there. Put it back? The damaged file is kept beside it.",
    "app.restore.journal": "{reason}\n\nIts journal still has all of it. Put it back?",
    "app.restore.none": "{reason}\n\nIs there a copy elsewhere? “afspraak check {slug} --restore --from FILE” puts it back.",
    "app.restored.previous": "The previous copy is back",
    "app.restored.journal": "It is back",
    "app.notice": "Please note",
    "app.cannot_open": "This cannot be opened",
    "app.paste_not_ended": "The paste did not end; see whether all of it is here.",
    "app.palette.placeholder": "What do you want to do?",
    "app.theme": "choose colours: dark, light, or a theme",
    "app.theme.which": "Which colours?",
    "app.theme.kept": "Colours {theme}, kept in {file}.",
    "app.theme.not_kept": "Colours {theme} for now; {file} cannot be changed: {cause}",
    "app.palette.nothing": "Nothing found.",
}
