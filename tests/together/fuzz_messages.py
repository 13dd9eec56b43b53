"""Fuzzes messages of guests: `python -m tests.together.fuzz_messages`.

Needs atheris, which is no dependency. Arguments are libFuzzer's: `-max_total_time=600`, and
`-timeout=1` to find what takes long. `mutated` works without it.
"""

import importlib
import random
import sys
from typing import Any

from lullaby.together.early_hello import early_hello
from lullaby.together.messages import Hello, MalformedMessageError, Tick, WishMessage, parse
from tests.together.visiting import MemoryHouse

MAC = "0123456789abcdef" * 4
SEEDS = tuple(
    text.encode()
    for text in (
        '{"t":"hello","v":1,"code":"482913","lang":"pt-BR"}',
        f'{{"t":"hello","v":1,"proof":"{MAC}","ticket":"abcdefghij_-ABCDEFGHIJ"}}',
        '{"t":"tick","c0":1234567.125}',
        '{"t":"tick","c0":-1e15}',
        f'{{"t":"wish","do":"softer","n":1,"mac":"{MAC}"}}',
        '{"t":"wish","do":"fade","n":999999}',
    )
)
PIECES = tuple(
    piece.encode()
    for piece in (
        *('"', "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "\\ud800", "null", "true", "NaN"),
        *("-Infinity", "1e999", "0.5", "-1", "9" * 400, '{"t":' * 50, "[" * 200, "\x00", "é", "٤"),
        *('"t":"wish"', '"v":2', '"n":0', '"do":"louder"', '"c0":{}', '"mac":[]', '"lang":""'),
    )
)


def check(data: bytes) -> None:
    """A message is read or refused, and a guest that sends it is answered or closed."""
    text = data.decode("utf-8", "replace")
    try:
        message = parse(text)
    except MalformedMessageError:
        message = None
    if message is not None and not isinstance(message, Hello | Tick | WishMessage):
        raise RuntimeError(f"read as {message}")
    house = MemoryHouse()
    early_hello((text,))
    told = house.visit(offered=("lullaby", f"nonce.{house.page_nonce()}", text)).heard
    if [message["t"] for message in told] != ["nonce"]:
        raise RuntimeError("a request let a stranger in")
    remote = house.remote()
    remote.visitor.say_text(text)
    if house.wishes:
        raise RuntimeError("a wish without a proof was made")
    stranger = house.visit("127.0.0.3")
    stranger.say_text(text)
    welcomed = any(told["t"] == "welcome" for told in stranger.heard)
    if welcomed and house.invitation.code not in text:
        raise RuntimeError("a stranger was let in")


def mutated(dice: random.Random) -> bytes:
    """A message with a few changes, such as a person or a broken program would make."""
    data = bytearray(dice.choice(SEEDS))
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randint(0, len(data))
        match dice.randrange(9):
            case 0:
                data[at:at] = dice.choice(PIECES)
            case 1:
                del data[at : at + dice.randint(1, 8)]
            case 2:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 3:
                other = dice.choice(SEEDS)
                data[at:] = other[dice.randint(0, len(other)) :]
            case 4:
                data[at:at] = data[at : at + dice.randint(1, 40)] * dice.randint(1, 20)
            case 5 | 6 | 7:
                digits = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
                for place in dice.sample(digits, min(len(digits), 3)):
                    data[place] = dice.randrange(48, 58)
            case _:
                data[at : at + 3] = dice.choice(PIECES)
    return bytes(data)


def main() -> None:
    """Fuzz what is loaded anew under instrumentation; to instrument all takes minutes."""
    atheris: Any = importlib.import_module("atheris")
    ours = ("lullaby.together", "tests.together")
    for name in [name for name in sys.modules if name.startswith(ours)]:
        del sys.modules[name]
    with atheris.instrument_imports(include=list(ours)):
        instrumented = importlib.import_module("tests.together.fuzz_messages")
    atheris.Setup(sys.argv, instrumented.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
