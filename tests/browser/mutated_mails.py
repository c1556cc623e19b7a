"""Ways to lose the unsubscribe link, and ways that look like it and are none: each a change of a finished mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from syndicate.mail.digest import DigestRenderer
from tests.unit.mail.quay import DIGEST, TEMPLATES

LINK = '<a class="quiet tap foot-link" href="{{unsubscribe_url}}" style="'
FOOT = '<div class="foot" style="'
#: The size of MJML's cells, which is none, and of the text in them.
TEXT = "font-size:16px;line-height:25px;text-align:left;color:#1b1d22;"

#: Stronger than the display of what is to be tapped.
GONE = ".quiet{display:none!important}"

Mutation = Callable[[str], str]


@cache
def whole() -> str:
    return DigestRenderer(TEMPLATES).render(DIGEST).html


def replaced(html: str, *, old: str, new: str) -> str:
    assert html.count(old) >= 1, old
    head, _, tail = html.rpartition(old)
    return f"{head}{new}{tail}"


def on_link(style: str) -> Mutation:
    """The style stands last in the link's own."""
    return lambda html: html.replace(
        LINK, f'{LINK}color:#5c6068;{style};text-decoration:underline;white-space:nowrap" x="'
    )


def on_foot(style: str) -> Mutation:
    return lambda html: html.replace(FOOT, f"{FOOT}{style};")


def attribute(text: str) -> Mutation:
    return lambda html: html.replace(LINK, LINK.replace("<a ", f"<a {text} "))


def sheet(css: str) -> Mutation:
    return partial(replaced, old="</head>", new=f"<style>{css}</style></head>")


def around(before: str, after: str) -> Mutation:
    """The whole link stands between them."""

    def mutate(html: str) -> str:
        start = html.index(LINK)
        end = html.index("</a>", start) + len("</a>")
        return f"{html[:start]}{before}{html[start:end]}{after}{html[end:]}"

    return mutate


def inside(before: str, after: str) -> Mutation:
    return lambda html: html.replace(">Unsubscribe</a>", f">{before}Unsubscribe{after}</a>")


def words(text: str) -> Mutation:
    return lambda html: html.replace(">Unsubscribe</a>", f">{text}</a>")


def dark(css: str) -> Mutation:
    return sheet(f"@media (prefers-color-scheme: dark) {{ {css} }}")


@dataclass(frozen=True, kw_only=True)
class Case:
    """``lost``: in ``all`` views, in ``none``, or in those that are ``dark``, ``light``, ``narrow`` or ``wide``."""

    name: str
    mutate: Mutation
    lost: str


def case(lost: str, name: str, mutate: Mutation) -> Case:
    return Case(name=name, mutate=mutate, lost=lost)


