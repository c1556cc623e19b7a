"""The words of withholding, in many languages, and how a value is told to be one; ``docs/reading.md`` lists them all.

A word counts as a whole word, whatever its case, accents and separators: ``In-Review``, ``inReview`` and ``in_review``
are the same. Only scripts that set no spaces are searched for parts of words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Language → words of which one is enough.
WITHHOLDING = {
    "English": (
        "draft drafts drafted drafting rough pending review reviewing inreview reviewal unreviewed moderation approval "
        "unapproved scheduled schedule future queued queue embargo embargoed prepublication prepublish prerelease "
        "private privately privat internal confidential secret restricted hidden hide unlisted unpublished unpublish "
        "notpublished unreleased unready notready withheld withhold hold withdrawn retracted rejected declined "
        "trash trashed deleted delete removed spam quarantine quarantined spiked archived archive expired obsolete "
        "incomplete unfinished wip progress inprogress todo idea pitch backlog assigned planned writing editing "
        "copyediting copyedit proofreading awaiting waiting submitted disabled inactive offline suspended staging "
        "staged test testing sandbox preview placeholder dummy template autosave autodraft inherit skip"
    ),
    "German": (
        "entwurf entwurfe entwuerfe wartend ausstehend wartet prufung pruefung prufen pruefen geplant terminiert "
        "intern vertraulich geheim versteckt verborgen papierkorb geloscht geloescht gesperrt sperrfrist zuruckgezogen "
        "zurueckgezogen zuruckgehalten zurueckgehalten unveroffentlicht unveroeffentlicht archiviert abgelaufen "
        "unfertig bearbeitung korrektur freigabe abgelehnt"
    ),
    "French": (
        "brouillon ebauche attente relecture relire "
        "revision planifie planifiee programme programmee prive privee interne "
        "confidentiel cache cachee masque corbeille supprime supprimee depublie refuse expire"
    ),
    "Spanish": (
        "borrador pendiente programado programada privado privada interno oculto oculta papelera eliminado eliminada "
        "borrado despublicado archivado caducado confidencial rechazado"
    ),
    "Portuguese": "rascunho pendente revisao agendado agendada lixeira lixo excluido arquivado expirado",
    "Italian": (
        "bozza attesa revisione programmato programmata pianificato privato privata nascosto nascosta cestino "
        "archiviato scaduto riservato"
    ),
    "Dutch": (
        "concept klad wachtend wacht beoordeling gepland ingepland verborgen prullenbak verwijderd ongepubliceerd "
        "gearchiveerd verlopen vertrouwelijk"
    ),
    "Swedish, Danish, Norwegian": (
        "utkast kladde udkast vantar vantande granskning afventer avventer planlagt planerad schemalagd skjult dold "
        "papperskorg papirkurv slettet raderad arkiverad opublicerad avpublicerad upublisert"
    ),
    "Finnish": "luonnos odottaa ajastettu yksityinen piilotettu roskakori poistettu julkaisematon",
    "Polish, Czech": (
        "szkic robocza roboczy oczekujacy oczekuje zaplanowany zaplanowane zaplanowany prywatny prywatne ukryty kosz "
        "usuniety nieopublikowany nieopublikowane zarchiwizowany koncept navrh ceka cekajici naplanovano soukromy "
        "skryty smazano nepublikovano"
    ),
    "Russian, Ukrainian": (
        "черновик ожидает ожидание проверка проверке рецензии запланировано запланирован отложено приватный приватно "
        "личное скрыто скрытый корзина удалено неопубликовано неопубликован чернетка очікує перевірка перевірці "
        "заплановано відкладено приватний приховано кошик видалено неопубліковано"
    ),
    "Turkish": "taslak beklemede bekliyor inceleme incelemede zamanlanmis planlandi gizli silindi yayinlanmadi",
    "Arabic, Hebrew": (
        "مسودة مجدول مجدولة خاص خاصة معلق معلقة محذوف مخفي المراجعة מוסתר טיוטה מתוזמן מתוזמנת פרטי ממתין ממתינה אשפה"
    ),
}
#: Words in scripts without spaces: a part of the value is enough.
UNSPACED = (
    "下書き 非公開 未公開 予約 レビュー待ち 保留 ゴミ箱 草稿 待审 待審 审核 審核 未发布 未發佈 未發布 私密 私有 "
    "定时 定時 回收站 隐藏 隱藏 초안 비공개 예약 검토 휴지통"
)
#: Several words that withhold only together, in this order.
PHRASES = (
    "to be",
    "to do",
    "not yet",
    "on hold",
    "in edit",
    "in work",
    "not started",
    "recycle bin",
    "members only",
    "subscribers only",
    "staff only",
    "for members",
    "auto draft",
    "en cours",
    "a publier",
    "sin publicar",
    "por publicar",
    "sem publicar",
    "da pubblicare",
    "en espera",
    "in arbeit",
    "w toku",
    "в работе",
    "в роботі",
)
#: With one of `PUBLIC` beside it, a word that turns it round.
NEGATIONS = "not non no never un nicht noch pas nao niet ej inte ikke ei nie ne не degil لم غير לא pre isn isnt aint"
#: Values that say in so many words that the article is out.
PUBLIC = (
    "published publish public publicly live released posted final finished complete completed done approved ready "
    "reviewed active online visible listed usable everyone everybody anyone all world current veroffentlicht "
    "veroeffentlicht publiziert offentlich oeffentlich freigegeben publie publiee publique enligne publicado publicada "
    "publico publica pubblicato pubblicata pubblico pubblica gepubliceerd openbaar publicerad publicerat publiceret "
    "publisert offentlig julkaistu julkinen opublikowany opublikowane publiczny publikovano zverejneno verejny "
    "опубликовано опубликован публичный публично опубліковано опублікований публічний yayinlandi yayinda منشور منشورة "
    "عام פורסם פומבי ציבורי 公開 公开 公開済み 已发布 已發佈 발행 공개"
)
_TRUE = "true yes y on 1 t checked x ja oui si sim sic da tak ano так да evet kylla igen nai ναι 是 はい نعم כן __yes__"
_FALSE = (
    "false no n off 0 f unchecked nein non nao nee nej nei nie ne ні нет hayir ei nem oxi οχι 否 いいえ لا לא __no__"
)
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PARTS = re.compile(r"[^\W_]+")
#: Characters of a value that are looked at.
_LONGEST = 200


def folded(text: str) -> tuple[str, ...]:
    """The words of a key or a value, without case, accents and separators: ``isDraft`` is ``is`` and ``draft``."""
    apart = _CAMEL.sub(" ", text[:_LONGEST])
    bare = "".join(char for char in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(char))
    return tuple(_PARTS.findall(bare.casefold().translate(_LETTERS)))


def _folded_all(words: str) -> frozenset[str]:
    return frozenset("".join(folded(word)) for word in words.split())


_WITHHOLDING = frozenset().union(*(_folded_all(words) for words in WITHHOLDING.values()))
_UNSPACED = tuple(sorted(_folded_all(UNSPACED)))
_PHRASES = tuple(f" {' '.join(folded(phrase))} " for phrase in PHRASES)
_NEGATIONS, _PUBLIC = _folded_all(NEGATIONS), _folded_all(PUBLIC)
_TRUTHS = {**dict.fromkeys(_folded_all(_TRUE), True), **dict.fromkeys(_folded_all(_FALSE), False)}
_NUMBER = re.compile(r"\s*(-?)0*(\d+)(?:\.0+)?\s*")


@lru_cache(maxsize=1_000)
def truth(value: str) -> bool | None:
    """What a switch says; ``None`` where it says neither yes nor no."""
    number = _NUMBER.fullmatch(value[:_LONGEST])
    if number:
        return {("", "1"): True, ("", "0"): False}.get((number[1], number[2]))
    return _TRUTHS.get("".join(folded(value)))


@lru_cache(maxsize=1_000)
def withholds(value: str) -> bool:
    """Whether a value contains a word of withholding."""
    words = folded(value)
    whole = "".join(words)
    line = f" {' '.join(words)} "
    return (
        whole in _WITHHOLDING
        or not _WITHHOLDING.isdisjoint(words)
        or any(phrase in line for phrase in _PHRASES)
        or (not _NEGATIONS.isdisjoint(words) and not _PUBLIC.isdisjoint(words))
        or any(part in whole for part in _UNSPACED)
    )


@lru_cache(maxsize=1_000)
def is_public(value: str) -> bool:
    """Whether a value says in so many words that the article is for everybody."""
    words = folded(value)
    return not withholds(value) and bool(words) and (_PUBLIC.issuperset(words) or "".join(words) in _PUBLIC)
