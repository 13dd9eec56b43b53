"""A line that shows the progress of scans and of tempo analysis, and the result of a scan."""

from PySide6.QtWidgets import QWidget

from lullaby.library.analysis_queue import AnalysisProgress
from lullaby.library.scanner import ScanProgress, ScanSummary
from lullaby.ui.controls.bars import MessageBar
from lullaby.ui.library.scan_news import ScanNews
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

MINUTE = 60_000
MOST_MINUTES = 90
"""A longer time is given in hours."""


def progress_words(progress: ScanProgress) -> str:
    if progress.total is None:
        return translate("scan", "Looking through your folders.")
    return translate("scan", "Reading your songs, {n} of {all}.").format(
        n=whole(progress.done), all=whole(progress.total)
    )


def summary_words(summary: ScanSummary) -> str:
    """The result of a scan as a sentence; empty if there is nothing to report."""
    parts: list[str] = []
    new, missing, away, faults = (
        summary.new,
        summary.missing,
        summary.away,
        len(summary.faults),
    )
    if new:
        parts.append(translate("scan", "%n new songs", None, PLURAL, new))
    if missing:
        parts.append(translate("scan", "%n songs were moved or removed", None, PLURAL, missing))
    if away:
        parts.append(translate("scan", "%n songs are unavailable right now", None, PLURAL, away))
    if faults:
        parts.append(translate("scan", "%n could not be read", None, PLURAL, faults))
    if summary.closed and not away:
        if not parts:
            return translate("scan", "A folder could not be opened.")
        parts.append(translate("scan", "a folder could not be opened"))
    return f"{listed(parts)}." if parts else ""


def listening_words(progress: AnalysisProgress) -> str:
    """Still listening, 212 of 412, about 3 minutes."""
    if progress.paused:
        text = translate("scan", "Analysing tempo: paused at {n} of {all}.")
    elif progress.left_ms is None:
        text = translate("scan", "Analysing tempo: {n} of {all}.")
    else:
        text = translate("scan", "Analysing tempo: {n} of {all}, {time} left.")
    time = "" if progress.left_ms is None else time_words(progress.left_ms)
    return text.format(n=whole(progress.done), all=whole(progress.total), time=time)


def time_words(left_ms: Ms) -> str:
    """Roughly how long something will take."""
    minutes = round(left_ms / MINUTE)
    if minutes > MOST_MINUTES:
        hours = round(minutes / 60)
        return translate("scan", "about %n hours", None, PLURAL, hours)
    if minutes > 1:
        return translate("scan", "about %n minutes", None, PLURAL, minutes)
    return (
        translate("scan", "about a minute")
        if left_ms >= MINUTE / 2
        else translate("scan", "less than a minute")
    )


class ScanBar(MessageBar):
    """Shows a running scan first, then its result, then tempo analysis."""

    def __init__(self, theme: Theme, news: ScanNews, parent: QWidget | None = None) -> None:
        super().__init__(theme)
        self._news = news
        news.changed.connect(self.refresh)
        self.acted.connect(self._act)
        self.hide()

    def refresh(self) -> None:
        """Show the current news. Call only once the bar has a parent, or it becomes a window."""
        scanning, listening = self._news.scanning, self._news.listening
        summary = self._summary_words()
        if scanning is not None:
            self.say(progress_words(scanning), icon="folder", action=self.tr("Stop"))
        elif summary:
            faults = self._news.summary is not None and self._news.summary.faults
            hint = self.tr("They are listed under “Any tempo”, with the reason.") if faults else ""
            self.say(summary, hint, icon="check", action=self.tr("OK"))
        elif listening is not None:
            action = self.tr("Resume") if listening.paused else self.tr("Pause")
            hint = self.tr(
                "Slower while music plays, on battery and at night, so that the laptop stays quiet."
            )
            waits = not listening.paused and listening.left_ms is None
            self.say(listening_words(listening), hint if waits else "", "audio-lines", action)
        self.setVisible(scanning is not None or bool(summary) or listening is not None)

    def _summary_words(self) -> str:
        """The summary as text; empty if there is none."""
        return "" if self._news.summary is None else summary_words(self._news.summary)

    def _act(self) -> None:
        if self._news.scanning is not None:
            self._news.stop_scan()
        elif self._summary_words():
            self._news.put_away()
        elif self._news.listening is not None:
            self._news.switch_listening()
