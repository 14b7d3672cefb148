"""The pictures: their size, what is written on them, bars as long as they say, and colours that eyes can tell apart."""

import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image, ImageChops

from bot.charts import page, trend
from bot.charts.backlog import backlog
from bot.charts.page import BAD, GOOD, INNER, NEAR, PAPER, PLAIN, Page
from bot.charts.promises import promises
from bot.charts.satisfaction import satisfaction, signed
from bot.charts.wording import Wording
from bot.chat.words import Words
from bot.desk.digest import Digest, Figures, Line, Week
from bot.desk.labels import Category, Kind, Language
from bot.desk.ticket import State
from bot.drawing import Drawing
from tests.charts import digests

Picture = Callable[[Digest, Language, Wording], bytes]
PICTURES: list[Picture] = [backlog, trend.trend, satisfaction, promises]

every_picture = pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.__name__)
both_languages = pytest.mark.parametrize("language", Language)


@pytest.fixture(autouse=True)
def no_glyph_is_missing() -> Iterator[None]:
    """Matplotlib warns where a font lacks a character."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # What other tests left behind is collected at any moment, also in the middle of a picture.
        warnings.simplefilter("default", ResourceWarning)
        warnings.simplefilter("default", pytest.PytestUnraisableExceptionWarning)
        yield


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """The pages that were drawn."""
    pages: list[Page] = []
    png = Page.png

    def kept(self: Page) -> bytes:
        pages.append(self)
        return png(self)

    monkeypatch.setattr(Page, "png", kept)
    return pages


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def texts(one: Page) -> list[Text]:
    return [text for text in one._figure.findobj(Text) if text.get_text() and text.get_visible()]


def said(one: Page) -> list[str]:
    return [text.get_text() for text in texts(one)]


def of_sites(*sites: str) -> Digest:
    lines = tuple(
        Line(f"CD-{number}", digests.BEGIN, Kind.COMPLAINT, Category.DESIGN, State.OPEN, site)
        for number, site in enumerate(sites)
    )
    return replace(digests.nothing(), lines=lines)


@both_languages
def test_a_digest_has_all_pictures_of_which_there_is_something_to_show(
    words: Words, language: Language
) -> None:
    week = digests.week()
    assert Drawing().pictures(week, language, words) == [one(week, language, words) for one in PICTURES]
    assert Drawing().pictures(digests.nothing(), language, words) == [
        backlog(digests.nothing(), language, words)
    ]


@both_languages
@every_picture
@pytest.mark.parametrize(
    "digest", [digests.week(), digests.nothing(), digests.week(1)], ids=["week", "none", "one"]
)
def test_it_is_a_png_for_a_phone_with_text_on_it(
    picture: Picture, language: Language, digest: Digest, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = picture(digest, language, words)
    assert png.startswith(b"\x89PNG")
    image = opened(png)
    assert image.width == 1280
    assert 400 < image.height < 2 * 1280  # Telegram takes photos of a sum of 10,000 and of 1:20
    assert len(png) < 1_000_000
    assert image.getpixel((0, 0)) == (255, 255, 255)
    monkeypatch.setattr(Page, "write", lambda *args, **more: None)
    without = opened(picture(digest, language, words))
    changed = numpy.asarray(ImageChops.difference(image, without)).any(axis=2)
    assert changed.sum() > 5000  # pixels of letters
    assert changed[:110].any(), "no title"


@every_picture
def test_the_same_digest_makes_the_same_picture(picture: Picture, words: Words) -> None:
    assert picture(digests.week(), Language.ZH, words) == picture(digests.week(), Language.ZH, words)
    assert picture(digests.week(), Language.ZH, words) != picture(digests.week(), Language.EN, words)


@both_languages
@every_picture
def test_no_text_leaves_the_page_or_lies_on_another(
    picture: Picture, language: Language, words: Words, drawn: list[Page]
) -> None:
    picture(worst(), language, words)
    nothing_lies_on_another(drawn[0])


def nothing_lies_on_another(one: Page) -> None:
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(one)]
    assert len(boxes) > 8
    for text, box in boxes:
        assert box.x0 >= 0, text
        assert box.x1 <= page.WIDTH, text
        assert 0 <= box.y0 < box.y1 <= one._height, text
    for (first, box), (second, other) in combinations(boxes, 2):
        over = min(box.x1, other.x1) - max(box.x0, other.x0), min(box.y1, other.y1) - max(box.y0, other.y0)
        assert not (over[0] > 2 and over[1] > 10), f"{first!r} lies on {second!r}"


def worst() -> Digest:
    """Great numbers, long names, and values that are almost the same."""
    busy = digests.week(3000)
    lines = tuple(replace(line, site=(line.site or "x") + " W" * 60) for line in busy.lines)
    weeks = tuple(
        Week(week.begin, week.category, Figures(30_000, 25_000, 0, 24_990, 30_001)) for week in busy.weeks
    )
    return replace(
        busy, lines=lines, weeks=weeks, previous=((Category.DESIGN, Figures(open=12345, late=1234)),)
    )


@both_languages
def test_the_backlog_names_departments_sites_and_figures(
    words: Words, drawn: list[Page], language: Language
) -> None:
    week = digests.week()
    backlog(week, language, words)
    shown = said(drawn[0])
    for category, of in week.by_department().items():
        row = shown.index(words.label(language, f"category_{category}"))
        assert shown[row + 1] == words.label(language, "chart_some_late", {"open": of.open, "late": of.late})
    assert "Riverside Court" in shown
    assert words.label(language, "chart_no_site") in shown
    assert words.label(language, "chart_other_sites", {"sites": 2}) in shown
    known = {"open": 77, "late": 29, "open_before": 56, "late_before": 12}
    assert words.label(language, "chart_backlog_since", known) in shown


def test_bars_are_as_long_as_they_say(words: Words, drawn: list[Page]) -> None:
    week = digests.week()
    backlog(week, Language.EN, words)
    most = max(of.open for of in week.by_department().values())
    bars = [one for one in drawn[0]._ground.patches if isinstance(one, Rectangle) and one.get_height() < 40]
    late = [one.get_width() for one in bars if one.get_hatch()][1:5]  # the first one is in the key
    assert late == pytest.approx([INNER * of.late / most for of in week.by_department().values()])


def test_a_long_name_is_shortened_and_a_short_one_is_not(words: Words, drawn: list[Page]) -> None:
    backlog(of_sites("长" * 80, "翠湖天地"), Language.ZH, words)
    shown = said(drawn[0])
    (long,) = [one for one in shown if one.startswith("长长")]
    assert long.endswith("…")
    assert 15 < len(long) < 35
    assert "翠湖天地" in shown


@pytest.mark.parametrize("site", ["$x^2$ \\frac{", "🏠", "<b>&\u202e", "한국", "%s {0}", "حي"])
def test_whatever_people_call_a_site(words: Words, drawn: list[Page], site: str) -> None:
    backlog(of_sites(site, "B"), Language.EN, words)
    assert "B" in said(drawn[0])


@both_languages
@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        (backlog, "chart_nothing_open"),
        (trend.trend, "chart_no_trend"),
        (satisfaction, "chart_no_marks"),
        (promises, "chart_no_promises"),
    ],
)
def test_nothing_to_show_is_said(
    words: Words, drawn: list[Page], picture: Picture, reason: str, language: Language
) -> None:
    picture(digests.nothing(), language, words)
    assert words.label(language, reason) in said(drawn[0])
    assert not drawn[0]._ground.patches
    assert len(drawn[0]._figure.axes) == 1


def test_the_trend_says_the_newest_values(words: Words, drawn: list[Page]) -> None:
    week = digests.week()
    trend.trend(week, Language.EN, words)
    newest = week.trend()[-1][1]
    shown = said(drawn[0])
    for value in (newest.filed, newest.resolved, newest.open, newest.late):
        assert str(value) in shown
    assert "2 Mar" in shown
    assert "5 January to 8 March" in shown


@pytest.mark.parametrize(
    "figures", [Figures(), Figures(filed=7, resolved=7, open=1), Figures(900, 900, 0, 899)]
)
@pytest.mark.parametrize("weeks", [2, 3, 53])
def test_values_that_are_the_same_are_said_beside_each_other(
    words: Words, drawn: list[Page], figures: Figures, weeks: int
) -> None:
    days = [digests.BEGIN.date() + timedelta(weeks=number) for number in range(weeks)]
    past = tuple(Week(day, Category.DESIGN, figures) for day in days)
    trend.trend(replace(digests.nothing(), weeks=past), Language.EN, words)
    nothing_lies_on_another(drawn[0])


def test_satisfaction_counts_every_mark(words: Words, drawn: list[Page]) -> None:
    week = digests.week()
    satisfaction(week, Language.EN, words)
    shown = said(drawn[0])
    for stars, count in enumerate(week.opinion().counts, 1):
        assert shown[shown.index("★" * stars) + 1].startswith(f"{count} (")
    assert "−7, 14 marks" in shown
    assert [signed(one) for one in (-7, 0, 12)] == ["−7", "0", "+12"]


def test_few_marks_are_no_percentage(words: Words, drawn: list[Page]) -> None:
    surveys = tuple(one for one in digests.week().surveys)[:2]
    satisfaction(replace(digests.nothing(), surveys=surveys), Language.EN, words)
    shown = said(drawn[0])
    assert any(one.endswith("n = 2: too few for a percentage") for one in shown)
    assert not any("%)" in one for one in shown)


def test_promises_that_are_not_due_have_no_share(words: Words, drawn: list[Page]) -> None:
    week = digests.week()
    pledges = tuple(one for one in week.pledges if one.state == "made")
    promises(replace(week, pledges=pledges), Language.ZH, words)
    assert f"{len(pledges)} 项承诺，都还没到期" in said(drawn[0])
    assert "还没到期" in said(drawn[0])


# How eyes without one kind of cone see (Machado, Oliveira and Fernandes 2009, severity 1), or without any colour.
EYES = {
    "all cones": numpy.eye(3),
    "no red": numpy.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": numpy.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": numpy.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "no colour": numpy.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
TOGETHER = {
    "backlog": (BAD.colour, NEAR.colour, GOOD.colour, page.EMPTY.colour),
    "promises": (BAD.colour, GOOD.colour, PLAIN.colour, page.EMPTY.colour),
    "flow": (PLAIN.colour, trend.OTHER, PAPER),
    "stock": (PLAIN.colour, BAD.colour, PAPER),
}


def lab(colour: str, eye: numpy.ndarray) -> numpy.ndarray:
    """CIELAB of a colour as ``eye`` sees it (sRGB, D65)."""
    parts = numpy.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = numpy.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = numpy.clip(eye @ linear, 0, 1)
    to_xyz = numpy.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = numpy.cbrt(to_xyz @ seen / [0.9505, 1, 1.089])
    return numpy.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("where", TOGETHER)
def test_every_eye_can_tell_the_colours_apart(where: str, eye: str) -> None:
    for one, other in combinations(TOGETHER[where], 2):
        distance = numpy.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye]))
        assert distance > 8, f"{one} and {other} look alike to eyes with {eye}: {distance:.0f}"
