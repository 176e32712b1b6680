"""Two people on two machines with a real sshd, and a third who gets nothing."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from ...support.removing import remove_folder
from ...support.servers.sshd import Machine, machine, why_not
from ...support.terminal.terminal import Terminal
from ...support.users import User, reachable_folder, users

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

DAY = {"AFSPRAAK_TODAY": "2026-12-03"}


class People(NamedTuple):
    """Jan works on the machine `box`. Anna has the login `anna` there, and a laptop; so has
    Mallory."""

    box: Machine
    jan: User
    anna_there: User
    mallory_there: User
    anna: User
    mallory: User


@pytest.fixture
def people() -> Iterator[People]:
    with reachable_folder() as folder, users(folder, 5) as made:
        jan, anna_there, mallory_there, anna, mallory = made
        with machine(folder / "box", made[:3]) as box:
            for user in made[:3]:
                box.install(user)
            box.let_in(anna, anna_there, "box")
            box.let_in(mallory, mallory_there, "box")
            jan.afspraak("new", "Anna de Vries", "--my-name", "Jan Bakker")
            jan.afspraak("share", "anna", anna_there.login)
            yield People(box, jan, anna_there, mallory_there, anna, mallory)


def opened(user: User, *words: str) -> Terminal:
    return Terminal(user.home, *words, user=user, environment=DAY).wait("Checklist")


def joined(user: User, *words: str) -> Terminal:
    """Open a conversation for the first time after it was joined."""
    terminal = Terminal(user.home, *words, user=user, environment=DAY)
    return terminal.first_look().wait("Checklist")


def notes(user: User, reference: str) -> str:
    minutes = user.afspraak("export", reference, "-o", "-").stdout
    return minutes.partition("## Notes")[2].partition("## Agreements")[0]


def test_two_machines_converge_despite_dropped_connections(people: People) -> None:
    jan, anna = people.jan, people.anna
    with (
        joined(anna, "join", f"box:{jan.login}") as theirs,
        opened(jan, "open", "anna") as ours,
    ):
        theirs.wait("Jan: checklist")
        ours.wait("Anna: checklist")
        ours.do("desk.pane.notes")
        theirs.wait("Jan: notes").do("desk.pane.notes", "notes.last")
        theirs.press("enter")
        for round_ in range(24):
            ours.type(f"j{round_} ")
            theirs.type(f"a{round_} ")
            theirs.wait(f"a{round_} ")
            ours.wait(f"j{round_} ")
            if round_ % 6 == 3:
                people.box.cut_lines(people.anna_there)
        for terminal in (ours, theirs):
            terminal.do("notes.first")
            terminal.wait("j23").do("notes.last")
            terminal.wait("a23")
        ours.wait("Anna: notes")
        # The same in all three panes.
        theirs.do("desk.pane.checklist", "list.last", "checklist.tick")
        ours.do("desk.pane.checklist", "list.last")
        ours.wait("[x]")
        ours.do("desk.pane.agreements", "list.add")
        ours.wait("A new agreement").type("Runbook")
        ours.do("form.accept")
        theirs.wait("R1 Runbook")
        for terminal in (theirs, ours):
            terminal.do("app.leave")
            assert terminal.ended() == 0
    assert notes(anna, "jan") == notes(jan, "anna")
    words = notes(jan, "anna").split()
    assert all(f"j{n}" in words and f"a{n}" in words for n in range(24))


def test_an_absent_machine_catches_up_in_both_directions(people: People) -> None:
    jan, anna = people.jan, people.anna
    assert anna.afspraak("join", f"box:{jan.login}").stdout.startswith("jan-bakker")
    with opened(jan, "open", "anna") as ours:
        ours.do("desk.pane.notes")
        ours.type("while she was away ")
        ours.wait("away").do("app.leave")
        assert ours.ended() == 0
    assert "Taken in" in anna.afspraak("sync", "jan").stdout
    assert "while she was away" in notes(anna, "jan")
    assert anna.afspraak("sync", "jan", check=False).returncode == 1
    key = people.box.folder / people.anna_there.login
    hidden = key.rename(key.with_suffix(".away"))
    with joined(anna, "open", "jan") as theirs:  # the machine does not let her in
        theirs.wait("not shared now")
        theirs.do("desk.pane.notes")
        theirs.type("offline ")
        theirs.wait("offline ").wait("saved").do("app.leave")
        assert theirs.ended() == 0
    hidden.rename(key)
    assert "is now on" in anna.afspraak("sync", "jan").stdout
    with opened(jan, "open", "anna") as ours:
        ours.wait("offline ")


def test_a_third_user_gets_nothing(people: People) -> None:
    jan, mallory = people.jan, people.mallory
    assert mallory.afspraak("shares", "box", check=False).returncode == 1
    tried = mallory.afspraak("join", f"box:{jan.login}", check=False)
    assert tried.returncode == 1
    assert "shares nothing with you" in tried.stderr
    assert people.anna.afspraak("shares", "box").stdout.startswith(jan.login)


def test_a_password_is_asked_once_on_the_terminal(people: People) -> None:
    jan, mallory, there = people.jan, people.mallory, people.mallory_there
    people.box.let_in(mallory, there, "byword", key=False)
    subprocess.run(["chpasswd"], input=f"{there.login}:hush hush", text=True, check=True)
    jan.afspraak("new", "Mallory Quick", "--my-name", "Jan Bakker")
    jan.afspraak("share", "mallory", there.login)
    words = ("join", f"byword:{jan.login}")
    with Terminal(mallory.home, *words, user=mallory, environment=DAY) as theirs:
        theirs.wait("password:").type("hush hush\r")
        theirs.first_look().wait("Checklist")
        assert "hush" not in theirs.text
        with opened(jan, "open", "mallory") as ours:
            theirs.wait("Jan: checklist")
            ours.wait("Mallory: checklist")
            # The line drops: no password can be asked across the screen, so a key does.
            people.box.cut_lines(there)
            theirs.wait("did not let you in").wait("F10 calls again")
            theirs.do("desk.share")
            theirs.wait("Call again").press("enter")
            theirs.wait("password:").type("hush hush\r")
            theirs.wait("Jan: checklist")
            ours.wait("Mallory: checklist")


def test_faults_of_a_machine_are_reported(people: People) -> None:
    jan, anna = people.jan, people.anna
    known = anna.home / ".ssh" / "known"
    right = known.read_text()
    other = people.box.folder / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True)
    known.write_text(f"box {other.with_suffix('.pub').read_text()}")
    told = anna.afspraak("join", f"box:{jan.login}", check=False)
    assert (told.returncode, "another key" in told.stderr) == (3, True), told.stderr
    known.write_text(right)
    program = people.anna_there.home / ".local" / "bin" / "afspraak"
    program.rename(program.with_name("elsewhere"))
    told = anna.afspraak("join", f"box:{jan.login}", check=False)
    assert (told.returncode, "no afspraak on box" in told.stderr) == (3, True), told.stderr
    told = anna.afspraak("join", f"nowhere-at-all.invalid:{jan.login}", check=False)
    assert (told.returncode, "no machine" in told.stderr) == (3, True), told.stderr


def test_output_of_a_login_shell_is_skipped(people: People) -> None:
    anna, jan, there = people.anna, people.jan, people.anna_there
    program = there.home / ".local" / "bin" / "afspraak"
    chatter = "printf 'You have mail.\\nfortune: \\033[31mred\\033[0m '\n"
    program.write_text(program.read_text().replace("\n", f"\n{chatter}", 1))
    assert anna.afspraak("join", f"box:{jan.login}").stdout.startswith("jan-bakker")


def test_a_key_can_be_limited_to_sharing(people: People) -> None:
    anna, jan, there = people.anna, people.jan, people.anna_there
    key = people.box.folder / there.login
    key.write_text(f'restrict,command="~/.local/bin/afspraak sync --stdio" {key.read_text()}')
    assert anna.afspraak("join", f"box:{jan.login}").stdout.startswith("jan-bakker")
    assert "uid=" not in anna.run(["ssh", "box", "id"], check=False).stdout


def test_the_key_line_works_where_pipx_put_the_program(people: People) -> None:
    anna, jan, there = people.anna, people.jan, people.anna_there
    program = there.home / ".local" / "bin" / "afspraak"
    program.write_text(
        f"#!{there.python}\nimport os, sys\nos.environ |= {there.environment!r}\n"
        f"sys.path += os.environ['PYTHONPATH'].split(os.pathsep)\n"
        "from afspraak.tui.cli.main import main\nsys.exit(main())\n"
    )
    keys = people.box.folder / there.login
    public = there.home / "laptop.pub"
    public.write_text(keys.read_text())
    keys.write_text(f'restrict,command="afspraak sync --stdio" {public.read_text()}')
    told = anna.afspraak("join", f"box:{jan.login}", check=False)
    assert (told.returncode, "full path" in told.stderr) == (3, True), told.stderr

    line = there.run([str(program), "sync", "--key-line", str(public)]).stdout
    assert line.startswith(f'restrict,command="{program} sync --stdio" ssh-ed25519 ')
    keys.write_text(line)
    assert anna.afspraak("join", f"box:{jan.login}").stdout.startswith("jan-bakker")
    assert "uid=" not in anna.run(["ssh", "box", "id"], check=False).stdout
    program.chmod(0o644)
    told = anna.afspraak("sync", "jan", check=False)
    assert (told.returncode, "no afspraak on box" in told.stderr) == (3, True), told.stderr


def test_sharing_says_how_to_join_from_another_machine(people: People) -> None:
    people.jan.afspraak("new", "Mallory Quick", "--my-name", "Jan Bakker")
    program = people.jan.home / ".local" / "bin" / "afspraak"
    shared = people.jan.run([str(program), "share", "mallory", people.mallory_there.login]).stdout
    assert f"afspraak join HOST:{people.jan.login}" in shared
    assert "sync --key-line" in shared


def test_a_program_that_the_environment_names_is_used_and_missed_by_its_name(
    people: People,
) -> None:
    anna, jan, there = people.anna, people.jan, people.anna_there
    program = there.home / ".local" / "bin" / "afspraak"
    elsewhere = program.rename(there.home / "my afspraak")
    words = ["env", f"AFSPRAAK_REMOTE='{elsewhere}'", anna.python, "-m", "afspraak"]
    joined = anna.run([*words, "join", f"box:{jan.login}"])
    assert joined.stdout.startswith("jan-bakker")
    words[1] = "AFSPRAAK_REMOTE=/opt/none/afspraak"
    told = anna.run([*words, "sync", "jan"], check=False)
    assert (told.returncode, "There is no /opt/none/afspraak on box" in told.stderr) == (3, True)


def test_syncing_an_own_copy_on_another_machine(people: People) -> None:
    anna, there = people.anna, people.anna_there
    anna.afspraak("new", "Piet Prins", "--my-name", "Anna de Vries", "--as", "employee")
    assert "is now on box" in anna.afspraak("sync", "piet", "box").stdout
    assert "piet-prins" in there.afspraak("list").stdout
    with opened(there, "open", "piet") as terminal:
        terminal.do("desk.pane.notes")
        terminal.type("at work ")
        terminal.wait("at work").do("app.leave")
        assert terminal.ended() == 0
    assert "Taken in" in anna.afspraak("sync", "piet", "box").stdout
    assert "at work" in notes(anna, "piet")
    own = [line for line in there.afspraak("list").stdout.splitlines() if " shares: " not in line]
    assert len(own) == 1


def test_sharing_and_unsharing_over_a_machine(people: People) -> None:
    """Two laptops: Anna shares on the machine, and Mallory, her colleague here, joins."""
    anna, mallory, colleague = people.anna, people.mallory, people.mallory_there
    anna.afspraak("new", "Mallory Quick", "--my-name", "Anna de Vries")
    told = anna.afspraak("share", "mallory", f"box:{colleague.login}").stdout
    assert f"afspraak join box:{people.anna_there.login}" in told
    mallory.afspraak("join", f"box:{people.anna_there.login}")
    with (
        joined(mallory, "open", "anna") as theirs,
        opened(anna, "open", "mallory") as ours,
    ):
        ours.wait("Mallory: checklist")
        theirs.wait("Anna: checklist").do("desk.pane.notes")
        theirs.type("from the other laptop ")
        ours.wait("from the other laptop")
    with opened(mallory, "open", "anna") as theirs:
        anna.afspraak("unshare", "mallory")
        theirs.wait("not shared now")
        theirs.do("desk.pane.notes")
        theirs.type("alone ")
        theirs.wait("alone ").do("app.leave")
        assert theirs.ended() == 0
    assert "alone" in notes(mallory, "anna")
    assert "from the other laptop" in notes(anna, "mallory")
    jans = [path.name for path in anna.shared.iterdir()]
    assert len(jans) == 1, "only what Jan shares is left"


def test_a_folder_removed_on_the_machine_is_told_and_made_again(people: People) -> None:
    """Two laptops: Anna shares on the machine, and Mallory joins."""
    anna, mallory, colleague = people.anna, people.mallory, people.mallory_there
    anna.afspraak("new", "Mallory Quick", "--my-name", "Anna de Vries")
    anna.afspraak("share", "mallory", f"box:{colleague.login}")
    mallory.afspraak("join", f"box:{people.anna_there.login}")
    (folder,) = (
        path
        for path in people.anna_there.shared.iterdir()
        if path.stat().st_uid == people.anna_there.number
    )
    with opened(mallory, "open", "anna") as theirs, opened(anna, "open", "mallory") as ours:
        theirs.first_look()
        ours.wait("MQ is here").do("desk.share")
        ours.wait(f"afspraak join box:{people.anna_there.login}").wait(f"box:{folder.parent}")
        ours.do("help.close")
        theirs.wait("AV is here").do("desk.pane.notes")
        theirs.type("before ")
        ours.wait("before ")
        remove_folder(folder)
        for terminal in (theirs, ours):
            terminal.wait("made again · F10 tells more")
        ours.wait("MQ is here")
        theirs.wait("AV is here")
        theirs.type("after ")
        ours.wait("before after ")
    assert (folder / "offer.json").exists()
    (folder / "offer.json").unlink()
    with opened(anna, "open", "mallory") as ours:
        ours.wait("shared with MQ")
    assert (folder / "offer.json").exists()
    with opened(mallory, "open", "anna") as theirs, opened(anna, "open", "mallory") as ours:
        ours.wait("MQ is here")
        theirs.do("app.leave")
        assert theirs.ended() == 0
    (folder / "offer.json").unlink()
    assert list(folder.glob(f"{colleague.login}.*.afl"))
    mallory.afspraak("forget", "Anna de Vries", "--yes", check=False)  # hers remains
    assert not list(folder.glob(f"{colleague.login}.*.afl"))
