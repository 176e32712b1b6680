"""English: signing minutes and verifying them."""

MESSAGES: dict[str, str] = {
    "signature.no_key": "There is no SSH key in {folder}. Name one with --key, or make one: ssh-keygen -t ed25519",
    "signature.no_program": "ssh-keygen is not on this machine (Debian and Ubuntu: apt install openssh-client), so nothing can be signed or verified.",
    "signature.failed": "ssh-keygen could not sign with {used}. Nothing was written.",
    "signature.too_large": "{file} is too large to be minutes.",
    "signature.holds": "The signature holds: {file} is as {who} signed it ({used}).",
    "signature.changed": "The signature does not hold: {file} is not what was signed.",
    "signature.unknown": "The text is as it was signed, but by a key that is not in {signers}: {used}",
    "signature.other": "The text is as it was signed, but according to {signers} not by {who}: {used}",
    "signature.transport.line_ends": "It is the same text: only line ends or the encoding changed on the way.",
    "signature.transport.wrapping": "It is the same text: only the places where lines break changed on the way.",
    "signature.blame.unknown": "To see which line differs, name the conversation in your notebook: --with REF",
    "signature.blame.file": "Your notebook still gives the signed text, so {file} was changed.",
    "signature.blame.notebook": "{file} is what your notebook gives now, so the conversation was changed after it was signed.",
    "signature.blame.both": "Your notebook does not give the signed text either: the conversation has changed since, and {file} is not what it gives now.",
    "signature.differs.one": "They differ in line {number}:",
    "signature.differs.other": "{count} lines differ; the first is line {number}:",
    "signature.line.file": "  file:      {text}",
    "signature.line.notebook": "  notebook:  {text}",
    "signature.line.empty": "(no text)",
}
