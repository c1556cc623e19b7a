"""What acts at the desk are called, by the routes that they go by."""

from __future__ import annotations

_DRAFT = "/coming/{newsletter}/{cadence}/{slot}"
_WORDS = {
    "/login": "logged in",
    "/logout": "logged out",
    f"{_DRAFT}/acts": "shaped a coming edition",
    f"{_DRAFT}/undo": "undid something in a coming edition",
    f"{_DRAFT}/approve": "approved a coming edition",
    f"{_DRAFT}/findings": "took a finding of a coming edition as it is, or not any more",
    f"{_DRAFT}/pictures/{{article_id}}": "chose a picture in a coming edition",
    "/editions": "composed an edition by hand",
    "/editions/{edition_id}/{act}": "acted on an edition",
    "/specials": "composed a special edition",
    "/corrections/{key}/edition": "composed an edition that tells of a correction",
    "/articles/{article_id}/correction": "noted a correction",
    "/articles/{article_id}/findings": "took a finding of an article as it is, or not any more",
    "/articles/{article_id}/{act}": "acted on an article",
    "/tests": "sent a test",
    "/people/{person}/end": "ended a subscription",
    "/people/{person}/suppress": "suppressed an address",
    "/people/{person}/unsuppress": "took the suppression of an address back",
    "/people/{person}/erase": "erased a person",
}


def in_words(route: str) -> str:
    """The act of that route; one that has no name is told by the route."""
    return _WORDS.get(route, route)
