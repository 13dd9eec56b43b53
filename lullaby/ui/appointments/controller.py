"""Agrees on a time to sing a song with somebody far away, and begins it then, after a press."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from lullaby.jobs import JobRunner
from lullaby.library.appointment import (
    INVITED_BEFORE,
    READY_BEFORE,
    Appointment,
    Due,
    beginning,
    due,
    next_change,
    soonest,
)
from lullaby.library.track import Track, TrackId
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.notices import Notice
from lullaby.ui.text.translate import translate
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.bundles.giving import Chosen, Gift
    from lullaby.bundles.manifest import SingAt
    from lullaby.ui.appointments.count_in import CountIn
    from lullaby.ui.appointments.saving import AgreedSong
    from lullaby.ui.appointments.sheet import AppointmentSheet

log = logging.getLogger(__name__)

TOPIC = "appointment"
LONGEST_WAIT = timedelta(minutes=10)
"""The clock may be set, and the computer may sleep: look again after so long."""

SHORTEST_WAIT = timedelta(milliseconds=20)
LEAD = timedelta(seconds=4)
"""How long before the count-in the song is handed to the player, which opens its device then."""

AGREED_BEATS = 8
"""Two bars of four beats."""


class AppointmentsController(QObject):
    """Nothing sounds without a press, and nothing is shown while an evening sounds."""

    def __init__(
        self,
        context: AppContext,
        known: Callable[[Track], Track],
        make_ready: Callable[[Track], None],
        clock_set: Callable[[], bool | None],
        show_song: Callable[[], None],
    ) -> None:
        """`known` gives a song as it is sung here, `make_ready` renders it; `clock_set` asks the
        system whether the network sets its clock, on another thread; `show_song` shows the
        words."""
        super().__init__(context.window)
        self._context = context
        self._clock = context.clock
        self._quick: JobRunner = context.quick
        self._known, self._make_ready = known, make_ready
        self._clock_set, self._show_song = clock_set, show_song
        self._appointments: list[Appointment] = []
        self._accepted: Appointment | None = None
        self._clock_told: bool | None = None
        self._asked_clock_for: Appointment | None = None
        self._sheet: AppointmentSheet | None = None
        self._planned: tuple[Gift, Chosen] | None = None
        self._count: CountIn | None = None
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        context.bridge.stage_changed.connect(self._on_stage)

    # Agreeing

    def plan(self, gift: Gift, chosen: Chosen) -> None:
        """Ask when to sing a song together."""
        from lullaby.portable_names import file_name
        from lullaby.ui.appointments.sheet import AppointmentSheet

        if self._sheet is None:
            self._sheet = AppointmentSheet(
                self._context.theme, self._context.window, self._clock.now
            )
            self._sheet.save_requested.connect(self._save)
            self._sheet.page_requested.connect(self._save_page)
            self._sheet.form.giver.setText(self._context.settings.now.first_singer)
        self._planned = gift, chosen
        song = gift.songs[0]
        words = song.words is not None and song.words.has_words
        self._sheet.open_for(gift.name, file_name(gift.name, "song"), AGREED_BEATS, words)

    def take(self, track: int, sing_at: SingAt, partner: str) -> None:
        """Keep the appointment that came with a song; one that has passed is not kept."""
        if due(sing_at.at, self._clock.now(), None) is Due.OVER:
            return
        self._keep(TrackId(track), sing_at, partner)

    def _save(self, sing_at: SingAt) -> None:
        from lullaby.portable_names import file_name
        from lullaby.ui.appointments.saving import AgreedSong, write_invitation

        sheet, planned = self._sheet, self._planned
        if sheet is None or planned is None:
            return
        gift, chosen = planned
        invitation = AgreedSong(gift, chosen, sing_at, sheet.partner, sheet.giver)
        title = self.tr("Sing “{title}” at a time").format(title=gift.name)
        kinds = self.tr("A song for Lullaby (*.lullaby)")
        target = self._context.files.ask_save(
            title, f"{file_name(gift.name, 'song')}.lullaby", kinds
        )
        if target is None:
            return
        sheet.close_sheet()
        self._quick.submit(
            lambda _: write_invitation(invitation, target, self._clock.now()),
            lambda event: self._tell_saved(invitation, target.name, event.name),
            lambda problem: self._could_not_save(target.name, problem),
        )

    def _save_page(self, sing_at: SingAt) -> None:
        from lullaby.portable_names import file_name
        from lullaby.ui.bundles.page_words import write_page

        sheet, planned = self._sheet, self._planned
        if sheet is None or planned is None:
            return
        gift, chosen = planned
        title = self.tr("Sing “{title}” at a time").format(title=gift.name)
        target = self._context.files.ask_save(
            title, f"{file_name(gift.name, 'song')}.html", self.tr("A page (*.html)")
        )
        if target is None:
            return
        track = gift.songs[0].track.id
        self._quick.submit(
            lambda _: write_page(gift, chosen, target, sing_at),
            lambda _: self._tell_page(track, sing_at, sheet.partner, target.name),
            lambda problem: self._could_not_save(target.name, problem),
        )
        sheet.close_sheet()

    def _tell_saved(self, invitation: AgreedSong, file: str, event: str) -> None:
        track = invitation.gift.songs[0].track.id
        if not self._keep(track, invitation.sing_at, invitation.partner):
            return
        text = self.tr("“{file}” and “{event}” are saved.")
        self._context.notices.say(
            "given",
            text.format(file=file, event=event),
            self.tr("Send both to the one who sings with you. Lullaby reminds you if it is open."),
        )

    def _tell_page(self, track: TrackId, sing_at: SingAt, partner: str, file: str) -> None:
        if not self._keep(track, sing_at, partner):
            return
        self._context.notices.say(
            "given",
            self.tr("“{file}” is saved.").format(file=file),
            self.tr("On the phone it begins by itself at that time, by the phone’s clock."),
        )

    def _could_not_save(self, file: str, problem: Exception) -> None:
        log.warning("%s could not be written", file, exc_info=problem)
        text = self.tr("“{file}” could not be saved there. Choose another place.")
        self._context.notices.say("given", text.format(file=file))

    def _keep(self, track: TrackId, sing_at: SingAt, partner: str) -> bool:
        """Whether it could be kept; tells if not."""
        try:
            self._context.stores.appointments.keep(track, sing_at.at, sing_at.beats, partner)
        except StorageError as problem:
            self._context.notices.report_not_saved(problem)
            return False
        found = self._context.stores.library.track(track)
        if found is not None:
            self._make_ready(found)
        self.refresh()
        return True

    # Waiting for the time

    def refresh(self) -> None:
        """Read the appointments, forget those long over, and look which is due."""
        store = self._context.stores.appointments
        try:
            store.forget_before(self._clock.now() - timedelta(days=1))
            self._appointments = store.all()
        except StorageError:
            log.warning("the appointments cannot be read now", exc_info=True)
        self.look()

    def look(self) -> None:
        """Show what is due now, and set the time of the next look."""
        self._timer.stop()
        now = self._clock.now()
        if self._accepted is not None:
            self._look_at_accepted(self._accepted, now)
            return
        appointment = soonest(self._appointments, now)
        track = None if appointment is None else self._track(appointment)
        if appointment is None or track is None:
            self._context.notices.take_back(TOPIC)
            return
        match due(appointment.at, now, _length(track)):
            case Due.LATER:
                if appointment.at - now <= READY_BEFORE:
                    self._make_ready(track)
                self._context.notices.take_back(TOPIC)
            case Due.OVER:
                self._forget(appointment)
                return
            case Due.INVITED | Due.BEGUN:
                self._invite(appointment, track, now)
        self._look_after(next_change(appointment.at, now, _length(track)), appointment.at - now)

    def _look_after(self, change: timedelta | None, left: timedelta) -> None:
        wait = LONGEST_WAIT if change is None else min(change, LONGEST_WAIT)
        if timedelta(0) < left <= INVITED_BEFORE:
            wait = min(wait, left % timedelta(minutes=1) or timedelta(minutes=1))
        if left > READY_BEFORE:
            wait = min(wait, left - READY_BEFORE)
        self._wait(wait)

    def _wait(self, wait: timedelta) -> None:
        self._timer.start(int(max(wait, SHORTEST_WAIT) / timedelta(milliseconds=1)) + 1)

    def _invite(self, appointment: Appointment, track: Track, now: datetime) -> None:
        from lullaby.ui.appointments.wording import clock_hint, invitation

        if self._context.bridge.state.sounding:
            self._context.notices.take_back(TOPIC)
            return
        self._ask_clock(appointment)
        text = invitation(track.title, appointment.partner, appointment.at - now)
        hint = clock_hint(self._clock_told)
        press = self.tr("I am here")
        action = partial(self._accept, appointment)
        notice = Notice(text, hint, "calendar", press, action)
        self._context.board.keep(TOPIC, notice)

    def _ask_clock(self, appointment: Appointment) -> None:
        if self._asked_clock_for is appointment:
            return
        self._asked_clock_for = appointment
        self._quick.submit(
            lambda _: self._clock_set(), self._note_clock, lambda problem: log.info("%s", problem)
        )

    def _note_clock(self, told: bool | None) -> None:
        if told is self._clock_told:
            return
        self._clock_told = told
        self._context.notices.take_back(TOPIC)
        self.look()

    def _forget(self, appointment: Appointment) -> None:
        try:
            self._context.stores.appointments.forget(appointment.id)
        except StorageError:
            log.info("an appointment that is over is forgotten later", exc_info=True)
        self._appointments = [each for each in self._appointments if each.id != appointment.id]
        self.look()

    # Beginning

    def _accept(self, appointment: Appointment) -> None:
        """The person is here."""
        self._accepted = appointment
        track = self._track(appointment)
        if track is not None:
            self._make_ready(track)
        self.look()

    def cancel(self) -> None:
        """The person does not sing after all; until the song begins."""
        accepted, self._accepted = self._accepted, None
        if self._count is not None:
            self._count.stop()
        self._context.notices.take_back(TOPIC)
        if accepted is not None:
            self._forget(accepted)

    def _look_at_accepted(self, appointment: Appointment, now: datetime) -> None:
        track = self._track(appointment)
        over = track is None or due(appointment.at, now, _length(track)) is Due.OVER
        if track is None or over or self._context.bridge.state.sounding:
            self.cancel()
            return
        known = self._known(track)
        beat_ms = _beat_ms(known)
        lead = LEAD + timedelta(milliseconds=beat_ms * appointment.beats)
        left = appointment.at - now
        if left > lead:
            self._tell_waiting(appointment, track)
            self._wait(left - lead)
            return
        self._accepted = None
        self._context.notices.take_back(TOPIC)
        self._begin(appointment, known, now, beat_ms)

    def _tell_waiting(self, appointment: Appointment, track: Track) -> None:
        from lullaby.ui.text.locale import clock_time

        text = translate("appointments", "“{title}” begins at {time}.")
        time = clock_time(appointment.at.astimezone())
        notice = Notice(
            text.format(title=track.title, time=time),
            self.tr("It begins by itself now, by this computer’s clock."),
            "calendar",
            self.tr("Not now"),
            self.cancel,
        )
        self._context.board.keep(TOPIC, notice)

    def _begin(self, appointment: Appointment, track: Track, now: datetime, beat_ms: float) -> None:
        start = beginning(appointment.at, now, self._clock.monotonic_ms(), track.speed_pitch.pace)
        self._forget(appointment)
        self._context.next_session.start_at_moment(track, start.at_ms, start.position_ms)
        self._show_song()
        if now < appointment.at and appointment.beats:
            if self._count is None:
                from lullaby.ui.appointments.count_in import CountIn

                self._count = CountIn(self._context.theme, self._context.window, self._clock.now)
            self._count.begin(appointment.at, beat_ms, appointment.beats)

    def _on_stage(self) -> None:
        sounding = self._context.bridge.state.sounding
        if self._count is not None and not sounding:
            self._count.stop()
        if self._appointments or self._accepted is not None:
            self.look()

    def _track(self, appointment: Appointment) -> Track | None:
        try:
            return self._context.stores.library.track(appointment.track)
        except StorageError:
            return None


def _length(track: Track) -> Ms | None:
    return track.duration_ms


def _beat_ms(track: Track) -> float:
    """Of a beat as the song is sung, the same as on the page of the song."""
    return 60_000 / ((track.tempo.bpm or 60.0) * track.speed_pitch.pace)
