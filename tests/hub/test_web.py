"""What operators see, and what they can do about it."""

import csv
import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

import hub.web
from hub.contract import envelope, topics
from hub.contract.envelope import DeviceState, Live
from hub.web import create_app
from tests.hub.network import REGISTERS, Box, Hub, asked, received, sale

WEB = Path(hub.web.__file__).parent
PAGES = (
    *("/", "/feeds/table", "/feeds/news", "/branches/ratta01", "/branches/plant07/body"),
    *("/stock", "/stock/table", "/rounds", "/rounds/r1", "/rounds/r1/body", "/aside", "/alarms"),
)
FILES = (
    *("/feeds", "/stock", "/rounds", "/rounds/r1", "/aside", "/alarms", "/quarantine"),
    *("/branches/ratta01/sales", "/branches/ratta01/events", "/branches/ratta01/days"),
)


@pytest.fixture
def screens(hub: Hub) -> FlaskClient:
    """The operators' screens over the hub of the test."""
    return create_app(hub.desk).test_client()


def table(screens: FlaskClient, address: str) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    answer = screens.get(address)
    assert answer.data.startswith(b"\xef\xbb\xbf"), "a Thai Excel needs the mark"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def press(screens: FlaskClient, page: str, action: str, **fields: str) -> tuple[int, str]:
    """Press a button on a page, with the page's own token."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', screens.get(page).text)
    assert token
    answer = screens.post(action, data={"csrf_token": token[1], **fields}, follow_redirects=True)
    return answer.status_code, answer.text


def say(hub: Hub, branch: str, **state: object) -> None:
    """A box says how it is."""
    live = Live(**{"v": 1, "branch": branch, "state": "here", "boot": "b", "tq": "ntp", **state})  # type: ignore[arg-type]
    hub.intake.take([(topics.live(branch), envelope.pack(live))])


def test_the_branch_in_most_need_stands_first(hub: Hub, box: Box, screens: FlaskClient) -> None:
    """A branch whose events have waited for long is red and on top; one that never spoke is grey and last."""
    say(hub, "shop01", devices=(DeviceState(device="printer", state="no-paper"),))
    say(hub, "plant07", waiting=30, oldest_waiting_s=900)
    lines = table(screens, "/feeds.csv")
    assert [(line["branch"], line["state"], line["reasons"]) for line in lines] == [
        ("plant07", "red", "unsent-long"),
        ("shop01", "amber", "device-fault"),
        ("ratta01", "grey", "never-heard"),
    ]
    assert "กระดาษหมด" in screens.get("/").text
    assert "no paper" in screens.get("/?lang=en").text


def test_a_box_that_went_is_seen(hub: Hub, screens: FlaskClient) -> None:
    """The broker's word that a box is gone turns its branch red, and what waited there keeps ageing."""
    say(hub, "shop01", waiting=3, oldest_waiting_s=10)
    say(hub, "shop01", state="gone")
    line = next(line for line in table(screens, "/feeds.csv") if line["branch"] == "shop01")
    assert (line["state"], line["reasons"], line["waiting"]) == ("red", "link-down", "3")


def test_stock_by_item_district_and_branch(hub: Hub, box: Box, screens: FlaskClient) -> None:
    """Stock can be narrowed to a district, an item or what is below zero, on the page and as a file."""
    shop = Box("shop01")
    hub.knows(shop)
    shop.write(sale("x1", ("sauce", "piece", 3_000, 2_500)))
    box.write(received("g1", "rice", "kg", 10_000))
    hub.hear(box.batch(), shop.batch())
    assert [(row["item"], row["district"], row["on_hand"]) for row in table(screens, "/stock.csv")] == [
        ("rice", "rattaphum", "10.000"),
        ("sauce", "hatyai", "-3"),
    ]
    assert [row["branch"] for row in table(screens, "/stock.csv?negative=1")] == ["shop01"]
    assert [row["item"] for row in table(screens, "/stock.csv?text=ข้าว")] == ["rice"]
    assert "รัตภูมิ" in screens.get("/stock?by=district").text


def test_a_round_says_what_is_missing(hub: Hub, box: Box, screens: FlaskClient) -> None:
    """Demand adds up from member to province, and the page says how many bags are missing to the minimum."""
    plant, shop = Box("plant07"), Box("shop01")
    hub.knows(plant, shop)
    box.write(asked("q1", "m1", 7, 9))
    plant.write(asked("q2", "m2", 5, 8))
    shop.write(asked("q3", "m3", 2, 2))
    hub.hear(box.batch(), plant.batch(), shop.batch())
    page = screens.get("/rounds/r1").text
    assert "ขาดอีก 6 ถุง ถึงขั้นต่ำ" in page
    assert "ขาดอีก 6 ถุง จะได้ราคา 496.00 บาท" in page
    assert "ขึ้นตรงต่อศูนย์จังหวัด" in page
    rows = table(screens, "/rounds/r1.csv")
    assert [(row["district_centre"], row["branch"], row["firm_packs"]) for row in rows] == [
        ("agri-rattaphum", "ratta01", "7"),
        ("agri-rattaphum", "plant07", "5"),
        ("", "shop01", "2"),
    ]
    (line,) = [row for row in table(screens, "/rounds.csv") if row["round"] == "r1"]
    assert (line["firm_packs"], line["maximum_packs"], line["missing_packs"]) == ("14", "19", "6")


