"""How documents arrive: quoted in a mail, below front matter of another program."""
