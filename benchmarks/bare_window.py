"""The floor for a window: an empty PySide6 window of the application's usual size."""

from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1280, 800)


def main() -> int:
    app = QApplication([])
    window = QWidget()
    window.setWindowTitle("Bare window")
    window.resize(*SIZE)
    window.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
