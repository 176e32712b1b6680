"""How documents arrive: in a mail, quoted, as a page, below front matter of another program."""
