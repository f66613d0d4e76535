"""The touch screens in Chromium, as fingers, scanner and card find them; the box runs as a program of its own."""

import os
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from appliance.web.events import PAGES_LIMIT
from tests.appliance_web.counter_on_its_own import CounterOnItsOwn
from tests.stage.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("counter in the browser")]

CHROMIUM = Path("/usr/bin/chromium")
CALM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TOUCH_SCREEN = {"width": 1024, "height": 600}
LARGER_SCREEN = {"width": 1280, "height": 800}
ANA, FROZEN, STRANGER = "04A1B2C3D4E5F1", "04A1B2C3D4E5F2", "04FFFFFFFFFF01"
SCREENS = ("/", "/joint-purchase", "/joint-purchase?member=m-ana", "/goods/receive", "/sales", "/shift", "/health")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CounterOnItsOwn]:
    """One counter for all tests here."""
    with CounterOnItsOwn(tmp_path_factory.mktemp("box")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.fspath(CHROMIUM), args=CALM)
        yield chromium
        chromium.close()


@pytest.fixture
def page(counter: CounterOnItsOwn, browser: Browser) -> Iterator[Page]:
    """The counter's screen with an empty basket and an empty pan; a fault of the page's script fails the test."""
    basket = counter.visitor.open("/counter/basket")
    counter.visitor.press("/counter/empty", basket=basket.attribute("data-basket"))
    counter.scale.put(0, settle_s=0)
    faults: list[str] = []
    context = browser.new_context(viewport=TOUCH_SCREEN, has_touch=True, locale="th-TH")
    screen = context.new_page()
    screen.set_default_timeout(10_000)
    screen.on("pageerror", lambda error: faults.append(str(error)))
    screen.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    screen.goto(counter.url)
    yield screen
    context.close()
    assert faults == []


def lines(page: Page, count: int) -> None:
    """Wait until the basket has so many lines."""
    expect(page.locator("#basket")).to_have_attribute("data-lines", str(count))


def test_a_whole_sale_by_touch(counter: CounterOnItsOwn, page: Page) -> None:
    """Card on the reader, a button, a weighing, a note: the change stands there in large and the paper comes out."""
    papers, drawer = len(counter.printer.papers), counter.printer.drawer_opened
    counter.card.tap(ANA)
    expect(page.locator(".member.known")).to_contain_text("อานา ทดสอบ")
    page.locator(".item", has_text="สบู่ก้อน").tap()
    lines(page, 1)
    page.locator("#basket").get_by_role("button", name="เพิ่ม สบู่ก้อน หนึ่งหน่วย").tap()
    expect(page.locator("#charge")).to_contain_text("21.25")
    counter.scale.put(1235, settle_s=0)
    page.locator(".item", has_text="มะเขือเทศ").tap()
    expect(page.locator("[data-scale=total]")).to_have_text("12.29")
    page.locator("#panel .go").tap()
    lines(page, 2)
    page.locator("#charge").tap()
    page.locator("[data-given='50.00']").tap()
    expect(page.locator("[data-change]")).to_have_text("16.50")
    page.locator("#panel .go").dblclick()
    expect(page.locator(".done .big")).to_have_text("16.50")
    expect(page.locator(".done .state")).to_have_text("พิมพ์แล้ว")
    assert len(counter.printer.wait_for(papers + 1)) == papers + 1
    assert counter.printer.drawer_opened == drawer + 1
    page.locator("#panel .go").tap()
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator("#code")).to_be_focused()
    lines(page, 0)


def test_a_whole_sale_by_keyboard_and_scanner(page: Page) -> None:
    """No finger needed; a wrong code is said without a click; the next customer's scan clears the change away."""
    page.locator("#charge").focus()
    page.keyboard.type("8850000000010\n18850000000017\n8850000000011\n", delay=2)
    lines(page, 1)
    expect(page.locator("#say")).to_contain_text("หลักตรวจสอบไม่ถูก")
    expect(page.locator("#basket summary")).to_contain_text("13 × 10.70")
    page.keyboard.type("jas", delay=20)
    expect(page.locator("#items .item")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    lines(page, 2)
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=given]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.type("rice-5\n")
    expect(page.locator("#basket summary").last).to_contain_text("2 × 195.00")
    page.keyboard.press("Enter")
    expect(page.locator("[name=given]")).to_be_focused()
    page.keyboard.type("300\n")
    expect(page.locator("#panel-say")).to_contain_text("เงินยังขาดอีก 229.00 บาท")
    page.keyboard.press("Control+a")
    page.keyboard.type("1000\n")
    expect(page.locator(".done .big")).to_have_text("471.00")
    page.keyboard.type("8850000000010\n")
    lines(page, 1)
    expect(page.locator("#dialog")).not_to_be_visible()


def test_a_card_that_cannot_be_used_says_so_and_a_tap_acts_once(counter: CounterOnItsOwn, page: Page) -> None:
    """Unknown and frozen are told apart; a member who was taken off does not come back by loading the page."""
    counter.card.tap(STRANGER)
    expect(page.locator("#say")).to_contain_text("ไม่รู้จักบัตรนี้ (ลงท้าย FF01)")
    counter.card.tap(FROZEN)
    expect(page.locator("#say")).to_contain_text("บัตรนี้ถูกอายัด (ลงท้าย E5F2)")
    counter.card.tap(ANA)
    page.locator(".member.known button").tap()
    expect(page.locator("#basket")).to_contain_text("ไม่ระบุสมาชิก")
    page.reload()
    expect(page.locator("#chip-shift")).to_contain_text("สมศรี")
    expect(page.locator("#basket")).to_contain_text("ไม่ระบุสมาชิก")
    page.goto(f"{counter.url}/joint-purchase")
    counter.card.tap(ANA)
    expect(page.locator(".asking .member")).to_contain_text("อานา ทดสอบ")


