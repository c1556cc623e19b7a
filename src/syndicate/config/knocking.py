"""The database as a check of the configuration sees it: it answers or not, and a start is possible or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syndicate.config.messages import named
from syndicate.config.origins import Clash
from syndicate.config.phrasing import literal
from syndicate.errors import StorageError, SyndicateError, UnavailableError

if TYPE_CHECKING:
    from syndicate.config.model import Config
    from syndicate.config.positions import KeyPath
    from syndicate.storage.knock import DatabaseState

_URL: KeyPath = ("database", "url")
_DOWN = "start it, or correct the address; `syndicate run` waits for it as long as [database] wait says"
_NO = "correct the address, or have the server let us in"


@dataclass(frozen=True, kw_only=True, slots=True)
class Knocked:
    """What came of knocking: how the database is, why nothing can start on it, what will happen at a start.

    ``is_down`` says that a server does not answer, which may pass.
    """

    state: DatabaseState | None = None
    error: Clash | None = None
    warning: Clash | None = None
    is_down: bool = False


def knock_at(config: Config) -> Knocked:
    """Ask the database how it is. Nothing is made, nothing upgraded, and nobody waits."""
    from syndicate.storage.knock import knock  # not above: SQLAlchemy is wanted by who asks only

    try:
        state = knock(config.database.url.get_secret_value())
    except UnavailableError as error:
        return _unavailable(config, error)
    except StorageError as error:
        return Knocked(error=_clash(config, f"is {_shown(config)}, which {error.message}; {error.hint}"))
    if state.is_newer or (state.is_older and config.database.url.file is None):
        return Knocked(state=state, error=_clash(config, _unfit(config, state)))
    if state.is_older:
        return Knocked(state=state, warning=_clash(config, _outdated(config, state)))
    return Knocked(state=state)


def _unavailable(config: Config, error: SyndicateError) -> Knocked:
    from syndicate.storage.failures import REFUSED

    is_down = error.code != REFUSED
    message = f"leads to {error.where}, but {error.message}; {_DOWN if is_down else _NO}"
    return Knocked(error=_clash(config, message), is_down=is_down)


def _unfit(config: Config, state: DatabaseState) -> str:
    address = f"leads to {_shown(config)}, which has schema {state.schema}"
    if state.is_newer:
        return f"{address} of a newer program, while this one knows {state.needs}; install the newer syndicate"
    return f"{address}, while this program needs {state.needs}; stop the others, then run: syndicate db upgrade"


def _outdated(config: Config, state: DatabaseState) -> str:
    return (
        f"is {_shown(config)}, which has schema {state.schema}; the next start brings it to {state.needs},"
        " which an older program cannot read: keep a copy"
    )


def _shown(config: Config) -> str:
    return literal(str(config.database.url.file or config.database.url))


def _clash(config: Config, message: str) -> Clash:
    return Clash(paths=(_URL,), message=f"{named(_URL, config.origins)} {message}")
