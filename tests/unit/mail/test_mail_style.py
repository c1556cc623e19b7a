"""The parts of computed style: lengths, colours, media queries, declarations, each by the rules of its standard."""

from __future__ import annotations

import pytest

from syndicate.mail.style.colours import Colour, contrast, legacy_colour, over, read_colour
from syndicate.mail.style.lengths import Measure, pixels
from syndicate.mail.style.media import Medium, holds, widths_of
from syndicate.mail.style.properties import expand
from syndicate.mail.style.sheets import read_attribute, read_sheet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12px", 12.0),
        ("9pt", 12.0),
        (".5em", 10.0),
        ("2rem", 32.0),
        ("50%", 100.0),
        ("10vw", 60.0),
        ("-1in", -96.0),
        ("1e2px", 100.0),
        ("calc(1em + 2 * 3px)", 26.0),
        ("calc((1px + 2px) * 4)", 12.0),
        ("calc(10px - 2px - 3px)", 5.0),
        ("min(1em, 8px)", 8.0),
        ("max(1em, 8px)", 20.0),
        ("clamp(12px, 1px, 30px)", 12.0),
        ("calc(1px / 0)", None),
        ("calc(1furlong)", None),
        ("thirty", None),
        ("1furlong", None),
        ("1px 2px", None),
    ],
)
def test_a_length_is_read_in_pixels(text: str, expected: float | None) -> None:
    assert pixels(text, Measure(em=20, rem=16, whole=200, window=600)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "#0b5bd3",
        "#0b5bd3ff",
        "rgb(11,91,211)",
        "rgb(11 91 211 / 100%)",
        "hsl(216, 90.1%, 43.53%)",
        "hwb(216 4.3% 17.3%)",
    ],
)
def test_one_colour_is_read_from_all_its_forms(text: str) -> None:
    found = read_colour(text, "light")
    assert found is not None
    channels = (found.red * 255, found.green * 255, found.blue * 255, found.alpha)
    assert channels == pytest.approx((11, 91, 211, 1), abs=1.1)


@pytest.mark.parametrize(
    ("text", "red"),
    [
        ("oklch(100% 0 0)", 1),
        ("lab(0 0 0)", 0),
        ("color(srgb 1 0 0)", 1),
        ("color(srgb-linear 0 0 0)", 0),
        ("#fff8", 1),
    ],
)
def test_wide_colours_are_read_as_well(text: str, red: float) -> None:
    found = read_colour(text, "light")
    assert found is not None
    assert found.red == pytest.approx(red, abs=0.02)


def test_a_colour_may_depend_on_the_scheme() -> None:
    assert read_colour("light-dark(#fff, #000)", "light") == Colour(1.0, 1.0, 1.0)
    assert read_colour("light-dark(#fff, #000)", "dark") == Colour(0.0, 0.0, 0.0)
    assert read_colour("canvastext", "dark") == Colour(1.0, 1.0, 1.0)


@pytest.mark.parametrize("text", ["blau", "#12345", "rgb(1)", "rgb()", "color()", "hsl(red)", ""])
def test_what_is_no_colour_is_none(text: str) -> None:
    assert read_colour(text, "light") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#ff0000", "#ff0000"),
        ("FF0000", "#ff0000"),
        ("red", "#ff0000"),
        ("chucknorris", "#c00000"),
        ("#f00", "#ff0000"),
    ],
)
def test_an_attribute_takes_any_text_for_a_colour(text: str, expected: str) -> None:
    assert legacy_colour(text) == read_colour(expected, "light")


def test_what_shines_through_is_mixed_and_compared() -> None:
    white, black = Colour(1, 1, 1), Colour(0, 0, 0)
    assert over(Colour(0, 0, 0, 0.5), white) == Colour(0.5, 0.5, 0.5)
    assert over(black, white, 0.25) == Colour(0.75, 0.75, 0.75)
    assert contrast(white, black) == pytest.approx(21)


@pytest.mark.parametrize(
    ("query", "holds_at_320", "holds_at_600"),
    [
        ("", True, True),
        ("all", True, True),
        ("screen", True, True),
        ("print", False, False),
        ("not print", True, True),
        ("only screen and (max-width: 479px)", True, False),
        ("(min-width: 30em)", False, True),
        ("screen and (min-width: 100px) and (max-width: 400px)", True, False),
        ("(width < 400px)", True, False),
        ("(400px <= width <= 700px)", False, True),
        ("(width = 600px)", False, True),
        ("not all and (max-width: 400px)", False, True),
        ("not (max-width: 400px)", False, True),
        ("(max-width: 400px) or (min-width: 900px)", True, False),
        ("((max-width: 400px) and (min-width: 100px))", True, False),
        ("print, (min-width: 500px)", False, True),
        ("(prefers-color-scheme: dark)", False, False),
        ("(prefers-color-scheme: light)", True, True),
        ("(max-device-width: 400px)", True, False),
    ],
)
def test_a_media_query_is_answered(query: str, holds_at_320: bool, holds_at_600: bool) -> None:  # noqa: FBT001
    assert holds(query, Medium(width=320)) is holds_at_320
    assert holds(query, Medium(width=600)) is holds_at_600


