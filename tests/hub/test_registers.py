"""What operators import, and what is refused of it and why."""

import datetime as dt

import pytest

from hub.actions.record_route_exception import record_route_exception
from hub.errors import BadException, BadRegister
from hub.rules import routes
from hub.rules.routes import RouteException
from hub.store import organisations
from tests.hub.network import REGISTERS, Hub


def refused(hub: Hub, kind: str, *lines: str) -> list[tuple[int, str]]:
    """Import lines under the kind's usual heading; what was refused."""
    heading = REGISTERS[kind].splitlines()[0]
    return [tuple(line) for line in hub.import_text(kind, "\n".join((heading, *lines, ""))).lines]


def test_bad_lines_are_refused_with_their_number_and_good_ones_taken(hub: Hub) -> None:
    """Out of a file with slips, the sound lines are in the catalogue and each slip is named with its line."""
    found = refused(
        hub,
        "items",
        "ok,ดี,Good,food,piece,,,100,vat7,",
        "bad-code,ผิด,Bad,food,piece,,,100,vat7,8850000000018*1",
        "bad-price,ผิด,Bad,food,piece,,,1.50,vat7,",
        "bad-shelf,ผิด,Bad,nowhere,piece,,,100,vat7,",
        "taken,ซ้ำ,Twice,food,piece,,,100,vat7,8850000000010*1",
        "rice,ข้าวสาร,Rice,food,piece,,,1550,exempt,",
        "ok,ดี,Good,food,piece,,,100,vat7,",
        ",ไม่มีรหัส,Nameless,food,piece,,,100,vat7,",
    )
    assert sorted(found) == [
        (3, "barcode '8850000000018' has a wrong check digit or length"),
        (4, "price_satang '1.50' is no whole number from 0 to 1000000000000000"),
        (5, "category nowhere is not known"),
        (6, "barcode 8850000000010 belongs to sauce"),
        (7, "its unit is kg: a unit never changes, make a new item"),
        (8, "ok stands in line 2 already"),
        (9, "item is empty"),
    ]
    assert hub.rows("SELECT price_satang FROM items WHERE item='ok'") == [(100,)]


def test_a_card_belongs_to_one_member(hub: Hub) -> None:
    """A card that somebody else holds is refused, and freezing a card is a change that boxes hear of."""
    found = refused(
        hub, "members", "m9,100009,นายเก้า ตัวอย่าง,shop,04A1B2C3D4E5F1", "m8,8,นายแปด,nobody,", "m7,7,นายเจ็ด,shop,04xx"
    )
    assert [line for line, _ in sorted(found)] == [2, 3, 4]
    head = hub.rows("SELECT feed_head FROM identity")
    assert refused(hub, "members", "m1,100001,นางสาวดอกไม้ ตัวอย่าง,agri-rattaphum,04A1B2C3D4E5F1:frozen") == []
    assert hub.rows("SELECT feed_head FROM identity") == [(head[0][0] + 1,)]  # type: ignore[operator]


def test_a_file_of_another_kind_is_not_imported(hub: Hub) -> None:
    """A file without the wanted columns is refused as a whole, with the columns' names."""
    with pytest.raises(BadRegister, match="columns are missing: category"):
        hub.import_text("items", REGISTERS["districts"].replace("district,", "item,"))


def test_members_go_through_their_district(hub: Hub) -> None:
    """A rubber co-op cannot be put under the province directly, nor a shop co-op under a district."""
    found = refused(
        hub,
        "organisations",
        "plant8,rubber_fund_coop,โรงที่แปด,Plant 8,rattaphum,fed,member",
        "shop2,shop_coop,ร้านสอง,Shop 2,hatyai,agri-rattaphum,member",
        "alone,savings_group,กลุ่มเดี่ยว,Alone,hatyai,,member",
    )
    assert sorted(found) == [
        (2, "a rubber_fund_coop goes through its district's centre, not through fed"),
        (3, "a shop_coop of level member belongs to the province, not to agri-rattaphum"),
        (4, "an organisation of level member needs its centre"),
    ]


def test_an_organisation_changes_its_centre_from_a_day_on(hub: Hub) -> None:
    """When a plant moves to another district's centre, the way of yesterday stays what it was."""
    before = hub.clock.now().date().isoformat()
    hub.clock.move(dt.timedelta(days=30))
    after = hub.clock.now().date().isoformat()
    lines = (
        "agri-hatyai,agricultural_coop,สหกรณ์การเกษตรหาดใหญ่,Hat Yai Co-op,hatyai,fed,district",
        "plant7,rubber_fund_coop,สกย.บ้านหนองเจ็ด,Ban Nong Chet Plant,hatyai,agri-hatyai,member",
    )
    assert refused(hub, "organisations", *lines) == []
    with hub.store.read() as connection:
        everybody, ties = organisations.everybody(connection), organisations.ties(connection)
    assert routes.route("plant7", before, everybody, ties) == ("plant7", "agri-rattaphum", "fed")
    assert routes.route("plant7", after, everybody, ties) == ("plant7", "agri-hatyai", "fed")


def test_no_route_exception_is_silent(hub: Hub) -> None:
    """Trade past a centre is written down with its reason and who approved it, or not at all."""
    good = RouteException("plant7", "2026-03-01", "2026-04-01", "ขายน้ำยางตรงให้โรงงาน", "คณะกรรมการฝ่ายการตลาด", "r1")
    record_route_exception(hub.desk, good)
    for bad in (
        RouteException("plant7", "2026-03-01", "2026-04-01", " ", "ใคร"),
        RouteException("x", "1", "2", "a", "b"),
    ):
        with pytest.raises(BadException):
            record_route_exception(hub.desk, bad)
    with hub.store.read() as connection:
        assert organisations.exceptions(connection) == [good]
    assert good.holds_on("2026-03-31", "r1")
    assert not good.holds_on("2026-04-01", "r1")
