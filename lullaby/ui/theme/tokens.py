"""The colours of Dusk and Night. Names follow the design's tokens."""

from dataclasses import fields, replace

from PySide6.QtGui import QColor

from lullaby.frozen import frozen

DIMMING = (1.00, 0.85, 0.75, 0.70)
"""Shares of linear light for "Extra dim at night"; the quiet texts give up less of it."""

QUIET = frozenset({"text2", "text3", "past", "next"})
"""Texts that are dark already."""

QUIET_SHARE = 0.35
"""The part of a dimming that quiet texts take."""

TEXTS = [
    "text",
    "text2",
    "text3",
    "accent",
    "soft",
    "part_a",
    "part_b",
    "both",
    "sung",
    "unsung",
    "next",
    "past",
    "trans",
    "good",
    "rec",
    "glyph",
]
"""Colours of texts and signs; they may lie on any surface."""

EDGES = ("outline", "focus")
"""Colours of the edges of controls."""

FILLED = (("fill", "on_accent"), ("moon", "on_moon"))
"""Light grounds, each with the dark text on it."""

CHOSEN = 0.18
"""How much of the accent is in the ground of what is chosen, at most."""

READABLE, CLEAR = 4.5, 3.0
"""Contrast ratios of WCAG 2.2: 1.4.3 for texts, 1.4.11 for the edges of controls."""

HIGH_READABLE, HIGH_CLEAR = 7.0, 4.5
"""Contrast ratios of the high-contrast colours; the first is that of WCAG 2.2, 1.4.6 (AAA)."""


@frozen
class Tokens:
    """The colours of one light. `glow_alpha` is how much of `glow` is behind the hills, 0 to 1."""

    sky0: QColor
    sky1: QColor
    sky2: QColor
    sky3: QColor
    glow: QColor
    hill3: QColor
    hill2: QColor
    hill1: QColor
    surface: QColor
    surface2: QColor
    surface3: QColor
    line: QColor
    outline: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    fill: QColor
    on_accent: QColor
    soft: QColor
    part_a: QColor
    part_b: QColor
    both: QColor
    sung: QColor
    unsung: QColor
    next: QColor
    past: QColor
    trans: QColor
    good: QColor
    rec: QColor
    moon: QColor
    moon2: QColor
    on_moon: QColor
    glyph: QColor
    face: QColor
    on_face: QColor
    focus: QColor
    bg: QColor
    glow_alpha: float


DUSK = Tokens(
    sky0=QColor("#15142A"),
    sky1=QColor("#221D3B"),
    sky2=QColor("#3B2B50"),
    sky3=QColor("#6A4660"),
    glow=QColor("#D08E68"),
    hill3=QColor("#352946"),
    hill2=QColor("#261E39"),
    hill1=QColor("#17142A"),
    surface=QColor("#221D38"),
    surface2=QColor("#2E2748"),
    surface3=QColor("#3D345B"),
    line=QColor("#453B63"),
    outline=QColor("#9387AE"),
    text=QColor("#F8EDDD"),
    text2=QColor("#D0C4D0"),
    text3=QColor("#A99DB4"),
    accent=QColor("#F5C08C"),
    fill=QColor("#F5C08C"),
    on_accent=QColor("#2B190F"),
    soft=QColor("#C2B2EA"),
    part_a=QColor("#F5C08C"),
    part_b=QColor("#A5D5DA"),
    both=QColor("#F8EDDD"),
    sung=QColor("#FFC98F"),
    unsung=QColor("#E4D9DE"),
    next=QColor("#C9BDCB"),
    past=QColor("#B3A7BE"),
    trans=QColor("#D9CBD6"),
    good=QColor("#B9D8AC"),
    rec=QColor("#F4A391"),
    moon=QColor("#F8E7C9"),
    moon2=QColor("#E0BE93"),
    on_moon=QColor("#33220F"),
    glyph=QColor("#F8E7C9"),
    face=QColor("#F8E7C9"),
    on_face=QColor("#33220F"),
    focus=QColor("#FFE6BF"),
    bg=QColor("#1B1830"),
    glow_alpha=0.42,
)