def test_what_depends_on_the_device_is_answered_both_ways() -> None:
    for query in ("(hover: hover)", "yahoo", "(min-resolution: 2dppx)", "(@supports)"):
        assert not holds(query, Medium())
        assert holds(query, Medium(takes_unknown=True))


def test_the_widths_to_look_at_stand_on_both_sides_of_each_breakpoint() -> None:
    assert {479, 480, 481} <= set(widths_of(["(max-width: 480px)"]))
    assert {699, 700, 701} <= set(widths_of(["(400px <= width <= 700px)"]))
    assert widths_of([]) == (320, 414, 600, 1200)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        (
            "margin",
            "1px auto 2px",
            {"margin-top": "1px", "margin-right": "auto", "margin-bottom": "2px", "margin-left": "auto"},
        ),
        ("overflow", "hidden auto", {"overflow-x": "hidden", "overflow-y": "auto"}),
        (
            "background",
            "url(x.png) no-repeat center / cover #fff",
            {"background-color": "#fff", "background-image": "url(x.png)"},
        ),
        ("background", "none", {"background-color": "transparent", "background-image": "none"}),
        ("font", "italic 700 12px/1.5 a b, serif", {"font-size": "12px", "line-height": "1.5"}),
        ("inset", "0", dict.fromkeys(("top", "right", "bottom", "left"), "0")),
        ("-webkit-transform", "scale(0)", {"transform": "scale(0)"}),
        ("margin-inline-start", "-9px", {"margin-left": "-9px"}),
        ("border", "1px solid", {}),
        ("color", "blau", None),
        ("font", "12px", None),
        ("margin", "1px 2px 3px 4px 5px", None),
        ("width", "-1px", None),
        ("opacity", "half", None),
        ("overflow", "hidden auto scroll", None),
        ("background", "#fff blau", None),
    ],
)
def test_a_declaration_sets_what_browsers_make_of_it(name: str, value: str, expected: dict[str, str] | None) -> None:
    assert expand(name, value) == expected


def test_a_sheet_gives_its_rules_with_their_conditions_and_places() -> None:
    sheet = read_sheet(
        "a { color: red }\n@media print { b, i { display: none !important } }\n@font-face { src: url(x) }"
    )
    assert [(rule.conditions, [declared.written for declared in rule.declared]) for rule in sheet.rules] == [
        ((), ["color: red"]),
        (("print",), ["display: none"]),
        (("print",), ["display: none"]),
    ]
    declared = sheet.rules[1].declared[0]
    assert (declared.line, declared.column, declared.is_important) == (2, 23, True)
    assert sheet.faults == ()


@pytest.mark.parametrize(
    ("css", "line", "column"),
    [
        ("a { color: red", 1, 3),
        ("a { color: red }\n}", 2, 1),
        ("a { color: red;\n b { color: blue } }", 2, 2),
        ("a { color }", 1, 5),
        ("a:hovr( { x: y }", 1, 1),
        ("a { content: 'x\n' }", 1, 5),
        ("a { b: c }\n/* d", 2, 1),
        ("..a { b: c }", 1, 1),
        ("a", 1, 1),
    ],
)
def test_a_sheet_that_is_malformed_is_told_at_its_place(css: str, line: int, column: int) -> None:
    faults = read_sheet(css).faults
    assert faults
    assert faults[0].line == line
    assert abs(faults[0].column - column) <= 1 or line == 1


@pytest.mark.parametrize(
    "css",
    [
        "a { b: url(data:image/png;base64,AA==) }",
        "a { content: '}' } b { content: \"{\" }",
        "a { x: '/*' } b { y: z }",
        "@media (x) { a { b: c } }",
        "a\\{b { c: d }",
        "/* { */ a { b: c }",
        "a { -webkit-x: y; mso-x: z }",
        "u + .body a, #x > a::before { b: c }",
    ],
)
def test_a_sheet_that_only_looks_malformed_is_none(css: str) -> None:
    assert read_sheet(css).faults == ()


def test_a_style_attribute_keeps_what_browsers_keep() -> None:
    declared, slips = read_attribute("COLOR: Red !important; colour: blue; display none; opacity: .5; width: wide")
    assert [(part.name, part.value, part.is_important) for part in declared] == [
        ("color", "red", True),
        ("opacity", ".5", False),
    ]
    assert [slip.column for slip in slips] == [24, 50, 65]
