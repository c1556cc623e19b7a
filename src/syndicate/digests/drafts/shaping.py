"""From the acts of editors to the shape that they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from syndicate.digests.drafts import pictures
from syndicate.digests.drafts.model import DraftAct, Verb
from syndicate.digests.shape import AS_IT_IS, HeroWish, Shape

#: Why a draft is held when nobody says more.
HELD = "held by an editor"


def shape_of(acts: Iterable[DraftAct], dropped: Mapping[str, str] = MappingProxyType({})) -> Shape:
    """The shape that the acts make, in their order; what was undone counts as never done.

    What was ``dropped`` before, by whom, stays so unless an act takes it up again.
    """
    shape = replace(AS_IT_IS, dropped=dict(dropped))
    for act in acts:
        if act.stands:
            shape = _after(shape, act)
    return shape


def _after(shape: Shape, act: DraftAct) -> Shape:
    wish = act.wish
    text = wish.value if isinstance(wish.value, str) else None
    match wish.verb:
        case Verb.SUBJECT:
            return replace(shape, subject=text)
        case Verb.PREHEADER:
            return replace(shape, preheader=text)
        case Verb.INTRODUCTION:
            return replace(shape, introduction=text)
        case Verb.HOLD | Verb.RELEASE:
            return replace(shape, held_because=(text or HELD) if wish.verb is Verb.HOLD else None)
        case Verb.ORDER:
            return replace(shape, order=tuple(wish.value) if isinstance(wish.value, list) else ())
        case _:
            return _with_article(shape, act, wish.article_id or "")


def _with_article(shape: Shape, act: DraftAct, article_id: str) -> Shape:
    if act.wish.verb is Verb.DROP:
        return replace(_without(shape, article_id), dropped={**shape.dropped, article_id: act.who})
    if act.wish.verb is Verb.HERO:
        return replace(shape, heroes=_heroes(shape, article_id, act.wish.value))
    shape = _taken_up(shape, article_id)
    if act.wish.verb is Verb.LEAD:
        return replace(shape, lead=article_id or None)
    return replace(shape, pins=tuple(dict.fromkeys((*shape.pins, article_id))))


def _heroes(shape: Shape, article_id: str, value: object) -> dict[str, HeroWish]:
    others = {name: wish for name, wish in shape.heroes.items() if name != article_id}
    return {**others, article_id: pictures.wish_of(value)} if isinstance(value, dict) else others


def _taken_up(shape: Shape, article_id: str) -> Shape:
    """Whoever puts a story first does not want it dropped."""
    return replace(shape, dropped={name: who for name, who in shape.dropped.items() if name != article_id})


def _without(shape: Shape, article_id: str) -> Shape:
    return replace(
        shape,
        lead=shape.lead if shape.lead != article_id else None,
        pins=tuple(name for name in shape.pins if name != article_id),
        order=tuple(name for name in shape.order if name != article_id),
    )
