"""How a phone comes: a code to scan, or an address and six digits to type."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import WRAPPED_EDGE, ButtonStyle, WrappingPill
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.together import phones_words
from lullaby.ui.together.qr_code import QrCode
from lullaby.ui.together.sharing import Sharing


class InvitationView(QWidget):
    """The remote is only to be scanned: digits could be guessed by somebody on the network."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.qr = QrCode(theme)
        self.address = Label(theme)
        self.digits = Label(theme, "", Text.NUMBER, "accent")
        self._typed = (
            Label(theme, self.tr("Scan it, or type"), Text.LABEL, "text2"),
            self.address,
            Label(theme, self.tr("and these six digits"), Text.LABEL, "text2"),
            self.digits,
        )
        self._scanned = (
            Label(theme, self.tr("Point the phone’s camera here"), wrap=True),
            Label(
                theme,
                self.tr(
                    "The remote opens by scanning only, so that nobody else on the Wi-Fi can guess"
                    " a code."
                ),
                Text.LABEL,
                "text2",
                wrap=True,
            ),
        )
        self.other_network = WrappingPill(
            theme, self.tr("Networks…"), "wifi", tone=ButtonStyle.BARE, height=48
        )
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label in (*self._typed, *self._scanned):
            set_margins(label, WRAPPED_EDGE, 0, 0, 0)
        for label in (*self._typed[:2], *self._scanned):
            column.addWidget(label)
        column.addStretch(1)
        for label in self._typed[2:]:
            column.addWidget(label)
        column.addStretch(1)
        column.addWidget(self.other_network, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(FoldingRow((self.qr, side), 8, (0, 1)))

    def show_sharing(self, sharing: Sharing, remote: bool) -> None:
        self.qr.show_text(sharing.remote_url if remote else sharing.words_url)
        self.address.setText(sharing.address)
        self.digits.setText(phones_words.code(sharing.code))
        self.digits.setAccessibleName(phones_words.spoken_code(sharing.code))
        for labels, there in ((self._typed, not remote), (self._scanned, remote)):
            for label in labels:
                label.setVisible(there)
        self.other_network.setVisible(len(sharing.networks) > 1)
