"""The network as QGIS is set to use it, for programs that are not QGIS."""

from __future__ import annotations

from urllib.parse import quote

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkProxy, QNetworkProxyQuery

# Any address outside serves: which proxy it goes through is asked.
_OUTSIDE = "pypi.org"


def proxy_settings() -> dict[str, str]:
    """Return QGIS's proxy, or that of the system where QGIS follows it, as variables.

    Call it in the thread that QGIS runs in. Passwords are in it.
    """
    manager = QgsNetworkAccessManager.instance()
    found = {}
    for scheme in ("http", "https"):
        query = QNetworkProxyQuery(QUrl(f"{scheme}://{_OUTSIDE}/"))
        proxies = manager.proxyFactory().queryProxy(query)
        address = _address(proxies[0]) if proxies else ""
        if address:
            found[f"{scheme.upper()}_PROXY"] = address
    if found:
        rules = [*manager.excludeList(), *manager.noProxyList()]
        hosts = [QUrl.fromUserInput(rule).host() for rule in rules if rule]
        found["NO_PROXY"] = ",".join(sorted({host for host in hosts if host}))
    return found


def _address(proxy: QNetworkProxy) -> str:
    """Return a proxy as an address, "" for none."""
    kinds = QNetworkProxy.ProxyType
    schemes = {
        kinds.HttpProxy: "http",
        kinds.HttpCachingProxy: "http",
        kinds.Socks5Proxy: "socks5h",
    }
    if proxy.type() not in schemes or not proxy.hostName():
        return ""
    user = f"{quote(proxy.user(), '')}:{quote(proxy.password(), '')}@" if proxy.user() else ""
    return f"{schemes[proxy.type()]}://{user}{proxy.hostName()}:{proxy.port()}"
