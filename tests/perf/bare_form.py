"""The least a PySide program can show: the baseline of the program's own first paint."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget


class BareForm(QWidget):
    """A sign-in form; tells its modules after the first paint, as the program does."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Sign in")
        heading = QLabel("Sign in")
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        password = QLineEdit()
        password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout(self)
        form.addRow(heading)
        form.addRow("Name", QLineEdit())
        form.addRow("Password", password)
        form.addRow(QPushButton("Sign in"))
        self._painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._tell)

    def _tell(self) -> None:
        loaded = sorted({name.partition(".")[0] for name in sys.modules})
        sys.stdout.write(json.dumps(loaded) + "\n")
        sys.stdout.flush()
        self.close()


def main() -> int:
    application = QApplication([sys.argv[0]])
    form = BareForm()
    form.resize(1280, 800)
    form.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
