"""The page of the options about the cache."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(window, tmp_path, monkeypatch):
    """The page as QGIS shows it, and a cache in which a stopped run has left something."""
    from desktop import spin

    monkeypatch.setenv("RSDEEPCLUSTER_HOME", str(tmp_path))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    (tmp_path / "parts" / "left").mkdir(parents=True)
    (tmp_path / "parts" / "left" / "part").write_bytes(bytes(2500))
    (factory,) = window.pages
    made = factory.createWidget(window.mainWindow())
    made.show()
    spin(0.05)
    yield made
    made.deleteLater()
    spin(0.05)


def test_it_shows_what_the_cache_holds(page):
    lines = page.held.text().splitlines()
    assert lines[0] == (
        "Features, projections and clusters of stopped runs: 2.5 kB in 1 place, last used today."
    )
    assert lines[1:] == [
        "Training that was stopped: nothing.",
        "Compiled code, measured speeds and scales: nothing.",
        "Downloaded weights of models: nothing.",
    ]


def test_the_limit_is_kept_when_the_dialog_is_accepted(page, window):
    from rs_deepcluster_plugin.processing.framework.algorithm import limit_setting

    assert page.limit.value() == 20
    page.limit.setValue(7.5)
    assert float(limit_setting()) == 20
    page.apply()
    assert float(limit_setting()) == 7.5
    (factory,) = window.pages
    again = factory.createWidget(window.mainWindow())
    assert again.limit.value() == 7.5
    again.limit.setValue(0)
    assert again.limit.text() == "no limit"
    again.limit.setValue(20)
    again.apply()
    again.deleteLater()


def test_the_button_opens_the_dialog_that_empties_it(page, window, tmp_path, monkeypatch):
    from desktop import spin
    from processing.tools import general
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication

    monkeypatch.setattr(general, "iface", window)
    titles = []

    def run_it():
        dialog = QApplication.activeModalWidget()
        titles.append(dialog.windowTitle())
        dialog.runButton().click()
        spin(20, lambda: not (tmp_path / "parts" / "left").exists(), "the cache to be empty")
        spin(20, lambda: dialog.results(), "the run to end")
        dialog.reject()

    QTimer.singleShot(200, run_it)
    page.empty.click()
    assert [title.rpartition(" - ")[2] for title in titles] == ["Clear the cache"]  # 3.40: a group
    assert page.held.text().startswith(
        "Features, projections and clusters of stopped runs: nothing."
    )


def test_unloading_takes_the_page_away(window):
    assert len(window.pages) == 1
    window.plugin.unload()
    assert window.pages == []
    window.plugin.initGui()
