"""QGIS's proxy as the programs get it that download the worker."""

from __future__ import annotations

import pytest


@pytest.fixture
def proxy(provider):
    """Set QGIS's proxy as its options do."""
    from qgis.core import QgsNetworkAccessManager, QgsSettings

    def change(**values):
        settings = QgsSettings()
        settings.remove("proxy")
        for key, value in values.items():
            settings.setValue(f"proxy/{key}", value)
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()

    yield change
    change()


def test_the_proxy_of_the_options_is_taken_with_its_password(proxy):
    from rs_deepcluster_plugin.processing.framework.network import proxy_settings

    proxy(proxyEnabled=True, proxyType="HttpProxy", proxyHost="proxy.example", proxyPort="3128",
          proxyUser="me", proxyPassword="p@ss:w/rd",
          proxyExcludedUrls=["http://intranet.example/maps"])  # fmt: skip
    found = proxy_settings()
    address = "http://me:p%40ss%3Aw%2Frd@proxy.example:3128"
    assert found == {
        "HTTP_PROXY": address, "HTTPS_PROXY": address, "NO_PROXY": "intranet.example",
    }  # fmt: skip
    proxy(proxyEnabled=True, proxyType="Socks5Proxy", proxyHost="proxy.example", proxyPort="1080")
    assert proxy_settings()["HTTPS_PROXY"] == "socks5h://proxy.example:1080"


def test_without_one_there_is_none(proxy):
    from rs_deepcluster_plugin.processing.framework.network import proxy_settings

    proxy(proxyEnabled=False, proxyHost="proxy.example", proxyPort="3128")
    assert proxy_settings() == {}


def test_the_report_does_not_tell_the_password(proxy, run, monkeypatch):
    proxy(proxyEnabled=True, proxyType="HttpProxy", proxyHost="127.0.0.1", proxyPort="9",
          proxyUser="me", proxyPassword="secret")  # fmt: skip
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    text = run("setupworker", CHECK_ONLY=True)["REPORT"]
    assert "HTTPS_PROXY: http://***@127.0.0.1:9 (of QGIS)" in text
    assert "secret" not in text
    assert text.startswith("QGIS: ")
    assert "torch: " in text
