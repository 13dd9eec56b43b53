"""Moving words: when and what is repainted, and that nothing stale is left."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.model import Line, Lyrics, Note, Part, Syllable, Timing
from lullaby.ui.sing import frame_times, ribbon, wipe
from lullaby.ui.sing.line_layout import LayoutRow, LineLayout
from lullaby.ui.sing.pulse import SEEN_AFTER_MS, TRUSTED_MS, WordsPulse
from lullaby.ui.sing.staging import next_event, stage
from lullaby.ui.sing.wipe_segment import wipe_segment
from lullaby.ui.sing.words_view import WordsView
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import Theme, plain_theme
from lullaby.units import Ms, Semitones

SYLLABLE_MS = 400


def sung(text: str, start: int, part: Part = Part.EVERYONE) -> Line:
    """One syllable for each word, one after another."""
    words = text.split(" ")
    pieces = [word + " " for word in words[:-1]] + words[-1:]
    syllables = tuple(
        Syllable(
            piece,
            Ms(start + SYLLABLE_MS * at),
            Ms(start + SYLLABLE_MS * (at + 1)),
            (Note(Semitones(at), Ms(start), Ms(start + SYLLABLE_MS)),),
        )
        for at, piece in enumerate(pieces)
    )
    return Line(text, Ms(start), syllables[-1].end_ms, syllables, part=part)


SONG = Lyrics(
    (
        sung("Hush little baby", 1_000),
        sung("don’t say a word for all of us are asleep in the quiet house", 2_500),
        sung("נומה פרח נומה בני", 9_000, Part.SECOND),
        sung("Sleep", 17_000),
        sung("and sleep again", 30_000),
    ),
    Timing.SYLLABLES,
)

BY_LINE = Lyrics(
    (
        Line("Hush little baby", Ms(1_000), Ms(4_000)),
        Line("don’t say a word for all of us are asleep in the quiet house", Ms(4_000), Ms(9_000)),
    ),
    Timing.LINES,
)


# When


@given(st.floats(0.1, 20_000), st.floats(0.1, 500))
def test_frames_lead_to_an_event_in_equal_steps(until: float, ms_per_px: float) -> None:
    wait = frame_times.wait_ms(until, ms_per_px)
    steps = (until + frame_times.FIRST_PX_MS) / wait
    assert steps == pytest.approx(round(steps))
    slowest = frame_times.frame_ms(ms_per_px)
    assert wait >= min(until, slowest / 2)
    assert wait <= max(slowest * 1.5 + 1, until + frame_times.FIRST_PX_MS)


def test_a_held_syllable_waits_for_its_next_pixel() -> None:
    assert frame_times.wait_ms(10_000.0, 250.0) == pytest.approx(250.0, rel=0.05)
    assert frame_times.wait_ms(10_000.0, 3.0) == pytest.approx(frame_times.FRAME_MS, rel=0.05)
    assert frame_times.wait_ms(700.0, None) == 700.0 + frame_times.FIRST_PX_MS
    assert frame_times.wait_ms(None, None) == frame_times.LONGEST_WAIT_MS


def test_a_slow_edge_moves_less_often_but_in_no_larger_steps_than_a_fast_one() -> None:
    for ms_per_px in (tenths / 10 for tenths in range(5, 1_000, 5)):
        frame_ms = frame_times.frame_ms(ms_per_px)
        assert 50.0 <= frame_ms <= max(70.0, ms_per_px)
        assert frame_ms <= 50.0 or frame_ms / ms_per_px <= 12.0


@given(st.integers(0, 40_000))
def test_between_two_events_only_wipe_and_ring_move(position: int) -> None:
    cursor = Cursor(SONG)
    event = next_event(cursor, Ms(position))
    now = stage(cursor, Ms(position))
    last = 45_000 if event is None else int(event) - 1
    for later in range(position, min(last, position + 2_000), 97):
        then = stage(cursor, Ms(later))
        assert (then.window, then.syllable, then.moons, then.hum, then.music is None) == (
            now.window,
            now.syllable,
            now.moons,
            now.hum,
            now.music is None,
        )


# Gaps


def test_a_short_gap_is_hummed_and_a_long_one_is_instrumental() -> None:
    cursor = Cursor(SONG)
    short, long = stage(cursor, Ms(11_500)), stage(cursor, Ms(20_000))
    assert short.hum
    assert short.music is not None
    assert not long.hum
    assert long.music is not None
    count_in = stage(cursor, Ms(29_000))
    assert count_in.music is None
    assert count_in.moons == 1


def test_a_gap_too_short_for_a_sign_keeps_its_line() -> None:
    words = Lyrics((sung("one", 1_000), sung("two", 5_600)), Timing.SYLLABLES)
    now = stage(Cursor(words), Ms(1_800))
    assert now.music is None
    assert now.window.current == 0


# What


def layout(right_to_left: bool = False) -> LineLayout:
    rows = (LayoutRow("a", 300.0), LayoutRow("b", 200.0))
    return LineLayout(60, rows, (0.3, 0.6, 1.0), (0.3, 0.6, 1.0), right_to_left)


def test_a_step_within_a_row_is_a_strip_around_the_edge() -> None:
    line = layout()
    before, after = wipe.edge_at(line, 0.10, 1.0), wipe.edge_at(line, 0.12, 1.0)
    area = wipe.dirty(line, before, after)
    assert area is not None
    assert area.left() == 50 - wipe.GLOW
    assert area.right() == 60 + wipe.GLOW
    assert area.height() < line.pitch * 1.5


def test_right_to_left_the_strip_is_mirrored() -> None:
    line = layout(right_to_left=True)
    before, after = wipe.edge_at(line, 0.10, 1.0), wipe.edge_at(line, 0.12, 1.0)
    area = wipe.dirty(line, before, after)
    assert area is not None
    assert area.left() == 300 - 60 - wipe.GLOW
    assert area.right() == 300 - 50 + wipe.GLOW


def test_less_than_a_pixel_changes_nothing_and_another_row_changes_all() -> None:
    line = layout()
    still = wipe.edge_at(line, 0.1, 1.0)
    assert wipe.dirty(line, still, wipe.edge_at(line, 0.1004, 1.0)) is None
    assert wipe.edge_at(line, 0.1004, 4.0) != wipe.edge_at(line, 0.1, 4.0)
    area = wipe.dirty(line, still, wipe.edge_at(line, 0.8, 1.0))
    assert area is not None
    assert area.height() > 2 * line.pitch


def test_a_tone_across_a_line_break_has_a_bar_in_both_rows() -> None:
    line = LineLayout(60, layout().rows, (0.3, 0.7, 1.0), (1.0,), False, band=50)
    found = ribbon.bars(sung("a b c", 0), line, ribbon.Compass(0, 10))
    assert len(found) == 4
    assert [bar.top() < line.pitch for bar in found] == [True, True, False, False]
    assert all(bar.bottom() <= line.band + (bar.top() > line.pitch) * line.pitch for bar in found)
    assert found[0].top() > found[1].top(), "the higher tone stands higher"


@given(st.integers(0, 399), st.integers(0, 2), st.booleans())
def test_a_wipe_segment_agrees_with_the_staging_throughout(
    at: int, syllable: int, mirrored: bool
) -> None:
    words = Lyrics((sung("Hush little baby", 1_000),), Timing.SYLLABLES)
    cursor, line = Cursor(words), layout(mirrored)
    position = Ms(1_000 + SYLLABLE_MS * syllable + at)
    course, event = cursor.upcoming(position), next_event(cursor, position)
    made = wipe_segment(line, syllable, course, event, position, 1.0)
    assert made is not None
    assert made.holds(position)
    assert event is not None
    for later in range(position, int(made.until_ms)):
        now = stage(cursor, Ms(later))
        edge = wipe.edge_at(line, line.share(now.syllable, now.fraction), 1.0)
        assert edge.row == made.row
        assert edge.along == pytest.approx(made.along(later), abs=1)
    if made.until_ms < event:
        beyond = stage(cursor, Ms(math.ceil(made.until_ms)))
        share = line.share(beyond.syllable, beyond.fraction)
        assert wipe.edge_at(line, share, 1.0).row == made.row + 1


def test_a_line_without_syllables_lights_as_a_whole_and_its_bead_runs_evenly() -> None:
    cursor = Cursor(BY_LINE)
    seen = [stage(cursor, Ms(at)) for at in (1_000, 1_150, 1_300, 2_500)]
    assert [now.light for now in seen] == [0.0, 0.5, 1.0, 1.0]
    assert [now.fraction for now in seen] == pytest.approx([0.0, 0.05, 0.1, 0.5])
    assert next_event(cursor, Ms(1_100)) == 1_300
    assert stage(Cursor(SONG), Ms(1_150)).light is None


# On the screen


class Seen(QObject):
    """The regions that were painted, as shares of the widget."""

    def __init__(self, view: WordsView) -> None:
        super().__init__(view)
        self.shares: list[float] = []
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent) and isinstance(watched, QWidget):
            around = event.region().boundingRect()
            painted = around.width() * around.height()
            self.shares.append(painted / (watched.width() * watched.height()))
        return False


@pytest.fixture(scope="module")
def theme(qapp) -> Theme:
    theme = plain_theme()
    fonts = dress(qapp, theme)
    fonts.register_rest()
    theme.set_motion(False)
    return theme


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> WordsView:
    ground = QWidget()
    ground.resize(1_000, 600)
    view = WordsView(theme, ground)
    view.setGeometry(40, 30, 900, 480)
    picture = QPixmap(1_000, 600)
    picture.fill(QColor("#224466"))
    view.stand_on(ground, lambda: picture)
    qtbot.addWidget(ground)
    ground.show()
    view.show_lyrics(SONG, 1_000)
    return view


def test_a_step_repaints_a_small_part_and_less_than_a_pixel_nothing(
    view: WordsView, settle: Callable[[], None]
) -> None:
    view.show_position(Ms(2_900))
    view.finish_slide()
    settle()
    seen = Seen(view)
    view.show_position(Ms(2_933))
    settle()
    assert len(seen.shares) == 1
    assert seen.shares[0] < 0.03
    view.show_position(Ms(2_933))
    settle()
    assert len(seen.shares) == 1


@pytest.mark.parametrize("melody", [False, True])
@pytest.mark.parametrize("room", [False, True])
def test_painting_in_strips_gives_the_same_picture(
    view: WordsView, settle: Callable[[], None], melody: bool, room: bool
) -> None:
    view.set_melody(melody)
    view.set_room(room)
    for position in (*range(900, 9_000, 333), *range(9_000, 34_000, 407)):
        view.show_position(Ms(position))
        view.finish_slide()
        settle()
        in_strips = on_screen(view)
        view.update()
        settle()
        assert in_strips == on_screen(view), position


def test_strips_of_a_wipe_leave_nothing_behind(view: WordsView, settle: Callable[[], None]) -> None:
    """Frame after frame, back and forth, across the end of a row and in lines lit as a whole."""
    for words, start in ((SONG, 2_400), (SONG, 8_900), (BY_LINE, 900), (BY_LINE, 3_900)):
        view.show_lyrics(words, 1_000)
        seen = Seen(view)
        there = list(range(start, start + 2_400, 33))
        for number, position in enumerate((*there, *there[::-7])):
            view.show_position(Ms(position))
            view.finish_slide()
            settle()
            if number % 6 == 0:
                in_strips = on_screen(view)
                view.update()
                settle()
                assert in_strips == on_screen(view), (words.timing, position)
        assert sum(share < 0.05 for share in seen.shares) > 20


def test_a_line_lit_as_a_whole_has_one_colour(view: WordsView, settle: Callable[[], None]) -> None:
    view.show_lyrics(BY_LINE, 1_000)
    pictures: list[QImage] = []
    for position in (1_000, 1_150, 1_400, 3_000):
        view.show_position(Ms(position))
        view.finish_slide()
        settle()
        pictures.append(on_screen(view).copy(40, 0, 900, 330))
    first, midway, lit, later = (brightest(picture) for picture in pictures)
    assert len({first, midway, lit}) == 3
    assert abs(lit[0] - lit[1]) <= 2, "all of the line, and the bead has hardly begun its way"
    assert lit == pytest.approx(later, abs=2)


def brightest(picture: QImage) -> tuple[int, int]:
    """The lightest colour in the left and in the right half of the words."""
    quarter = picture.width() // 4
    parts = (range(quarter), range(quarter, 2 * quarter))
    left, right = (
        max(picture.pixelColor(x, y).lightness() for x in part for y in range(picture.height()))
        for part in parts
    )
    return left, right


def on_screen(view: WordsView) -> QImage:
    """The content of the window, without painting it again."""
    return view.screen().grabWindow(view.window().winId()).toImage()


@pytest.fixture
def settle(qapp) -> Callable[[], None]:
    return qapp.processEvents


# The pulse


class Player:
    """A song that runs by its own clock."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.place = Ms(2_000)
        self.asked = 0

    def position(self) -> Ms:
        self.asked += 1
        return self.place

    def pass_ms(self, ms: int, plays: bool = True) -> None:
        self.now += ms
        self.place = Ms(self.place + (ms if plays else 0))


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def pulse(view: WordsView, player: Player) -> WordsPulse:
    return WordsPulse(view, player.position, lambda: player.now)


