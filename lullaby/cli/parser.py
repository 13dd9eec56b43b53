"""The command-line arguments and their help."""

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from lullaby import __version__
from lullaby.library.opened_targets import is_address

DESCRIPTION = """\
Lullaby: calm songs, words to sing along, a gentle sleep timer and a small journal.
Without a command it opens its window, with the files and folders you name."""

BUNDLE = ".lullaby"
RELAY_PORT = 8462
GIVEN = (BUNDLE, ".html", ".lrc", ".vtt")

AMBIENT_NAMES = ("rain", "ocean", "heartbeat", "pink_noise", "brown_noise", "fan", "crickets")

EPILOG = """\
examples:
  lullaby                               open the window
  lullaby song.mp3 words.lrc ~/Music    open them in the window
  lullaby ./play                        open a file that is named like a command
  lullaby play one.mp3 two.ogg --minutes 20
  lullaby words lullaby.lrc --json
  lullaby words karaoke.txt --save lullaby.lrc
  lullaby tempo ~/Music --json
  lullaby loudness one.mp3 two.ogg --json
  lullaby playlist export "Night waking" night.m3u8
  lullaby songbook render suo-gan --key -2 --tempo 60 --no-tune -o suo-gan.opus
  lullaby voice place me.m4a --song suo-gan
  lullaby follow suo-gan singing.opus
  lullaby give suo-gan -o suo-gan.lullaby
  lullaby journal export nights.csv

exit codes: 0 done, 1 some inputs could not be used (each is named), 2 wrong use,
or no screen to open the window on"""


