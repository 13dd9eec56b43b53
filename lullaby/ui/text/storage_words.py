"""What to say when something could not be saved: why, and what of it is safe."""

from lullaby.storage.transaction import StorageError, StorageProblem
from lullaby.ui.text.translate import translate


def storage_words(error: StorageError) -> tuple[str, str]:
    """A sentence, and a hint below it."""

    stays = translate("storage", "Everything saved before is safe.")
    match error.problem:
        case StorageProblem.FULL:
            return translate("storage", "The disk is full; this was not saved."), stays
        case StorageProblem.BUSY:
            return (
                translate("storage", "Another program is writing to Lullaby’s file right now."),
                translate(
                    "storage", "Everything saved before is safe. Please try again in a moment."
                ),
            )
        case StorageProblem.READ_ONLY:
            return translate(
                "storage", "Lullaby is not allowed to write to its folder right now."
            ), stays
        case StorageProblem.DAMAGED:
            return (
                translate("storage", "Part of Lullaby’s file cannot be read any more."),
                translate("storage", "You can restore a backup in Settings."),
            )
        case StorageProblem.OTHER:
            return translate("storage", "This could not be saved right now."), stays
