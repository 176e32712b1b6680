"""Calling another machine from the desk, which suspends and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from afspraak.data.errors import AfspraakError, RemoteError, UsageError
from afspraak.data.model.remote_address import SshMachine
from afspraak.data.sync.ssh.host import SshHost
from afspraak.tui.terminal import ssh_prompt
from afspraak.widgets.language import tr

from ...support.terminal.terminal import Terminal, begun


def test_the_screen_returns_if_nobody_answers_ssh(start: Callable[..., Terminal]) -> None:
    terminal = begun(start, environment={"AFSPRAAK_SSH": "false"})
    terminal.do("desk.share")
    terminal.wait("Share this conversation").type("box:nobody")
    terminal.do("form.accept")
    terminal.wait("the line to box dropped").press("enter")
    terminal.wait_gone("dropped").do("desk.pane.notes")
    terminal.type("and on we go")
    terminal.wait("│ and on we go")


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (RemoteError("sharing.ssh.dropped", host="box"), "the line to box dropped"),
        (UsageError("sharing.ssh.garbled"), ""),
        (KeyboardInterrupt(), "the line to box dropped"),
    ],
    ids=["dropped", "garbled", "Ctrl+C"],
)
def test_an_error_is_raised_once_the_screens_are_back(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    happens: BaseException,
    told: str,
) -> None:
    suspended: list[bool] = []

    @contextmanager
    def suspend() -> Iterator[None]:
        suspended.append(True)
        yield
        suspended.append(False)

    def fails(*_: object, **__: object) -> SshHost:
        assert suspended == [True]
        raise happens

    monkeypatch.setattr(ssh_prompt, "SshHost", fails)
    with pytest.raises(AfspraakError) as error:
        ssh_prompt.connect(suspend, SshMachine("box"))
    assert told in str(error.value)
    assert suspended == [True, False]
    assert tr("sharing.ssh.connecting", host="box") in capsys.readouterr().out
