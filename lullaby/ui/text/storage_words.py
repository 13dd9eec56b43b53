"""What to say when something could not be saved: why, and what of it is safe."""

from lullaby.storage.transaction import StorageError, StorageProblem
from lullaby.ui.text.translate import translate


def storage_words(error: StorageError) -> tuple[str, str]:
    """A sentence, and a hint below it."""

    stays = translate("storage", "What is here already stays.")
    match error.problem:
        case StorageProblem.FULL:
            return translate("storage", "No room to remember this just now."), stays
        case StorageProblem.BUSY:
            return (
                translate("storage", "Another program is writing to Lullaby’s file just now."),
                translate(
                    "storage", "What is here already stays. Please try once more in a moment."
                ),
            )
        case StorageProblem.READ_ONLY:
            return translate("storage", "Lullaby may not write to its folder just now."), stays
        case StorageProblem.DAMAGED:
            return (
                translate("storage", "Part of Lullaby’s file cannot be read any more."),
                translate("storage", "Settings can restore a backup."),
            )
        case StorageProblem.OTHER:
            return translate("storage", "This could not be remembered just now."), stays