def test_an_event_put_aside_is_booked_once_its_cause_is_mended(hub: Hub, box: Box, screens: FlaskClient) -> None:
    """An operator adds the missing item and books the sale again; before that the page says what is still wrong."""
    box.write(sale("s1", ("soap", "piece", 2_000, 1_500)))
    hub.hear(box.batch())
    (event,) = hub.rows("SELECT event FROM events")
    assert "soap" in screens.get("/aside").text
    status, said = press(screens, "/aside", f"/aside/{event[0]}/again")
    assert status == 409
    assert "ยังลงบัญชีไม่ได้" in said
    hub.import_text("items", REGISTERS["items"] + "soap,สบู่,Soap,food,piece,,,1500,vat7,\n")
    status, said = press(screens, "/aside", f"/aside/{event[0]}/again")
    assert status == 200
    assert "ลงบัญชีครบทุกรายการแล้ว" in said
    assert table(screens, "/stock.csv")[0]["on_hand"] == "-2"
    assert press(screens, "/aside", f"/aside/{event[0]}/again")[0] == 404


def test_an_alarm_is_taken_on_by_name(hub: Hub, screens: FlaskClient) -> None:
    """An alarm rings on every page until somebody takes it on, and rings anew when its cause comes back."""
    hub.hear(b"\x00garbage")
    assert screens.get("/health").get_json()["alarms"] == 1
    status, said = press(screens, "/alarms", "/alarms/1/acknowledge", by="สมหญิง")
    assert status == 200
    assert "สมหญิง" in said
    assert screens.get("/health").get_json()["alarms"] == 0
    hub.hear(b"\x00again")
    assert screens.get("/health").get_json()["alarms"] == 1


def test_no_other_page_can_press_a_button(hub: Hub, screens: FlaskClient) -> None:
    """A form without this screen's token changes nothing, and pages cannot be framed or run foreign scripts."""
    hub.hear(b"\x00garbage")
    assert screens.post("/alarms/1/acknowledge", data={"by": "somebody"}).status_code == 400
    assert screens.get("/health").get_json()["alarms"] == 1
    policy = screens.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_screen_opens_in_both_languages(hub: Hub, box: Box, screens: FlaskClient, language: str) -> None:
    """Each page opens, and what is not there gets a sentence instead of a stack trace."""
    box.write(received("g1", "rice", "kg", 10_000))
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550), member="m1"))
    box.write(sale("s2", ("no-such-item", "piece", 1_000, 1)))
    hub.hear(box.batch(), b"\x00garbage")
    for page in PAGES:
        answer = screens.get(page, query_string={"lang": language})
        assert answer.status_code == 200, page
    for file in FILES:
        table(screens, f"{file}.csv")
    for lost in ("/rounds/none", "/branches/none", "/nowhere"):
        answer = screens.get(lost, query_string={"lang": language})
        assert answer.status_code == 404
        assert ("ไม่มี" if language == "th" else "There is no") in answer.text


def test_a_cell_is_never_a_formula(hub: Hub, box: Box, screens: FlaskClient) -> None:
    """A member whose name begins like a formula does not run in the operator's spreadsheet."""
    hub.import_text("members", REGISTERS["members"].replace("นางสาวดอกไม้ ตัวอย่าง", "=HYPERLINK(1)"))
    box.write(sale("s1", ("rice", "kg", 1_000, 1_550), member="m1"))
    hub.hear(box.batch())
    assert table(screens, "/branches/ratta01/sales.csv")[0]["member"] == "'=HYPERLINK(1)"


def test_every_text_of_the_screens_is_in_thai() -> None:
    """No English sentence slips onto a Thai screen: each text has its Thai one, and none is left over."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    wanted = {found[2] for found in extract_from_dir(WEB, methods, keywords={"_": None, "_l": None})}
    with (WEB / "translations/th/LC_MESSAGES/messages.po").open("rb") as file:
        thai = {message.id: message.string for message in read_po(file) if message.id}
    assert set(thai) == wanted
    assert all(re.search("[\u0e00-\u0e7f]", text) for text in thai.values())
