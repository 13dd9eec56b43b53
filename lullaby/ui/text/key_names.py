"""Key names in the language of the app."""

from lullaby.ui.text.translate import translate


def with_control(key: str) -> str:
    """A key with Ctrl, such as Ctrl+Z, or Strg+Z in German."""
    return translate("keys", "Ctrl+{key}").format(key=key)


def with_shift(key: str) -> str:
    """A key with Shift, such as Shift+F."""
    return translate("keys", "Shift+{key}").format(key=key)
