from __future__ import annotations

from pathlib import Path

from starlette.routing import Route

from syndicate.storage import Database
from syndicate.web.desk.access.words import in_words
from syndicate.web.desk.application import desk_app
from tests.unit.web.web_samples import Newsroom


def test_every_act_has_a_name(sqlite_database: Database, tmp_path: Path) -> None:
    routes = [
        route for route in desk_app(Newsroom(sqlite_database, tmp_path).desk()).routes if isinstance(route, Route)
    ]
    acts = {route.path for route in routes if "POST" in (route.methods or ())}
    assert len(acts) > 15
    assert {path for path in acts if in_words(path) == path} == set()
