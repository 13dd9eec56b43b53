"""The head of the Sing screen: way back, title, what stands under it, and what can be done."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.audio.port import Manner
from lullaby.library.track import Track
from lullaby.ui import names
from lullaby.ui.sing import kin_words
from lullaby.ui.sing.how_sung import HowSung
from lullaby.ui.sing.kin_desk import KinDesk


def heading(
    kin: KinDesk, how: HowSung | None, track: Track | None, manner: Manner, pace: float
) -> str:
    """How it is sung here, where its words are, who made it, how fast it goes."""
    if track is None:
        return ""
    key = how.key_words(track, manner) if how is not None else names.key_words(manner)
    sung = kin.words(track) or key
    parts = [sung, kin_words.moved_words(kin.earlier(track)), track.artist]
    if track.tempo.bpm is not None:
        text = QCoreApplication.translate("SingScreen", "{n} bpm")
        parts.append(text.format(n=f"{track.tempo.bpm * pace:.0f}"))
    return "  ·  ".join(part for part in parts if part)


def lay_head(
    holder: QWidget, back: QWidget, title: Iterable[QWidget], tail: Iterable[QWidget], edge: int
) -> None:
    """One row: the way back, the title over its line, and the tools at the end."""
    names = QVBoxLayout()
    names.setSpacing(0)
    for label in title:
        names.addWidget(label)
    row = QHBoxLayout(holder)
    row.setContentsMargins(edge, 28, edge, 0)
    row.setSpacing(12)
    row.addWidget(back)
    row.addSpacing(8)
    row.addLayout(names, 1)
    for tool in tail:
        row.addWidget(tool)
