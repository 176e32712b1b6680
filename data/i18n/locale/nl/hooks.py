"""Dutch: the user's hooks."""

MESSAGES: dict[str, str] = {
    "hooks.refused.owner": "De hook {name} is niet gestart: {path} is niet van jou. Kijk met: ls -ld {word}",
    "hooks.refused.writable": "De hook {name} is niet gestart: anderen kunnen {path} veranderen. Is het van jou: chmod go-w {word}",
    "hooks.refused.executable": "De hook {name} is niet gestart: {path} is niet uitvoerbaar. Moet hij starten: chmod u+x {word}",
    "hooks.refused.kind": "De hook {name} is niet gestart: {path} is geen bestand.",
    "hooks.refused.unreadable": "De hook {name} is niet gestart: {path}: {reason}.",
    "hooks.refused.brief": "Hook {name} is geweigerd; zie: afspraak diagnose",
    "hooks.failed.late": "De hook {name} is gestopt: hij duurde langer dan {seconds} s.",
    "hooks.failed.signal": "De hook {name} is gestopt door signaal {number}.",
    "hooks.failed.status": "De hook {name} mislukte met exitstatus {status}.",
    "hooks.failed.start": "De hook {name} is niet gestart: {reason}.",
}
