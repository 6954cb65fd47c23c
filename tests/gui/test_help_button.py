"""The button Help of an algorithm's dialog opens its page, which needs no network."""

from __future__ import annotations

import pytest
from desktop import spin
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject, Qt, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialogButtonBox

pytestmark = pytest.mark.usefixtures("qgis")


class Reader(QObject):
    """What opens files in place of a browser."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @pyqtSlot(QUrl)
    def read(self, url):
        self.opened.append(url)


@pytest.mark.parametrize("name", ["clusterscenes", "setupworker", "undo"])
def test_the_button_help_opens_the_page_of_the_algorithm(window, name):
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    algorithm = QgsApplication.processingRegistry().algorithmById(f"rsdeepcluster:{name}")
    dialog = AlgorithmDialog(algorithm.create())
    dialog.show()
    spin(0.05)
    reader = Reader()
    QDesktopServices.setUrlHandler("file", reader, "read")
    try:
        box = dialog.findChild(QDialogButtonBox)
        button = box.button(QDialogButtonBox.StandardButton.Help)
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        spin(0.05)
    finally:
        QDesktopServices.unsetUrlHandler("file")
        dialog.close()
        dialog.deleteLater()
        spin(0.05)
    (url,) = reader.opened
    with open(url.toLocalFile(), encoding="utf-8") as file:
        assert f"<h1>{algorithm.displayName()}</h1>" in file.read()
