"""Texts and the edges of controls stand out at every step of dimming, and more so on request."""

import itertools
from collections.abc import Sequence

import pytest
from PySide6.QtGui import QColor

from lullaby.ui.theme.tokens import (
    CLEAR,
    DIMMING,
    DUSK,
    EDGES,
    FILLED,
    HIGH_CLEAR,
    HIGH_READABLE,
    NIGHT,
    READABLE,
    TEXTS,
    Tokens,
    chosen_ground,
    contrast,
    tokens_of,
)

ROUNDING = 0.05
"""The ground of the chosen gets lighter with the accent that lies on it."""

GROUNDS = ("bg", "surface", "surface2", "surface3")
LIGHTS = [(False, 0), *((True, step) for step in range(len(DIMMING)))]


def lowest(tokens: Tokens, names: Sequence[str]) -> tuple[float, str, str]:
    pairs = itertools.product(names, GROUNDS)
    return min((contrast(getattr(tokens, a), getattr(tokens, b)), a, b) for a, b in pairs)


def test_contrast_is_that_of_wcag() -> None:
    black, white = QColor("black"), QColor("white")
    assert contrast(white, black) == contrast(black, white) == pytest.approx(21)
    assert contrast(QColor("#777777"), white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("night", "dimmer"), LIGHTS)
def test_texts_and_edges_are_readable_at_every_step(night: bool, dimmer: int) -> None:
    tokens = tokens_of(night, dimmer, high_contrast=False)
    assert lowest(tokens, TEXTS) >= (READABLE, "", "")
    assert lowest(tokens, EDGES) >= (CLEAR, "", "")
    for ground, on in (("fill", "on_accent"), ("face", "on_face")):
        assert contrast(getattr(tokens, ground), getattr(tokens, on)) >= READABLE
    assert contrast(tokens.text, chosen_ground(tokens)) >= READABLE


@pytest.mark.parametrize(("night", "dimmer"), LIGHTS)
def test_high_contrast_is_high_everywhere(night: bool, dimmer: int) -> None:
    tokens = tokens_of(night, dimmer, high_contrast=True)
    assert lowest(tokens, TEXTS) >= (HIGH_READABLE, "", "")
    assert lowest(tokens, EDGES) >= (HIGH_CLEAR, "", "")
    assert contrast(tokens.line, tokens.surface2) >= CLEAR
    for name, ground in itertools.product(TEXTS, (chosen_ground(tokens), tokens.sky3)):
        assert contrast(getattr(tokens, name), ground) >= HIGH_READABLE - ROUNDING, name
    assert tokens.glow_alpha == 0, "a text may lie on the glow"
    for ground, on in (*FILLED, ("face", "on_face")):
        assert contrast(getattr(tokens, ground), getattr(tokens, on)) >= HIGH_READABLE


def test_the_colours_of_the_design_hardly_change() -> None:
    """Only the quietest text is lifted, on the lightest surface alone."""
    for night, design in ((False, DUSK), (True, NIGHT)):
        tokens = tokens_of(night, 0, high_contrast=False)
        for name in (*TEXTS, *EDGES, "fill", "moon", "surface"):
            assert contrast(getattr(tokens, name), getattr(design, name)) < 1.08, name


def test_a_dimmer_night_is_darker() -> None:
    steps = [tokens_of(True, step, high_contrast=False) for step in range(len(DIMMING))]
    for name in ("sung", "accent", "moon", "surface", "text"):
        lights = [getattr(each, name).lightnessF() for each in steps]
        assert lights == sorted(lights, reverse=True)
        assert lights[0] > lights[-1]
