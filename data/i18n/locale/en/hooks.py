"""English: the user's hooks."""

MESSAGES: dict[str, str] = {
    "hooks.refused.owner": "The hook {name} was not run: {path} is not yours. See: ls -ld {word}",
    "hooks.refused.writable": "The hook {name} was not run: others may change {path}. If it is yours: chmod go-w {word}",
    "hooks.refused.executable": "The hook {name} was not run: {path} is not executable. To have it run: chmod u+x {word}",
    "hooks.refused.kind": "The hook {name} was not run: {path} is not a file.",
    "hooks.refused.unreadable": "The hook {name} was not run: {path}: {reason}.",
    "hooks.refused.brief": "The hook {name} was refused; see: afspraak diagnose",
    "hooks.failed.late": "The hook {name} was ended: it took over {seconds} s.",
    "hooks.failed.signal": "The hook {name} was ended by signal {number}.",
    "hooks.failed.status": "The hook {name} failed with exit status {status}.",
    "hooks.failed.start": "The hook {name} did not start: {reason}.",
}