CASES = [
    case("none", "as it is", lambda html: html),
    # display
    case("all", "display none", on_link("display:none")),
    case("all", "display none in capitals", on_link("DISPLAY: NONE")),
    case("all", "display none by an escape", on_link("d\\69splay:none")),
    case("all", "display none behind a comment", on_link("/* seen */display:/**/none")),
    case("all", "display none on the footer", on_foot("display:none")),
    case("all", "display none by a rule", sheet(".quiet{display:none!important}")),
    case(
        "none",
        "a pale colour by rules that the style attribute outdoes",
        sheet(".small{color:#f4f2ee}.quiet{color:#f4f2ee}"),
    ),
    case("all", "display none by an attribute selector", sheet('a[href*="unsubscribe"]{display:none!important}')),
    case("all", "display none by its place", sheet(".small > a:first-child{display:none!important}")),
    case("none", "display none for its neighbour", sheet(".small > a:nth-child(2){display:none}")),
    case("all", "display none by :is", sheet(":is(.foot, .x) :where(.quiet){display:none!important}")),
    case("none", "display none, then inline", on_link("display:none;display:inline")),
    case("all", "display none, then a value that does not exist", on_link("display:none;display:shown")),
    case("all", "display none that is important, then inline", on_link("display:none!important;display:inline")),
    case("none", "display none for a class that it has not", sheet(".quiet.loud{display:none}")),
    case("none", "display none in print", sheet("@media print{.quiet{display:none}}")),
    case("all", "display none on a screen", sheet("@media screen{.quiet{display:none!important}}")),
    case(
        "narrow",
        "display none on a phone",
        sheet("@media only screen and (max-width: 479px){.foot{display:none!important}}"),
    ),
    case("wide", "display none on a desktop", sheet("@media (min-width: 30em){.quiet{display:none!important}}")),
    case("narrow", "display none in a range", sheet("@media (300px <= width < 400px){.quiet{display:none!important}}")),
    case(
        "wide",
        "display none not on a phone",
        sheet("@media not all and (max-width: 400px){.quiet{display:none!important}}"),
    ),
    case("dark", "display none in the dark", dark(".quiet{display:none!important}")),
    case(
        "light",
        "display none in the light",
        sheet("@media (prefers-color-scheme: light){.quiet{display:none!important}}"),
    ),
    case("none", "a lonely brace, and then a rule", sheet("} .quiet{display:none}")),
    case("all", "all its texts in a hidden span", inside('<span style="display:none">', "</span>")),
    case("none", "contents", on_foot("display:contents")),
    case("all", "hidden", lambda html: attribute("hidden")(html.replace("display:inline-block;", ""))),
    case("none", "hidden, but displayed", lambda html: attribute("hidden")(on_link("display:inline")(html))),
    # visibility and opacity
    case("all", "visibility hidden", on_link("visibility:hidden")),
    case("all", "visibility hidden above", on_foot("visibility:hidden")),
    case(
        "none",
        "visibility hidden above, visible again",
        lambda html: on_foot("visibility:hidden")(on_link("visibility:visible")(html)),
    ),
    case("all", "visibility collapse", on_link("visibility:collapse")),
    case("all", "opacity 0", on_link("opacity:0")),
    case("all", "opacity 0 %", on_foot("opacity:0%")),
    case("all", "little opacity, twice", lambda html: on_foot("opacity:.35")(on_link("opacity:.4")(html))),
    case("none", "some opacity", on_link("opacity:.9")),
    case("all", "a filter", on_link("filter:opacity(5%)")),
    case("none", "a filter that takes colours alone", on_foot("filter:grayscale(1)")),
    case("all", "content-visibility", on_foot("content-visibility:hidden")),
    # size
    case("all", "no font size", on_link("font-size:0")),
    case("all", "a font size of a pixel", on_link("font-size:1px")),
    case(
        "all",
        "a font size in em of none",
        lambda html: html.replace(TEXT, TEXT.replace("16px", "0")).replace("font-size:13px", "font-size:1em"),
    ),
    case("none", "no font size above, and one again", on_foot("font-size:0")),
    case("all", "the font shorthand", on_link("font:0/0 a")),
    case("none", "the font shorthand as it should be", on_link("font:italic bold 13px/18px Georgia,serif")),
    case("none", "a font size of a word", on_link("font-size:small")),
    case("all", "calculated to nothing", on_link("font-size:calc(1px - 1px)")),
    case("none", "calculated to something", on_link("font-size:calc(1em + 2px)")),
    case("none", "clamped", on_link("font-size:clamp(12px, 2vw, 20px)")),
    case("all", "scaled", on_link("display:inline-block;transform:scale(0)")),
    case("none", "scaled, but inline", on_link("transform:scale(0)")),
    case("all", "scaled above", on_foot("transform:scale(.2)")),
    case("all", "the scale property", on_foot("scale:.1")),
    case("all", "zoom", on_foot("zoom:.2")),
    # boxes
    case("all", "a box of no height that cuts off", on_foot("height:0;overflow:hidden")),
    case("all", "a box of at most no height that cuts off", on_foot("max-height:0;overflow:hidden")),
    case("all", "a box of a pixel", on_link("display:block;height:1px;overflow:hidden")),
    case("all", "a box that is narrow", on_link("display:inline-block;width:1px;overflow:hidden")),
    case("all", "a low footer that cuts off", on_foot("max-height:20px;overflow:hidden")),
    case("none", "an inline box of no height", on_link("height:0;overflow:hidden")),
    case("none", "a box that holds it", on_foot("max-height:900px;overflow:hidden")),
    case("all", "clipped", on_link("position:absolute;clip:rect(0,0,0,0)")),
    case("none", "clipped, but not positioned", on_link("clip:rect(0,0,0,0)")),
    case("all", "clipped by inset", on_foot("clip-path:inset(100%)")),
    case("all", "clipped by a circle", on_link("display:inline-block;clip-path:circle(0)")),
    case("none", "clipped by nothing", on_foot("clip-path:inset(0)")),
    case("all", "masked", on_foot("mask-image:linear-gradient(transparent,transparent)")),
    case("none", "a box of no height, but of some at least", on_foot("max-height:0;min-height:300px;overflow:hidden")),
    case("all", "opacity that is calculated", on_link("opacity:calc(0)")),
    # out of sight
    case("all", "behind what is around it", on_link("position:relative;z-index:-1")),
    case("all", "far behind its padding", on_link("padding-left:9999px")),
    case("all", "to the left", on_link("position:absolute;left:-9999px")),
    case("all", "up, out of the flow", on_link("position:absolute;top:-9999px")),
    case("all", "fixed below", on_link("position:fixed;top:9999px")),
    case("all", "relative to the left", on_link("position:relative;left:-999em")),
    case("none", "offset, but static", on_link("left:-9999px")),
    case("none", "a little to the right", on_link("position:relative;left:4px")),
    case("all", "a margin", on_foot("margin-left:-5000px!important")),
    case("all", "an indent", sheet(".foot .small{text-indent:-9999px}")),
    case("none", "an indent above, which tables take back", on_foot("text-indent:-9999px")),
    case("all", "a margin above", sheet(".foot .small{margin-top:-3000px!important}")),
    case("all", "translated", on_foot("transform:translate(-200%, 0)")),
    case("all", "the translate property", on_foot("translate:-3000px")),
    # colours
    case("light", "the ground's colour", on_link("color:#f4f2ee")),
    case("all", "transparent", on_link("color:transparent!important")),
    case("all", "almost transparent", on_link("color:rgb(92 96 104 / 10%)!important")),
    case("light", "pale in hsl", on_link("color:hsl(40 20% 90%)")),
    case("light", "pale by its name", on_link("color:WhiteSmoke")),
    case("light", "pale in oklch", on_link("color:oklch(95% 0.01 90)")),
    case("light", "pale in four digits", on_link("color:#f4f2eeff")),
    case("light", "a colour that does not exist, after a pale one", on_link("color:#f4f2ee;color:blau")),
    case("all", "filled with nothing", on_link("-webkit-text-fill-color:transparent")),
    case("dark", "dark in the dark", dark(".quiet{color:#14161a!important}")),
    case("dark", "no colour for the dark", dark(".quiet{color:#5c6068!important}.foot{background:#3c3f45!important}")),
    case(
        "light",
        "a dark ground",
        sheet("@media (prefers-color-scheme: light){.foot{background-color:#666a72!important}}"),
    ),
    case("none", "a ground of its own", on_link("background:#111;color:#eee")),
    case("dark", "a gradient", on_foot("background:linear-gradient(#d5d8de,#d0d3d9)")),
    case(
        "dark",
        "a ground by attribute",
        lambda html: html.replace(
            'class="gutter" style="font-size:0px;padding:32px',
            'class="gutter" bgcolor="d5d8de" style="font-size:0px;padding:32px',
        ),
    ),
    case("dark", "a ground that shines through", on_foot("background:rgba(213,216,222,.95)")),
    case(
        "light",
        "the colour of its parent",
        lambda html: (
            on_link("color:inherit")(html)
            .replace("margin:12px 0;", "margin:12px 0;x:")
            .replace('color:#5c6068"><a', 'color:#eeeeee"><a')
        ),
    ),
    # structure
    case("all", "in a comment", around("<!-- ", " -->")),
    case("all", "for Outlook alone", around("<!--[if mso]>", "<![endif]-->")),
    case("all", "in a template", around("<template>", "</template>")),
    case("all", "in a textarea", around("<textarea>", "</textarea>")),
    case("all", "in a title", around("<svg><title>", "</title></svg>")),
    case("all", "in closed details", around("<details><summary>More</summary>", "</details>")),
    case("none", "in open details", around("<details open><summary>More</summary>", "</details>")),
    case("all", "in a closed dialog", around("<dialog>", "</dialog>")),
    case("all", "in a video", around("<video>", "</video>")),
    case("all", "without letters", words("&nbsp;&zwnj;&#8203;")),
    case("all", "with an empty text", words("")),
    case("all", "that cannot be pressed", on_link("pointer-events:none")),
]
#: What Chromium shows and other clients do not: blocked all the same.
STRICTER = [
    case("all", "over a shadow within", on_foot("box-shadow:inset 0 0 0 900px rgb(0 0 0 / 1%)")),
    case(
        "all",
        "seen by grace of a style sheet alone",
        lambda html: sheet(".quiet{display:inline!important}")(on_link("display:none")(html)),
    ),
    case("all", "no height, cutting nothing off", on_foot("max-height:0")),
    case("all", "lines of no height", sheet(".foot .small, .foot .quiet{line-height:0!important}")),
    case("all", "hidden from Outlook for Windows", on_link("mso-hide:all")),
    case("all", "for all but Outlook", around("<!--[if !mso]><!-->", "<!--<![endif]-->")),
    case("all", "a colour that depends on the client", on_link("color:var(--ink, #5c6068)!important")),
    case("all", "letters covered by discs", on_link("-webkit-text-security:disc")),
]
