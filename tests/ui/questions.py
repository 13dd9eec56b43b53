"""Notices that ask something, as a person sees and answers them."""

from lullaby.ui.shell.notices import Notice, NoticeBoard
from tests.world import World


def notice(world: World) -> Notice:
    """The notice on show."""
    current = world.find(NoticeBoard).current
    assert current is not None
    return current[1]


def agree(world: World) -> None:
    """Press its button, and run the background work it started."""
    act = notice(world).action
    assert act is not None, notice(world).text
    act()
    world.post.deliver()
