"""What the Phones panel shows: the invitation, who has come, and the way to stop."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.together.messages import GuestRole
from lullaby.ui.controls.base import reason_to_pass_on
from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.text.lists import sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.together import phones_words
from lullaby.ui.together.guest_list import GuestList
from lullaby.ui.together.invitation_view import InvitationView
from lullaby.ui.together.phones_controller import PhonesController
from lullaby.ui.together.sharing import Sharing, SharingPhase

TABS = (GuestRole.WORDS, GuestRole.REMOTE)


class PhonesView(QWidget):
    """Follows the controller for as long as it lives."""

    def __init__(self, theme: Theme, phones: PhonesController) -> None:
        super().__init__()
        self._phones = phones
        self._helps = False
        """Whether the person asked what else helps."""
        self.tabs = Segmented(theme, (self.tr("Words only"), self.tr("With remote")), stretch=True)
        self.about = Label(theme, "", Text.LABEL, "text2", wrap=True)
        self.share = WrappingPill(
            theme, self.tr("Show the words on phones"), "smartphone", tone=ButtonStyle.FILLED
        )
        self.invitation = InvitationView(theme)
        self.show_code = WrappingPill(theme, self.tr("Show the code again"), "scan")
        self.count = Label(theme)
        self.countdown = Label(theme, "", Text.CAPTION, "text2")
        self._counted = FoldingRow((self.count, self.countdown), 12, (1, 0))
        self.lacking = Label(theme, "", Text.LABEL, "text2", wrap=True)
        self.more_help = WrappingPill(
            theme, self.tr("What else helps"), "info", tone=ButtonStyle.BARE, height=48
        )
        self.guests = GuestList(theme)
        self.note = Label(
            theme,
            self.tr(
                "Phones that only show the words keep their own code. Give this one to the person"
                " you share the night with."
            ),
            Text.LABEL,
            "text2",
            wrap=True,
        )
        self.stop = WrappingPill(theme, self.tr("Stop sharing"), "door-open")
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show())
        self.share.clicked.connect(self._share)
        self.show_code.clicked.connect(phones.show_code)
        self.more_help.clicked.connect(self._help)
        self.invitation.other_network.clicked.connect(self._choose_network)
        self.guests.disconnect_requested.connect(phones.disconnect_guest)
        self.stop.clicked.connect(phones.stop)
        phones.changed.connect(self._show)
        self._show()

    @property
    def remote(self) -> bool:
        """Whether the code on show gives the remote too."""
        return TABS[self.tabs.place] is GuestRole.REMOTE

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self.tabs)
        column.addWidget(self.about)
        column.addWidget(self.share)
        column.addWidget(self.invitation)
        column.addWidget(self.show_code, 0, middle)
        column.addWidget(self._counted)
        column.addWidget(self.lacking)
        column.addWidget(self.more_help, 0, middle)
        column.addWidget(self.guests)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addWidget(self.stop)

    def _show(self, _: Sharing | None = None) -> None:
        sharing, now = self._phones.sharing, self._phones.now_ms
        on, left = sharing.on, sharing.code_left_s(now)
        lacks = sharing.lacks_guests(now)
        self._helps = self._helps and lacks
        self.about.setText(self._about(sharing))
        opening = sharing.phase is SharingPhase.OPENING
        self.share.setText(
            self.tr("One moment…") if opening else self.tr("Show the words on phones")
        )
        self.countdown.setText(phones_words.countdown(left))
        self.count.setText(phones_words.count(sharing, self.remote))
        self.lacking.setText(self._lacking(sharing))
        if left:
            self.invitation.show_sharing(sharing, self.remote)
        self.guests.show_guests(sharing.having(GuestRole.REMOTE) if self.remote else sharing.guests)
        focused = self.window().focusWidget()
        reason = reason_to_pass_on(focused)
        for widget, there in (
            (self.tabs, on),
            (self.share, not on),
            (self.invitation, left > 0),
            (self.show_code, on and not left),
            (self._counted, on),
            (self.countdown, left > 0),
            (self.lacking, lacks),
            (self.more_help, lacks and not self._helps),
            (self.note, on and self.remote),
            (self.stop, on),
        ):
            if widget.isHidden() is there:
                widget.setVisible(there)
        if focused is not None and self.isAncestorOf(focused) and not focused.isVisible():
            stops = tab_stops(self)
            if stops:
                stops[0].setFocus(reason)

    def _about(self, sharing: Sharing) -> str:
        if not sharing.on:
            return sentences(
                (
                    "" if sharing.obstacle is None else phones_words.obstacle(sharing.obstacle),
                    self.tr(
                        "Phones, tablets and the TV on this Wi-Fi can show the words in time with"
                        " the song, only while this is on and only with the code. Nothing goes to"
                        " the internet."
                    ),
                    self.tr(
                        "A phone far away can’t join. Give that person a page of the song: “Give"
                        " this song to someone…” in its menu."
                    ),
                )
            )
        if self.remote:
            return self.tr(
                "This phone can also make it quieter, mark “still awake”, or fade it out. It can"
                " never make it louder."
            )
        return self.tr(
            "Any phone, tablet or TV on this Wi-Fi can show the words in time. Nothing goes to the"
            " internet."
        )

    def _lacking(self, sharing: Sharing) -> str:
        return sentences(
            (
                self.tr(
                    "No phone is connected yet. Is it on the same Wi-Fi, not a guest network? A"
                    " firewall may ask once; a phone’s hotspot works too."
                ),
                phones_words.firewall_help(sharing.port) if self._helps else "",
            )
        )

    def _share(self) -> None:
        self._phones.share()

    def _help(self) -> None:
        self._helps = True
        self._show()

    def _choose_network(self) -> None:
        sharing = self._phones.sharing
        menu = PassingMenu(self)
        for each in sharing.networks:
            action = menu.addAction(
                phones_words.network(each), lambda chosen=each: self._phones.move_to(chosen)
            )
            action.setCheckable(True)
            action.setChecked(each == sharing.network)
        open_below(menu, self.invitation.other_network)
