"""Chooses the language of the application from the system's at the start.

The source holds the texts in English; `assets/translations` holds one compiled file for each
language, and one for the plurals of English.
"""

import logging
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from lullaby.lyrics.languages import base_of

log = logging.getLogger(__name__)

SOURCE = "en"


def system_language() -> str:
    """The language of the system, as `base_of` gives it; English if it has none."""
    system = QLocale.system()
    return SOURCE if system.language() is QLocale.Language.C else base_of(system.name())


def install_language(app: QApplication, folder: Path, system: QLocale) -> None:
    """Use the first of the system's languages that `folder` has, or English, for texts, dates and
    layout direction."""
    _install(app, SOURCE, folder, "lullaby")
    own = QTranslator(app)
    language = SOURCE
    if own.load(system, "lullaby", "_", str(folder)):
        language = own.language()
    if language != SOURCE:
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        _install(app, language, Path(qt), "qtbase", needed=False)
        app.installTranslator(own)
    locale = locale_for(language, system)
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())


def locale_for(language: str, system: QLocale) -> QLocale:
    """How a person with this system writes dates, times and numbers in `language`.

    Names come from the language; the first day of the week and the 12 or 24 hour clock from where
    the person lives, if some country that speaks the language uses both.
    """
    own = QLocale(language)
    if system.language() in (own.language(), QLocale.Language.C):
        return system
    here = QLocale(own.language(), own.script(), system.territory())
    if here.territory() == system.territory():
        return here
    for each in QLocale.matchingLocales(own.language(), own.script(), _ANYWHERE):
        if _habits(each) == _habits(system):
            return each
    return own


_ANYWHERE = QLocale.Country.AnyTerritory


def _habits(locale: QLocale) -> tuple[object, bool]:
    pattern = locale.timeFormat(QLocale.FormatType.ShortFormat)
    return locale.firstDayOfWeek(), "a" in pattern.lower()


def _install(
    app: QApplication, language: str, folder: Path, name: str, needed: bool = True
) -> None:
    translator = QTranslator(app)
    if translator.load(f"{name}_{language}", str(folder)):
        app.installTranslator(translator)
    elif needed:
        log.error("%s holds no texts in %s", folder, language)
