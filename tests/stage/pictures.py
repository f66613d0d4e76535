"""``make pictures``: what people see, photographed from a running network after a little trade; for the README.

Debian's Chromium looks at the real pages: the counter at the size of its touch screen, the hub at an office screen's,
in Thai and English. Beside them the last receipt as the printer printed it.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.stage.bench_page.bench import Bench
from tests.stage.bench_page.props import read_props
from tests.stage.demo import serve_bench
from tests.stage.processes import NotReady
from tests.stage.smoke import BRANCH, PACKED_CODE, REGULARS, ROUND, WEIGHED, NotSeen, Walk, until
from tests.stage.town import DEMO_BRANCHES, EXAMPLE, Town
from tests.stage.visitor import Refusal

CHROMIUM = "/usr/bin/chromium"
COUNTER: ViewportSize = {"width": 1024, "height": 600}
OFFICE: ViewportSize = {"width": 1440, "height": 900}
SETTLE_MS = 700
MORE_CODES = ("8850000001505", "8850000002779", "8850000003400")
TRADE = (
    Walk.the_catalogue_comes,
    Walk.the_devices_are_ready,
    Walk.goods_are_received,
    Walk.a_shift_is_opened,
    Walk.a_card_is_tapped,
    Walk.goods_are_rung_up,
    Walk.it_is_charged,
    Walk.a_demand_is_taken,
)


class Shot(NamedTuple):
    """One picture: its name, its page, and the screen that it is for."""

    name: str
    address: str
    screen: ViewportSize


def pictures(out: Path) -> int:
    """Take them all. Returns the exit code."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix="pictures-") as folder, ExitStack() as parts:
            town = parts.enter_context(Town(Path(folder), DEMO_BRANCHES, tell=print))
            bench = Bench(town.counters[BRANCH])
            _trade(town, out, bench)
            page = serve_bench(bench, read_props(EXAMPLE), 0, parts)
            for name in _shoot(_shots(town, page), out):
                print(f"  {name}")
    except (NotReady, NotSeen, Refusal, LookupError) as error:
        print(f"no pictures: {error}", file=sys.stderr)
        return 1
    return 0


def _trade(town: Town, out: Path, bench: Bench) -> None:
    """A sale and a request at every branch, and a basket left open at the first."""
    for branch in town.counters:
        walk = Walk(town, out, branch)
        for step in TRADE:
            step(walk)
    walk = Walk(town, out)
    walk.the_paper_comes()
    walk.a_card_is_tapped()
    for code in (PACKED_CODE, *MORE_CODES):
        walk.box.press("/counter/scan", code=code)
    bench.put("2415")
    until("the weight", lambda: "2.415" in walk.box.open("/counter/weigh", item=WEIGHED).words)
    walk.box.press("/counter/weigh", item=WEIGHED)
    bench.hold(walk.person.card)


def _shots(town: Town, bench: str) -> list[Shot]:
    counter, hub = town.counters[BRANCH].url, town.hub.url
    return [
        Shot("counter", f"{counter}/", COUNTER),
        Shot("joint-purchase", f"{counter}/joint-purchase?round={ROUND}&member={REGULARS[BRANCH].member}", COUNTER),
        Shot("health", f"{counter}/health", COUNTER),
        Shot("hub-feeds", f"{hub}/", OFFICE),
        Shot("hub-stock", f"{hub}/stock", OFFICE),
        Shot("hub-round", f"{hub}/rounds/{ROUND}", OFFICE),
        Shot("bench", f"{bench}/", OFFICE),
    ]


def _shoot(shots: list[Shot], out: Path) -> Iterator[str]:
    with _browser() as browser:
        for shot in shots:
            for language in ("th", "en"):
                file = out / f"{shot.name}-{language}.png"
                _one(browser, shot, language, file)
                yield file.name


def _one(browser: Browser, shot: Shot, language: str, file: Path) -> None:
    with browser.new_context(viewport=shot.screen, locale=language) as context:
        site = "/".join(shot.address.split("/")[:3])
        context.add_cookies([{"name": name, "value": language, "url": site} for name in ("language", "lang")])
        page = context.new_page()
        mark = "&" if "?" in shot.address else "?"
        page.goto(f"{shot.address}{mark}lang={language}", wait_until="load")
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=file)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()
