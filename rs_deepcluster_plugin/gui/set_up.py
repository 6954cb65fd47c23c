"""The way to *Set up the worker* from where it is missed: a link in QGIS's own messages."""

from __future__ import annotations

from qgis.PyQt.QtCore import QObject, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QApplication

from ..processing.framework.algorithm import LINK_SCHEME, offer_links


class Links(QObject):
    """Lets links in messages open the dialog; without it there are none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QDesktopServices.setUrlHandler(LINK_SCHEME, self, "follow")
        offer_links(True)

    def close_down(self) -> None:
        """Let go: the plugin is unloaded."""
        offer_links(False)
        QDesktopServices.unsetUrlHandler(LINK_SCHEME)
        self.deleteLater()

    @pyqtSlot(QUrl)
    def follow(self, url: QUrl) -> None:
        """Open the dialog in place of the message that holds the link."""
        message = QApplication.activeModalWidget()
        if message is not None:
            message.close()
        QTimer.singleShot(0, open_set_up)


def open_set_up() -> None:
    """Open the dialog of the algorithm."""
    from processing import createAlgorithmDialog

    dialog = createAlgorithmDialog("rsdeepcluster:setupworker")
    if dialog is not None:  # the provider may be turned off
        dialog.exec()
        dialog.close()  # Esc only hides it
