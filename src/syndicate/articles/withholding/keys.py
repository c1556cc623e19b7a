"""The keys of withholding, by what they mean; ``docs/reading.md`` lists them all."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from syndicate.articles.withholding.words import folded


class Meaning(Enum):
    """What a key says of its article. Of the surer ones a value that is not understood holds it."""

    WITHHOLDS = auto()  # a switch: yes withholds
    PRIVATE = auto()  # the same, for readers that are not all
    PUBLISHES = auto()  # a switch, or a time: no withholds
    MAY_WITHHOLD = auto()  # a switch that only a plain yes turns
    MAY_PUBLISH = auto()  # a switch that only a plain no turns
    VISIBILITY = auto()  # who may see it
    OWN_STATUS = auto()  # the status that a system gives
    FREE_STATUS = auto()  # a word of anybody's
    PUBLICATION = auto()  # when it is published
    EMBARGO = auto()  # when it may be shown
    EXPIRY = auto()  # when it goes
    TAKEN_BACK = auto()  # when it went; that there is a time is enough
    PASSWORD = auto()  # what opens it


#: Meaning → keys, folded. In front of each may stand one of `PREFIXES`.
KEYS = {
    Meaning.WITHHOLDS: "draft drafts unpublished notpublished indraft isdraft saveasdraft draftmode",
    Meaning.PRIVATE: "private hidden unlisted",
    Meaning.PUBLISHES: "published publish ispublished dgpublish currentlypublished",
    Meaning.MAY_WITHHOLD: (
        "wip archived trashed deleted expired withheld secret confidential headless disabled "
        "eleventyexcludefromcollections excludefromcollections excludefromfeed excludefromfeeds excludefromrss hide "
        "protected passwordprotected encrypted encrypt unpublish needsreview pendingreview"
    ),
    Meaning.MAY_PUBLISH: "public listed visible enabled live discoverable routable render output approved permalink",
    Meaning.VISIBILITY: "visibility",
    Meaning.OWN_STATUS: (
        "poststatus pubstatus publishstatus publishedstatus publicationstatus publishingstatus "
        "publishstate publishedstate publicationstate publishingstate"
    ),
    Meaning.FREE_STATUS: (
        "status state workflow workflowstate workflowstatus moderationstate editorialstatus creativeworkstatus "
        "contentstatus statut etat estado stato статус стан durum zustand 状態 ステータス 状态 상태"
    ),
    Meaning.PUBLICATION: (
        "publishdate publisheddate publishedat publishedon publishedtime publishtime publishat publishon pubdate "
        "datepublished publicationdate publicationtime publishingdate firstpublishedat postdate veroffentlichung "
        "veroffentlichungsdatum veroeffentlichungsdatum datedepublication datepublication fechapublicacion "
        "fechadepublicacion datapublicacao datapubblicazione datapublikacji"
    ),
    Meaning.EMBARGO: (
        "embargo embargoed embargodate embargountil embargoeduntil embargoends embargoend sperrfrist scheduled "
        "scheduledat scheduledfor scheduleddate scheduledate scheduledon scheduledtime scheduledpublishtime "
        "schedulepublish publishafter publishfrom publishup publishstart publishstartdate pubstart goliveat golivedate "
        "golive livedate liveat livefrom visiblefrom visibleafter availablefrom availableat availableon "
        "onlinefrom onlineat displayfrom displaydate showfrom notbefore releasedate releaseat releaseon draftuntil "
        "hiddenuntil privateuntil holduntil"
    ),
    Meaning.EXPIRY: (
        "expires expiry expire expirydate expirytime expiresat expireson expireat expireon expiration expirationdate "
        "expirationtime expiresdate expiredate expireddate unpublishat unpublishon unpublishdate unpublishtime "
        "unpublisheddate publishdown publishend publishenddate publishuntil pubend validuntil visibleuntil visibleto "
        "availableuntil availableto onlineuntil offlineat offlinefrom takedownat takedowndate removeat removeon "
        "deleteat deleteon withdrawat archiveat archiveon displayuntil showuntil liveuntil unavailableafter killdate "
        "ablaufdatum"
    ),
    Meaning.TAKEN_BACK: "deletedat trashedat archivedat unpublishedat withdrawnat retractedat expiredat removedat",
    Meaning.PASSWORD: "password passphrase",
}
#: What systems set in front of a key without changing what it says.
PREFIXES = ("is", "post", "article", "entry", "page", "story", "content", "item", "node", "wp", "blog", "metadata")
#: Keys that a null withholds: the systems that write it so have a time in it as soon as the article is out.
NULL_WITHHOLDS = frozenset({"publishedat", "firstpublishedat", "publishedon"})
_MEANINGS = {"".join(folded(key)): meaning for meaning, keys in KEYS.items() for key in keys.split()}
#: Payload's own name for a status: with its line, for without it the key is free.
_OWN = {"_status": Meaning.OWN_STATUS, "_draft": Meaning.WITHHOLDS}


@lru_cache(maxsize=2_000)
def meaning_of(key: str) -> Meaning | None:
    """What a key means for whether its article may be shown; ``None`` for nearly all keys."""
    if key in _OWN:
        return _OWN[key]
    bare = "".join(folded(key))
    if bare in _MEANINGS:
        return _MEANINGS[bare]
    rest = next((bare[len(prefix) :] for prefix in PREFIXES if bare.startswith(prefix)), "")
    return _MEANINGS.get(rest)


def withholds_by_null(key: str) -> bool:
    """Whether a key that is there with nothing in it says that its article is not out."""
    return "".join(folded(key)) in NULL_WITHHOLDS