NIGHT = Tokens(
    sky0=QColor("#040201"),
    sky1=QColor("#070301"),
    sky2=QColor("#0D0502"),
    sky3=QColor("#1C0A04"),
    glow=QColor("#4A1C0A"),
    hill3=QColor("#120703"),
    hill2=QColor("#0C0402"),
    hill1=QColor("#060201"),
    surface=QColor("#100703"),
    surface2=QColor("#1B0C05"),
    surface3=QColor("#2A1308"),
    line=QColor("#36190B"),
    outline=QColor("#A35C34"),
    text=QColor("#E79B62"),
    text2=QColor("#C47F4D"),
    text3=QColor("#B27242"),
    accent=QColor("#EE9C58"),
    fill=QColor("#C4743C"),
    on_accent=QColor("#130601"),
    soft=QColor("#D8935F"),
    part_a=QColor("#F0A266"),
    part_b=QColor("#D6B04C"),
    both=QColor("#E79B62"),
    sung=QColor("#FFB873"),
    unsung=QColor("#DC915A"),
    next=QColor("#C2793F"),
    past=QColor("#B37344"),
    trans=QColor("#D48E58"),
    good=QColor("#C9A24C"),
    rec=QColor("#E8764A"),
    moon=QColor("#A85E2F"),
    moon2=QColor("#6C3516"),
    on_moon=QColor("#140601"),
    glyph=QColor("#DC8E55"),
    face=QColor("#2A1207"),
    on_face=QColor("#FFB873"),
    focus=QColor("#FFB873"),
    bg=QColor("#060301"),
    glow_alpha=0.45,
)


def tokens_of(night: bool, dimmer: int, high_contrast: bool) -> Tokens:
    """The colours of a light; `dimmer` is an index into `DIMMING`."""
    tokens = dimmed(NIGHT, DIMMING[dimmer]) if night else DUSK
    return contrasted(tokens) if high_contrast else readable(tokens)


def dimmed(tokens: Tokens, share: float) -> Tokens:
    """The same colours at a share (0 to 1) of their linear light; quiet texts keep more."""
    colours = {
        field.name: _dim(
            getattr(tokens, field.name),
            1 - QUIET_SHARE * (1 - share) if field.name in QUIET else share,
        )
        for field in fields(tokens)
        if field.name != "glow_alpha"
    }
    return Tokens(**colours, glow_alpha=tokens.glow_alpha)


def readable(tokens: Tokens) -> Tokens:
    """The same colours; texts and edges too near to the lightest surface are a little lighter, and
    so are filled buttons too near to the dark text on them."""
    fill = _until(tokens.fill, tokens.on_accent, READABLE)
    return replace(tokens, fill=fill, **_lifted(tokens, READABLE, CLEAR))


def contrasted(tokens: Tokens) -> Tokens:
    """The colours with high contrast. They are lighter than the light of a night allows; the sky
    has no glow, because texts lie on it."""
    grounds = {
        ground: _until(getattr(tokens, ground), getattr(tokens, on), HIGH_READABLE)
        for ground, on in FILLED
    }
    line = _until(tokens.line, tokens.surface2, CLEAR)
    sky = {"sky2": tokens.sky1, "sky3": tokens.sky1, "glow_alpha": 0.0}
    tokens = replace(tokens, line=line, **sky, **grounds)
    for _ in range(ROUNDS):
        tokens = replace(tokens, **_lifted(tokens, HIGH_READABLE, HIGH_CLEAR))
    return tokens


def chosen_ground(tokens: Tokens) -> QColor:
    """The lightest ground of what is chosen and not filled."""
    return mixed(tokens.surface2, tokens.accent, CHOSEN)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _lifted(tokens: Tokens, texts: float, edges: float) -> dict[str, QColor]:
    grounds = (tokens.surface3, chosen_ground(tokens))
    lightest = max(grounds, key=_luminance) if texts > READABLE else tokens.surface3
    colours = {name: _until(getattr(tokens, name), lightest, texts) for name in TEXTS}
    colours |= {name: _until(getattr(tokens, name), tokens.surface3, edges) for name in EDGES}
    return colours | {"on_face": _until(tokens.on_face, tokens.face, texts)}


def _until(colour: QColor, ground: QColor, ratio: float) -> QColor:
    """`colour`, as much lighter as it needs for `ratio` on `ground`; its hue stays while it can."""
    lighter, step = colour, 0
    while contrast(lighter, ground) < ratio and step < MOST_STEPS:
        step += 1
        lighter = _dim(colour, LIGHTER**step)
    return lighter


def with_alpha(colour: QColor, alpha: float) -> QColor:
    """The colour with opacity `alpha` (0 to 1)."""
    thin = QColor(colour)
    thin.setAlphaF(alpha)
    return thin


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """A mix of two colours in sRGB, where `share` (0 to 1) belongs to the other."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
        one.alphaF() + (other.alphaF() - one.alphaF()) * share,
    )


LIGHTER = 1.02
"""A step of light that nobody sees by itself."""
MOST_STEPS = 240
ROUNDS = 3
"""A lighter accent makes the ground of what is chosen lighter, on which it lies itself."""


def _dim(colour: QColor, share: float) -> QColor:
    """The colour at a share of its linear light. What is more than full goes to white."""
    linear = [_linear(v) * share for v in (colour.redF(), colour.greenF(), colour.blueF())]
    over = sum(max(0.0, v - 1) for v in linear) / 3
    return QColor.fromRgbF(*(_coded(min(1.0, v + over)) for v in linear))


def _luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(v) for v in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    """sRGB to linear light (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _coded(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
