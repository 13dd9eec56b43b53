"""The command `together relay`: joins the bytes of two computers that cannot reach each other."""

from argparse import Namespace
from importlib import import_module

from lullaby.cli.wording import complain, say


def relay(arguments: Namespace) -> int:
    """Relay until interrupted; 1 if it cannot listen there."""
    relaying = import_module("lullaby.together.leading.relay")
    host, port = arguments.listen
    shown = f"[{host}]" if ":" in host else host
    try:
        relaying.relay_until_interrupted(
            host,
            port,
            lambda taken: say(
                f"joining computers at {shown}:{taken} until you press Ctrl+C;"
                " what they say to each other cannot be read here"
            ),
        )
    except OSError as problem:
        complain(f"{shown}:{port}", f"cannot listen there ({problem.strerror})")
        return 1
    return 0