def build() -> argparse.ArgumentParser:
    """Build the parser. Wrong usage exits with code 2 and one line that says why."""
    parser = argparse.ArgumentParser(
        prog="lullaby",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Lullaby {__version__}")
    _options(parser)
    parser.set_defaults(files=[])
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, (explained, fill) in COMMANDS.items():
        fill(commands.add_parser(name, help=explained))
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command; without one, `command` is None and `files` are those to open,
    each an absolute path or an address."""
    options = argparse.ArgumentParser(prog="lullaby", add_help=False)
    _options(options)
    understood, left = options.parse_known_args(arguments, argparse.Namespace(command=None))
    if not left:  # as usual; the other parsers take 4 ms
        understood.files = []
        return understood
    parser = build()
    named = _first_name(left)
    surely_files = named is not None and "--" in arguments[: arguments.index(named)]
    if named is None or (named in COMMANDS and not surely_files):
        return parser.parse_args(arguments)
    found = _window_parser().parse_args(arguments, argparse.Namespace(command=None))
    if not surely_files and named == found.files[0] and not _may_be_file(named):
        parser.error(f"no command, file or folder is named {_text(named)!r}")
    found.files = [
        text if is_address(text) else os.path.abspath(text)  # noqa: PTH100 - follows no links
        for text in found.files
    ]
    return found


def _window_parser() -> argparse.ArgumentParser:
    """Reads a command line that names files instead of a command."""
    parser = argparse.ArgumentParser(prog="lullaby", add_help=False)
    _options(parser)
    parser.add_argument("files", nargs="+", metavar="FILE-OR-FOLDER")
    return parser


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep all data in DIR instead of the usual place"
    )
    parser.add_argument("--verbose", action="store_true", help="write a more detailed log")


def _first_name(left: Sequence[str]) -> str | None:
    """The first argument that is no option; None if there is none. `left` excludes the options of
    all commands, and their values."""
    if "--" in left and all(each.startswith("-") for each in left[: left.index("--")]):
        return next(iter(left[left.index("--") + 1 :]), None)
    return next((each for each in left if not each.startswith("-")), None)


def _may_be_file(name: str) -> bool:
    """Whether it exists, or is spelled like a path rather than like a command."""
    return is_address(name) or Path(name).name != name or "." in name or Path(name).exists()


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--minutes",
        type=_minutes,
        help="fade to silence after so many minutes (default: play to the end)",
    )
    parser.add_argument("--volume", type=_step, default=8, help="0 to 20 (default: 8)")
    parser.add_argument(
        "--under",
        choices=AMBIENT_NAMES,
        help="a background sound",
    )


def _scan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--add", action="store_true", help="add the folder to the library")
    _json(parser)


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--save", type=Path, metavar="OUT.lrc", help="write the words of one FILE as LRC"
    )
    parser.add_argument(
        "--into", type=Path, metavar="SONG", help="write the words of one FILE into SONG's tags"
    )
    _json(parser)


def _tempo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE-OR-FOLDER")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write reliable tempos, or those you set in the library, into the files' tags",
    )
    _json(parser)


def _loudness(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE-OR-FOLDER")
    parser.add_argument(
        "--tags", action="store_true", help="use the files' tags instead of measuring"
    )
    _json(parser)


def _playlist(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    bring = actions.add_parser("import", help="import M3U, XSPF, PLS, ASX, WPL or CUE files")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")
    bring.add_argument("--name", type=_text, help="the name of the playlist (default: the file's)")
    take = actions.add_parser("export", help="export a playlist as .m3u8, .m3u or .xspf")
    take.add_argument("name", metavar="NAME")
    take.add_argument("file", type=Path, metavar="FILE")
    actions.add_parser("list", help="list the playlists")


def _journal(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    take = actions.add_parser("export", help="export all nights as .csv or .json")
    take.add_argument("file", type=Path, metavar="FILE")
    bring = actions.add_parser(
        "import", help="import nights from such files, or from Baby Buddy's CSV"
    )
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE")


def _text(text: str) -> str:
    """The argument, with a question mark for undecodable bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _songbook(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _json(actions.add_parser("list", help="list the songs"))
    render = actions.add_parser("render", help="render a song to a .wav or .opus file")
    render.add_argument("song", metavar="SONG", help="a song's id, or a score file")
    render.add_argument("--key", type=_key, default=0, help="semitones, -12 to 12 (default: 0)")
    render.add_argument("--tempo", type=_bpm, help="beats a minute (default: as written)")
    render.add_argument("--verses", type=_verses, help="such as 1,2,1 (default: all)")
    render.add_argument(
        "--no-tune", action="store_true", help="accompaniment only, without the melody"
    )
    render.add_argument(
        "-o", "--output", type=_sound_file, required=True, metavar="FILE", help=".wav or .opus"
    )
    check = actions.add_parser("check", help="check whether Lullaby can play scores")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    split = actions.add_parser("split", help="split an .abc file into one file per song")
    split.add_argument("file", type=Path, metavar="FILE")
    split.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FOLDER", help="where to put them"
    )
    page = actions.add_parser("page", help="draw a song's sheet music on an .html page")
    page.add_argument("song", metavar="SONG", help="a song's id, or a score file")
    page.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _voice(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    place = actions.add_parser("place", help="find where in its song a recorded voice sings")
    place.add_argument("file", type=Path, metavar="FILE")
    place.add_argument("--song", required=True, help="a song's id, or a score file")
    _json(place)
    add = actions.add_parser("add", help="keep a recorded voice: placed, cut, cleaned and levelled")
    add.add_argument("file", type=Path, metavar="FILE")
    what = add.add_mutually_exclusive_group(required=True)
    what.add_argument("--song", help="a song's id, or a score file")
    what.add_argument(
        "--message", type=_name, metavar="TITLE", help="a story or a few words, without a song"
    )
    add.add_argument("--singer", required=True, type=_name, help="who sings or speaks")
    add.add_argument("--child", type=_name, help="a child it is sung for (default: everybody)")
    _json(add)
    shown = actions.add_parser("list", help="list the kept takes")
    shown.add_argument("--song", help="only those of a song, by its id")
    shown.add_argument("--singer", type=_name, help="only those of a singer")
    _json(shown)
    export = actions.add_parser("export", help="export a take, with its words beside it")
    kinds = ".opus, .mp3 or .flac"
    export.add_argument("takes", nargs="*", type=int, metavar="NUMBER")
    where = export.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", type=_take_file, metavar="FILE", help=kinds)
    where.add_argument(
        "--ward",
        type=Path,
        metavar="FOLDER",
        help="for a hospital: a new folder there with these takes (default: all), an hour of them"
        " in one file, and a sheet to print",
    )
    together = actions.add_parser("choir", help="lay several takes of a song together")
    together.add_argument("takes", nargs="+", type=int, metavar="NUMBER")
    together.add_argument(
        "-o", "--output", type=_take_file, required=True, metavar="FILE", help=kinds
    )
    delete = actions.add_parser("delete", help="delete a take; a week long it can be restored")
    delete.add_argument("take", type=int, metavar="NUMBER")
    restore = actions.add_parser("restore", help="restore a deleted take")
    restore.add_argument("take", type=int, metavar="NUMBER")


def _give(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "songs", nargs="*", metavar="SONG", help="a song's id, or a file of the library"
    )
    parser.add_argument("--playlist", type=_name, metavar="NAME", help="the songs of a playlist")
    parser.add_argument(
        "--routine", type=_name, metavar="NAME", help="a routine: its songs, sounds and time"
    )
    parser.add_argument(
        "--songbook", action="store_true", help="all songs with a score that you added"
    )
    parser.add_argument(
        "--take", type=int, action="append", default=[], metavar="NUMBER", help="a take to add"
    )
    parser.add_argument(
        "--as-written", action="store_true", help="leave out in which tempo and key you sing"
    )
    parser.add_argument(
        "--child-names", action="store_true", help="tell for which child takes were sung"
    )
    parser.add_argument("--from", dest="giver", type=_name, metavar="NAME", help="who gives it")
    parser.add_argument("--name", type=_name, help="the name of the list, for several songs")
    parser.add_argument(
        "--at", type=_moment, metavar="TIME", help="sing together then: 2026-12-24T19:00+01:00"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=_given_file,
        required=True,
        metavar="FILE",
        help=".lullaby for Lullaby; of one song also .html for any browser, .lrc or .vtt",
    )


def _open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=f"a {BUNDLE} file")
    parser.add_argument("--keep", action="store_true", help="put its songs into the library")
    _json(parser)


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of the other computer")
    parser.add_argument(
        "--write", action="store_true", help="write what is here into FILE, for the other computer"
    )


def _given_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in GIVEN:
        raise argparse.ArgumentTypeError(
            f"{text!r} does not end with {BUNDLE}, .html, .lrc or .vtt"
        )
    return path


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time such as 2026-12-24T19:00+01:00"
        ) from None
    return moment.astimezone() if moment.tzinfo is None else moment


