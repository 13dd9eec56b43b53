"""What to say where something could not be kept: why, and what of it is safe."""

from PySide6.QtCore import QCoreApplication

from lullaby.storage.transaction import StorageError, StorageProblem


def storage_words(error: StorageError) -> tuple[str, str]:
    """A sentence, and a hint under it."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("storage", text)

    stays = tr("What is here already stays.")
    match error.problem:
        case StorageProblem.FULL:
            return tr("No room to remember this just now."), stays
        case StorageProblem.BUSY:
            return (
                tr("Another program is writing to Lullaby’s file just now."),
                tr("What is here already stays. Please try once more in a moment."),
            )
        case StorageProblem.READ_ONLY:
            return tr("Lullaby may not write to its folder just now."), stays
        case StorageProblem.DAMAGED:
            return (
                tr("Part of Lullaby’s file cannot be read any more."),
                tr("Settings can bring back a copy."),
            )
        case StorageProblem.OTHER:
            return tr("This could not be remembered just now."), stays