def test_what_waits_or_fails_is_in_the_status_bar(counter: CounterOnItsOwn, page: Page) -> None:
    """The weight follows the pan, and a printer without paper is named while the basket stays in sight."""
    page.keyboard.type("8850000000010\n")
    lines(page, 1)
    counter.scale.put(740, settle_s=0)
    expect(page.locator("#scale")).to_contain_text("0.740")
    counter.printer.set_paper("out")
    try:
        expect(page.locator("#chip-printer")).to_contain_text("กระดาษหมด")
        lines(page, 1)
    finally:
        counter.printer.set_paper("ok")
    expect(page.locator("#chip-printer")).to_contain_text("พร้อม")


def test_a_scan_at_another_screen_appears_by_itself(counter: CounterOnItsOwn, page: Page) -> None:
    """Two screens on one till show the same basket, whoever touched it."""
    scanner = Visitor(counter.url)
    scanner.open("/")
    scanner.press("/counter/scan", code="8850000000010")
    lines(page, 1)
    scanner.press("/counter/scan", code="rice-5")
    lines(page, 2)


MEASURE = """() => {
  const shown = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
  const px = (each, name) => parseFloat(getComputedStyle(each)[name]);
  const told = (each) => each.outerHTML.slice(0, 90);
  const own = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return {
    scrolls: document.scrollingElement.scrollHeight > innerHeight || document.scrollingElement.scrollWidth > innerWidth,
    small: shown.filter((each) => each.matches("button, a, summary, input:not([type=hidden])"))
      .filter((each) => Math.min(each.offsetHeight, each.offsetWidth) < 48).map(told),
    tiny: shown.filter((each) => own(each) && px(each, "fontSize") < 16).map(told),
    tight: shown.filter((each) => own(each) && /[\\u0e00-\\u0e7f]/.test(each.innerText))
      .filter((each) => px(each, "lineHeight") < 1.49 * px(each, "fontSize")).map(told),
  };
}"""


@pytest.mark.parametrize("size", [TOUCH_SCREEN, LARGER_SCREEN], ids=["10 inch", "larger"])
def test_fingers_and_eyes_find_everything(counter: CounterOnItsOwn, page: Page, size) -> None:
    """No page scrolls, no target is under 48 px, no text under 16 px or too tight for Thai; Charge is in sight."""
    page.set_viewport_size(size)
    page.keyboard.type("8850000000010\nrice-5\n", delay=2)
    lines(page, 2)
    expect(page.locator("#charge")).to_be_in_viewport(ratio=1)
    nothing = {"scrolls": False, "small": [], "tiny": [], "tight": []}
    assert page.evaluate(MEASURE) == nothing
    page.locator("#charge").tap()
    expect(page.locator("#panel .go")).to_be_in_viewport(ratio=1)
    assert page.evaluate(MEASURE) == nothing
    for path in SCREENS[1:]:
        page.goto(counter.url + path)
        assert page.evaluate(MEASURE) == nothing, path


@pytest.mark.parametrize("language", ["th", "en"])
def test_axe_finds_no_barrier(counter: CounterOnItsOwn, page: Page, language: str) -> None:
    """Names, roles, contrast and focus hold on every screen and in the panels, by the rules of WCAG 2.1 AA."""
    if not AXE.exists():
        pytest.skip("axe-core is not there: npm ci")
    page.context.add_cookies([{"name": "language", "value": language, "url": counter.url}])

    def barriers(where: str) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("async () => (await axe.run()).violations")
        return [f"{where}: {each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]

    found = []
    for path in SCREENS:
        page.goto(counter.url + path)
        found += barriers(path)
    page.goto(counter.url)
    page.keyboard.type("8850000000010\n")
    lines(page, 1)
    found += barriers("a basket")
    for opener in (
        "#charge",
        ".ask",
        "button.member",
        "#basket .acts .figure",
        "#basket .sums .quiet",
        ".item.weighed",
    ):
        page.locator(opener).first.tap()
        expect(page.locator("#dialog")).to_be_visible()
        found += barriers(opener)
        page.keyboard.press("Escape")
        expect(page.locator("#dialog")).not_to_be_visible()
    assert found == []


def test_forgotten_pages_do_not_lock_the_counter_out(counter: CounterOnItsOwn) -> None:
    """With more pages listening than the box serves, the oldest are let go and the counter still answers."""
    open_pages = [HTTPConnection(counter.url.removeprefix("http://"), timeout=10) for _ in range(2 * PAGES_LIMIT)]
    try:
        streams = []
        for each in open_pages:
            each.request("GET", "/events")
            streams.append(each.getresponse())
            assert streams[-1].readline()
        streams[0].read()
        assert counter.visitor.press("/counter/scan", code="8850000000010").status == 200
        assert streams[-1].readline(), "the newest page still listens"
    finally:
        for each in open_pages:
            each.close()
