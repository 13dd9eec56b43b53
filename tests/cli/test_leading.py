"""`lullaby together lead` and `join`: what cannot be is told in a sentence."""

from pathlib import Path

from lullaby.cli.parser import build
from tests.cli.test_commands import Run, run

__all__ = ["run"]


def test_a_text_without_an_invitation_is_told(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("see you at 19:00", encoding="utf-8")
    code, _, err = run("together", "join", text)
    assert (code, "holds no invitation" in err) == (1, True)
    text.write_text(f"Sing with me: 10.0.0.1:8450\n{'A' * 60}", encoding="utf-8")
    assert "copy both lines" in run("together", "join", text)[2]
    assert "cannot be read" in run("together", "join", tmp_path / "none.txt")[2]


def test_a_song_that_is_not_there_cannot_be_led(run: Run) -> None:
    code, _, err = run("together", "lead", "nothing", "--listen", "127.0.0.1")
    assert (code, "no song" in err) == (1, True)


def test_a_port_is_chosen_unless_one_is_named() -> None:
    parse = build().parse_args
    assert parse(["together", "lead", "suo-gan", "--listen", "10.0.0.1"]).listen == ("10.0.0.1", 0)
    named = ["together", "lead", "suo-gan", "--listen", "10.0.0.1:8462"]
    assert parse(named).listen == ("10.0.0.1", 8462)
    relayed = parse(["together", "lead", "suo-gan", "--relay", "attic"])
    assert relayed.relay == ("attic", 8462)
