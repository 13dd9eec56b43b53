"""Languages by the name they give themselves, and by their name in the language of the app."""

from PySide6.QtCore import QCoreApplication, QLocale

OWN_NAMES = {
    "bar": "Boarisch",
    "en": "English",
    "es": "Español",
    "mi": "Te reo Māori",
    "sco": "Scots",
    "zh": "中文",
}
"""Where Qt has no name, or one with a country in it."""

ENGLISH_NAMES = {"bar": "Bavarian", "sco": "Scots"}


def own_name(language: str) -> str:
    """Cymraeg for `cy`; a code that nobody knows stays as it is."""
    if language in OWN_NAMES:
        return OWN_NAMES[language]
    locale = QLocale(language)
    if locale.language() is QLocale.Language.C:
        return language
    name = locale.nativeLanguageName()
    return name[:1].upper() + name[1:]


def translated_name(language: str) -> str:
    """Welsh for `cy`."""
    locale = QLocale(language)
    known = ENGLISH_NAMES.get(language)
    if known is None and locale.language() is not QLocale.Language.C:
        known = QLocale.languageToString(locale.language())
    return QCoreApplication.translate("languages", known) if known else language


def full_name(language: str) -> str:
    """Cymraeg · Welsh; one name where they are the same."""
    own, translated = own_name(language), translated_name(language)
    return own if translated in own else f"{own} · {translated}"


def beside(origin: str, language: str) -> str:
    """The line under a title: where a song comes from, and its language.

    What the origin tells already is not said again: Welsh, traditional · Cymraeg.
    """
    own, translated = own_name(language), translated_name(language)
    name = own if translated in own or translated in origin else f"{own} · {translated}"
    return f"{origin} · {name}" if origin else name