def _name(text: str) -> str:
    name = " ".join(_text(text).split())
    if not name:
        raise argparse.ArgumentTypeError("a name is missing")
    return name


def _take_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".opus", ".mp3", ".flac"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end with .opus, .mp3 or .flac")
    return path


def _follow(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("song", metavar="SONG", help="a song's id, or a score file; or: key")
    parser.add_argument(
        "file", metavar="FILE", help="a recording; - for 16-bit mono sound at 16 kHz, as it comes"
    )
    parser.add_argument(
        "--song", dest="known", metavar="SONG", help="the song of which “follow key” finds the key"
    )
    parser.add_argument(
        "--sheet", type=Path, metavar="SHEETS.json", help="take the song from a file with sheets"
    )
    _json(parser)


def _key(text: str) -> int:
    return round(_number(text, -12, 12, "semitones from -12 to 12"))


def _bpm(text: str) -> float:
    return _number(text, 10, 300, "a tempo from 10 to 300")


def _verses(text: str) -> tuple[int, ...]:
    numbers = text.split(",")
    if not all(number.strip().isdecimal() and int(number) > 0 for number in numbers):
        raise argparse.ArgumentTypeError(f"{text!r} names no verses, such as 1,2,1")
    return tuple(int(number) for number in numbers)


def _sound_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".wav", ".opus"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end with .wav or .opus")
    return path


def _minutes(text: str) -> float:
    return _number(text, 0.05, 24 * 60, "minutes from 0.05 to 1440")


def _together(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    relay = actions.add_parser(
        "relay", help="join two computers that cannot reach each other, for singing far apart"
    )
    relay.add_argument(
        "--listen",
        type=_listen_address,
        required=True,
        metavar="ADDRESS[:PORT]",
        help=f"where to listen: an address of this computer (port {RELAY_PORT} if none is named)",
    )

    lead = actions.add_parser("lead", help="sing a song to somebody far away")
    lead.add_argument("song", metavar="SONG", help="a song's id, or a score of the library")
    ways = lead.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--listen",
        type=_free_address,
        metavar="ADDRESS[:PORT]",
        help="an address of this computer that the other one reaches",
    )
    ways.add_argument(
        "--relay", type=_listen_address, metavar="ADDRESS[:PORT]", help="meet at this relay"
    )
    lead.add_argument("--name", type=_name, help="who you are, for the other one")
    lead.add_argument(
        "--delay",
        type=float,
        default=0.0,
        metavar="MS",
        help="by how much loudspeaker and microphone together are late here",
    )
    join = actions.add_parser("join", help="hear somebody sing, with the music of this computer")
    join.add_argument("file", type=Path, metavar="FILE", help="a text with the invitation")
    join.add_argument("--name", type=_name, help="who you are, for the other one")


def _free_address(text: str) -> tuple[str, int]:
    """As `_listen_address`; port 0 if none is named."""
    host, port = _listen_address(text)
    return host, 0 if port == RELAY_PORT and not text.endswith(str(RELAY_PORT)) else port


def _listen_address(text: str) -> tuple[str, int]:
    """An IPv4 address or a name, with or without a port; an IPv6 address in brackets if with."""
    host, colon, port = text.rpartition(":")
    if text.count(":") > 1 and not text.startswith("["):
        host, colon, port = text, "", ""
    elif not colon or text.endswith("]"):
        host, port = text, ""
    number = int(port) if port.isascii() and port.isdecimal() else RELAY_PORT if not port else -1
    if not host.strip("[]") or not 0 <= number < 65_536:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address to listen at")
    return host.strip("[]"), number


def _step(text: str) -> int:
    return int(_number(text, 0, 20, "a volume from 0 to 20"))


def _number(text: str, low: float, high: float, wanted: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text!r} is not {wanted}")
    return value


COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "play": ("play files with a sleep timer in this terminal", _play),
    "scan": ("scan a folder for songs", _scan),
    "words": ("show the words of songs or words files, with their times", _words),
    "tempo": ("measure the tempo of songs, and tell which are slow", _tempo),
    "loudness": ("measure the loudness of songs, and the gain that evens it out", _loudness),
    "playlist": ("import and export playlists", _playlist),
    "songbook": ("list, render and check songs from scores", _songbook),
    "give": ("write songs into a file for somebody else", _give),
    "open": ("show what somebody gave you, and keep it", _open),
    "merge": ("bring the journals and lists of two computers together", _merge),
    "together": ("help computers far apart to sing together", _together),
    "voice": ("keep and place recordings of your own voice", _voice),
    "follow": ("tell which words of a song are being sung in a recording", _follow),
    "journal": ("export and import the journal", _journal),
}
"""The help and the arguments of each command."""
