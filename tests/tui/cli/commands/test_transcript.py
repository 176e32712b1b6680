"""A year of one conversation at the shell: all that the commands print, as golden transcripts.

Each transcript has the command after `$`, what it prints, its messages after `!`, and its exit
status after `=` unless that is 0.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest

from afspraak.data.i18n.catalogue import LANGUAGES
from afspraak.data.notebook.places.folders import KEPT_DAYS
from afspraak.tui.cli.main import main

from ....support.signing import make_key
from ....support.texts.golden_texts import compare_text

BEGIN = 'new "Anna de Vries" --my-name "Jan Bakker" --date 2026-12-03 --time 10:00 --no-open'
CHAPTERS: Mapping[str, str] = {
    "empty": """
list
list --archived
list --deleted
list --json
search word
agreements --json
check
check --json
shares
join
join nobody-at-all
list --via db
list --via nowhere
forget "Anna de Vries" --dry-run
about nobody
open nobody
kinds check
kinds copy
kinds --json
completion
db check
help nothing
nothing
--nothing
""",
    "writing": f"""
{BEGIN}
new "Bob Smit" --my-name "Jan Bakker" --kind progress --json
new "Bob Smit" --date someday
list
list --json
list --due
open anna
open anna R7
note anna "Anna is ill today" --under back
note anna "A line" --under nowhere
note anna "A line" --json
note bob
add anna "Write the runbook" --owner Anna --due 2026-12-24
add anna "Read along" --kind development --measure Twice --support "An hour" --json
add anna "Less of it" --due tomorrowish
add anna "--measured"
tick anna
tick anna 2
tick anna 2 --open
tick anna 3 --park
tick anna
tick anna 3 --park --json
tick anna 99
tick anna --park
tick bob --json
answer anna goals "Fewer calls"
answer anna goals "Fewer still" --json
answer anna goals
answer anna nothing text
progress anna R1 "Half of it" --percent 50
progress anna R1 "Most of it"
progress anna R1 --percent 60 --json
progress anna R1 --percent 101
progress anna R9 done
progress anna R1
list
new "Anna Vos" --my-name "Jan Bakker" --date 2026-12-03
new "Anna Vos" --my-name "Jan Bakker" --kind progress --date 2026-12-04
tick anna 1
tick vos 1
note vos "A line"
add vos "A promise"
answer vos 1 "Well"
progress vos R1 "Begun"
approve vos
export vos -o vos.md
tick vos
log vos
open vos
follow-up vos
""",
    "reading": f"""
{BEGIN}
add anna "Write the runbook" --owner Anna --due 2026-12-24
add anna "Tidy up" --owner Jan --due 2026-11-20
note anna "The runbook is old" --under back
agreements
agreements --open --due 2026-12-31
agreements --owner nobody
agreements -o due.ics
agreements --ics=other.ics
agreements -o due.csv
agreements -o due.json
agreements -o due.xyz
agreements --format todotxt
agreements --format taskwarrior
agreements --format csv
agreements --format org
agreements --json
search runbook
search runbook --json
search nothing
log anna
log anna --full
log anna --json
approve anna
approve anna --stance disagreed --remark nowhere.txt
approve anna --stance disagreed
export anna
export anna -o missing/out.md
export anna --format json -o out.json
invite anna
prepared anna afspraak.prepare.md
prepared anna anna-de-vries-planning-2027.prepare.md
import minutes.txt
import anna-de-vries-planning-2027.md --as manager --no-open
import out.json --json
merge anna nowhere.json
merge anna
merge anna --replace
merge anna@2 nb/anna-de-vries-planning-2027.json
follow-up anna@9
follow-up anna-de-vries-planning-2027
follow-up anna-de-vries-planning-2027
follow-up anna-de-vries-planning-2027 --date 2027-05-05 --json
list
check
check anna
check anna --from x
""",
    "keeping": f"""
{BEGIN}
new "Bob Smit" --my-name "Jan Bakker" --kind progress --date 2026-12-10
new "Bob Smit" --my-name "Jan Bakker" --kind review --date 2026-12-11
rename bob@2 "bob's talk"
rename anna anna
archive anna
archive anna
archive nobody
list --archived
list --archived --json
list
archive anna --undo
archive anna --undo
archive nobody --undo
export anna -o anna.md
delete
delete bob --yes
delete bob-s-talk --yes
delete nobody --yes
list --deleted
delete bob-s-talk --undo
delete bob-s-talk --undo
delete anna --yes
delete anna --empty --yes
delete --empty --yes
delete bob-s-talk --yes --now
check
forget Bob --yes
forget "Bob Smit" --dry-run
forget "Bob Smit" --yes --exports
list
""",
    "keys": f"""
{BEGIN}
sign anna --key nowhere
sign anna
verify anna-de-vries-planning-2027.md
verify anna-de-vries-planning-2027.md --signers signers
verify anna-de-vries-planning-2027.md --signers signers --identity bob@example.org
verify nowhere.md
lock anna --to nowhere.pub
lock anna --to .ssh/id_ed25519.pub
check anna
list
export anna
lock anna --to .ssh/id_ed25519.pub
unlock anna
unlock anna
share anna nobody-at-all
share anna box:jan --via here
unshare anna
unshare anna --here
sync anna
sync
""",
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, on 23 November 2026."""
    monkeypatch.setenv("AFSPRAAK_TODAY", "2026-11-23")
    monkeypatch.setenv("AFSPRAAK_NOTEBOOK", str(tmp_path / "nb"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_commands_print_what_they_did(
    chapter: str, language: str, room: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if chapter == "keys":
        if which("ssh-keygen") is None:
            pytest.skip("ssh-keygen is missing")
        jan = make_key(room / ".ssh" / "id_ed25519", "jan@example.org")
        (room / "signers").write_text(jan, encoding="utf-8")
    lines: list[str] = []
    for command in CHAPTERS[chapter].strip().splitlines():
        capsys.readouterr()
        lines += [f"$ {command}", *_answers(capsys, "--lang", language, *shlex.split(command)), ""]
    text = _same_everywhere("\n".join(lines), room)
    compare_text(f"commands/{chapter}-{language}.txt", text)


def _answers(capsys: pytest.CaptureFixture[str], *words: str) -> Iterator[str]:
    """Run a command; yield what it prints, its messages and its status."""
    try:
        status: object = main(list(words))
    except SystemExit as ended:
        status = ended.code
    told = capsys.readouterr()
    yield from told.out.splitlines()
    yield from (f"! {line}" for line in told.err.splitlines())
    if status:
        yield f"= {status}"


def _same_everywhere(text: str, room: Path) -> str:
    """Replace what differs from run to run: folders, identifiers and times."""
    text = text.replace(str(room), "~~")
    for pattern, name in (
        (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d.:+Z]*", "TIME"),
        (r"\d{8}T\d{6}Z", "TIME"),
        (r"\d{1,2} [a-z]{3,4}\.? \d{4} \d\d:\d\d", "TIME"),
        (r"\b(?=[a-f]*\d)[0-9a-f]{12}\b|\b[0-9a-f-]{32,64}\b", "ID"),
        (r"SHA256:[\w+/]+", "FINGERPRINT"),
        (str(datetime.now(UTC).date() + timedelta(KEPT_DAYS)), "LATER"),
    ):
        text = re.sub(pattern, name, text, flags=re.IGNORECASE)
    return text + "\n"
