"""`lullaby together relay` listens where it is told to, and nowhere by itself."""

import signal
import subprocess
import sys

import pytest

from lullaby.cli.parser import build
from lullaby.together.leading.events import LeaderFound
from tests.together.leading.ends import HERE, joining, leading, run


def test_two_computers_meet_at_a_relay_that_runs_in_a_terminal() -> None:
    command = [sys.executable, "-m", "lullaby", "together", "relay", "--listen", f"{HERE}:0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            told = running.stdout.readline()
            port = int(told.split(" until")[0].rpartition(":")[2])

            async def evening() -> None:
                async with leading((HERE, port)) as leader, joining(leader.invitation) as follower:
                    assert (await follower.heard.next(LeaderFound)).leader == "Leader"

            run(evening())
            running.send_signal(signal.SIGTERM)
            assert running.wait(20) == 0
        finally:
            running.kill()


@pytest.mark.parametrize(
    ("text", "listen"),
    [
        ("10.0.0.1", ("10.0.0.1", 8462)),
        ("10.0.0.1:9000", ("10.0.0.1", 9000)),
        ("::1", ("::1", 8462)),
        ("[::1]", ("::1", 8462)),
        ("[::1]:9000", ("::1", 9000)),
        ("attic", ("attic", 8462)),
    ],
)
def test_where_to_listen(text: str, listen: tuple[str, int]) -> None:
    assert build().parse_args(["together", "relay", "--listen", text]).listen == listen


@pytest.mark.parametrize(
    "wrong", [[], ["--listen", ""], ["--listen", "a:b"], ["--listen", "a:70000"]]
)
def test_nothing_listens_without_an_address(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        build().parse_args(["together", "relay", *wrong])
    assert ended.value.code == 2
    assert "--listen" in capsys.readouterr().err
