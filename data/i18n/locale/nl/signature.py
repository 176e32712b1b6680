"""Dutch: signing minutes and verifying them."""

MESSAGES: dict[str, str] = {
    "signature.no_key": "Er is geen SSH-sleutel in {folder}. Noem er een met --key, of maak er een: ssh-keygen -t ed25519",
    "signature.no_program": "ssh-keygen staat niet op deze machine (Debian en Ubuntu: apt install openssh-client); ondertekenen en controleren kan dus niet.",
    "signature.failed": "ssh-keygen kon niet ondertekenen met {used}. Er is niets geschreven.",
    "signature.too_large": "{file} is te groot voor een verslag.",
    "signature.holds": "De handtekening klopt: {file} is zoals {who} het ondertekende ({used}).",
    "signature.changed": "De handtekening klopt niet: {file} is niet wat er ondertekend werd.",
    "signature.unknown": "De tekst is zoals hij ondertekend werd, maar met een sleutel die niet in {signers} staat: {used}",
    "signature.other": "De tekst is zoals hij ondertekend werd, maar volgens {signers} niet door {who}: {used}",
}