@pytest.fixture
def shown(view: WordsView, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    places: list[float] = []
    monkeypatch.setattr(view, "show_position", places.append)
    return places


def test_while_the_song_runs_steadily_the_clock_is_enough(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    for _ in range(2):
        pulse.confirm(player.place, 1.0)
        player.pass_ms(200)
    pulse.confirm(player.place, 1.0)
    player.pass_ms(100)
    pulse.look()
    assert player.asked == 0
    assert shown[-1] == player.place + SEEN_AFTER_MS


def test_between_two_ticks_the_player_is_asked_once_in_a_while(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    for _ in range(2):
        pulse.confirm(player.place, 1.0)
        player.pass_ms(40)
    for _ in range(12):
        player.pass_ms(40)
        pulse.look()
        assert shown[-1] == player.place + SEEN_AFTER_MS
    assert player.asked == 1


def test_sound_that_stands_still_between_two_ticks_holds_the_words(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    for _ in range(2):
        pulse.confirm(player.place, 1.0)
        player.pass_ms(40)
    for _ in range(12):
        player.pass_ms(40, plays=False)
        pulse.look()
    assert shown[-1] == player.place + SEEN_AFTER_MS


def test_after_a_seek_the_player_is_asked_until_it_moves_again(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    pulse.confirm(player.place, 1.0)
    player.pass_ms(200)
    pulse.confirm(player.place, 1.0)
    player.place = Ms(9_000)
    pulse.confirm(player.place, 1.0)
    player.pass_ms(150, plays=False)
    pulse.look()
    assert shown[-1] == 9_000 + SEEN_AFTER_MS
    player.pass_ms(50)
    pulse.confirm(player.place, 1.0)
    player.pass_ms(100, plays=False)
    pulse.look()
    assert shown[-1] == 9_050 + SEEN_AFTER_MS, "150 ms stood still: no steady course yet"


def test_an_impossible_position_waits_for_the_next_tick(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    pulse.confirm(player.place, 1.0)
    player.now += 100
    player.place = Ms(0)
    pulse.look()
    assert len(shown) == 1


def test_without_ticks_the_words_stop_asking(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    pulse.confirm(player.place, 1.0)
    player.pass_ms(int(TRUSTED_MS) + 50)
    pulse.look()
    assert len(shown) == 1
    assert player.asked == 0


def test_words_come_earlier_and_a_lone_singer_follows_the_clock(
    pulse: WordsPulse, player: Player, shown: list[float]
) -> None:
    pulse.confirm(Ms(4_000), 0.5, Ms(150), alone=True)
    player.now += 200
    pulse.look()
    assert player.asked == 0
    assert shown[-1] == 4_000 + 100 + 150 + SEEN_AFTER_MS * 0.5
