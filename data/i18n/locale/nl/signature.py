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
    "signature.transport.line_ends": "Het is dezelfde tekst: alleen regeleinden of de codering veranderden onderweg.",
    "signature.transport.wrapping": "Het is dezelfde tekst: alleen de plaatsen waar regels afbreken veranderden onderweg.",
    "signature.blame.unknown": "Om te zien welke regel anders is, noem je het gesprek in je notitieboek: --with REF",
    "signature.blame.file": "Je notitieboek geeft nog steeds de ondertekende tekst; {file} is dus gewijzigd.",
    "signature.blame.notebook": "{file} is wat je notitieboek nu geeft; het gesprek is dus na het ondertekenen gewijzigd.",
    "signature.blame.both": "Ook je notitieboek geeft de ondertekende tekst niet: het gesprek is sindsdien gewijzigd, en {file} is niet wat het nu geeft.",
    "signature.differs.one": "Ze verschillen in regel {number}:",
    "signature.differs.other": "{count} regels verschillen; de eerste is regel {number}:",
    "signature.line.file": "  bestand:       {text}",
    "signature.line.notebook": "  notitieboek:   {text}",
    "signature.line.empty": "(geen tekst)",
}
