"""Texts about the words on phones."""

import sys

from lullaby.together.events import DeviceKind, Guest
from lullaby.together.messages import GuestRole
from lullaby.ui.text.digits import in_digits
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.together.home_network import HomeNetwork, NetworkKind
from lullaby.ui.together.sharing import Obstacle, Sharing

ICONS = {
    DeviceKind.TV: "tv",
    DeviceKind.IPAD: "tablet",
    DeviceKind.COMPUTER: "laptop",
}


def icon_of(guest: Guest) -> str:
    return ICONS.get(guest.device, "smartphone")


def name_of(guest: Guest) -> str:
    """Phone 1."""
    number = whole(guest.number)
    match guest.device:
        case DeviceKind.TV:
            text = translate("phones", "TV {number}")
        case DeviceKind.IPAD:
            text = translate("phones", "Tablet {number}")
        case DeviceKind.COMPUTER:
            text = translate("phones", "Computer {number}")
        case _:
            text = translate("phones", "Phone {number}")
    return text.format(number=number)


def about(guest: Guest) -> str:
    """What it is and does: Android, reading along."""
    if guest.role is GuestRole.REMOTE:
        return translate("phones", "quieter, still awake, fade out")
    match guest.device:
        case DeviceKind.ANDROID:
            return translate("phones", "Android, reading along")
        case DeviceKind.IPHONE:
            return translate("phones", "iPhone, reading along")
        case DeviceKind.IPAD:
            return translate("phones", "iPad, reading along")
        case _:
            return translate("phones", "reading along")


def count(sharing: Sharing, remote: bool) -> str:
    """How many show the words, or have the remote."""
    if remote:
        having = len(sharing.having(GuestRole.REMOTE))
        if not having:
            return translate("phones", "No phone has the remote yet")
        return translate("phones", "%n phones have the remote", None, PLURAL, having)
    showing = len(sharing.guests)
    if not showing:
        return translate("phones", "Waiting for the first phone")
    return translate("phones", "%n devices show the words", None, PLURAL, showing)


def countdown(seconds: int) -> str:
    text = translate("phones", "code hides in {time}")
    return text.format(time=in_digits(f"{seconds // 60}:{seconds % 60:02}"))


def code(digits: str) -> str:
    """482 913."""
    return in_digits(f"{digits[:3]} {digits[3:]}")


def spoken_code(digits: str) -> str:
    """4 8 2, 9 1 3: a screen reader reads every digit."""
    first, second = (
        " ".join(in_digits(each) for each in part) for part in (digits[:3], digits[3:])
    )
    return f"{first}, {second}"


def network(one: HomeNetwork) -> str:
    """Wi-Fi, 192.168.178.23."""
    match one.kind:
        case NetworkKind.WIFI:
            text = translate("phones", "Wi-Fi, {address}")
        case NetworkKind.CABLE:
            text = translate("phones", "Cable, {address}")
        case _:
            text = translate("phones", "{name}, {address}")
    return text.format(name=one.name, address=one.address)


def obstacle(what: Obstacle) -> str:
    """Why the words are not shared."""
    match what:
        case Obstacle.NO_NETWORK:
            return translate(
                "phones", "This computer is not on a network. A phone’s hotspot is enough."
            )
        case Obstacle.NO_PORT:
            return translate(
                "phones", "This computer can’t share anything right now. Restarting it may help."
            )
        case Obstacle.ADDRESS_GONE:
            return translate(
                "phones", "The network has changed, so the words are no longer on the phones."
            )
        case Obstacle.SLEPT:
            return translate(
                "phones", "The laptop was asleep, so the words are no longer on the phones."
            )
        case Obstacle.CRASHED:
            return translate(
                "phones", "Sharing the words stopped by itself. The music keeps playing."
            )


def firewall_help(port: int) -> str:
    """What to look for on this system when no phone comes."""
    if sys.platform == "win32":
        return translate(
            "phones",
            "When Windows asks about the firewall, allow Lullaby on private networks. You can"
            " change this later under Windows Security, Allow an app through firewall.",
        )
    if sys.platform == "darwin":
        return translate(
            "phones",
            "When macOS asks whether Lullaby may accept connections, choose Allow. You can change"
            " this later in System Settings under Network, Firewall.",
        )
    text = translate(
        "phones",
        "If a firewall is on, let it accept port {port} from your home network. On Ubuntu or"
        " Fedora, look for the Firewall app.",
    )
    return text.format(port=port)
