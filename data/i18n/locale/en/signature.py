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
}
