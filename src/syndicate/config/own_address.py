"""The site's address where nobody wrote one: where ``[web]`` listens, as this machine reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash, descend

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.config.model import Config, WebSection
    from syndicate.config.positions import KeyPath

_URL: KeyPath = ("site", "url")
_PORT: KeyPath = ("web", "port")
_HOST: KeyPath = ("web", "host")
_HTTP = 80
#: How a listener at every address of the machine is reached from the machine itself.
_FROM_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never listened at


def at_its_own_address(config: Config) -> Config:
    """The same, with ``site.url`` following ``web.host`` and ``web.port`` unless somebody wrote it."""
    if _is_written(config):
        return config
    followed = next((path for path in (_PORT, _HOST) if descend(config.origins.tree, path) is not None), None)
    if followed:
        config.origins.taken[_URL] = followed
    return config.model_copy(update={"site": config.site.model_copy(update={"url": _address(config.web)})})


def bound_to(config: Config, port: int) -> Config:
    """The same once its listener has this port: what ``web.port = 0`` left open is then known."""
    return at_its_own_address(config.model_copy(update={"web": config.web.model_copy(update={"port": port})}))


def unsteady(config: Config) -> Iterator[Clash]:
    """An address of the site's that nobody wrote, and that readers could not use."""
    if _is_written(config):
        return
    if config.web.port == 0:
        message = (
            f"{named(_PORT, config.origins)} is 0, and no url stands in [site]: links in feeds and mails begin with an"
            " address that is another one at every start; write url, or a port"
        )
        yield Clash(paths=(_PORT,), message=message)
    elif config.web.host in _FROM_HERE:
        message = (
            f"{named(_HOST, config.origins)} lets everybody in, and no url stands in [site]: links in feeds and mails"
            f" begin with {config.site.url}, which only this machine can open; write url as readers type it"
        )
        yield Clash(paths=(_HOST,), message=message)


def _is_written(config: Config) -> bool:
    return descend(config.origins.tree, _URL) is not None


def _address(web: WebSection) -> str:
    host = _FROM_HERE.get(web.host, web.host)
    named_host = f"[{host}]" if ":" in host else host
    return f"http://{named_host}" if web.port == _HTTP else f"http://{named_host}:{web.port}"
