"""The example network, as the counter and the hub would stumble over it."""

import csv
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from stdnum import ean
from stdnum.th import tin

import provisioning
from hub.contract import v1
from hub.contract.topics import branch_id

EXAMPLE = Path(provisioning.__file__).parent / "example"
Row = dict[str, str]

THAI = re.compile(r"[ก-๎]")
THAI_NAME = re.compile(r"(?:[ก-๎]|[0-9A-Z]|[ .,%()×x-])+")
ENGLISH_NAME = re.compile(r"[A-Za-z0-9 .,%()'/-]+")

FRESH = {"vegetables", "fruit", "meat"}
EXEMPT = FRESH | {"rice", "fertiliser", "feed", "plant-care", "seed", "veterinary"}
"""Categories that the Revenue Code's s.81(1) exempts as a whole; thai-rules of the accountant overrule it."""
EXEMPT_ONE_BY_ONE = {
    "chilli-dried", "shrimp-dried", "anchovy-dried", "fish-salted",
    "textbook-maths", "textbook-thai", "newspaper", "magazine-farm",
}  # fmt: skip
SOLD_BY_WEIGHT = {"chilli-dried", "shrimp-dried", "anchovy-dried", "fish-salted", "khanom-chin", "nail"}


def rows(name: str) -> list[Row]:
    """A file of the example network."""
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="module")
def items() -> list[Row]:
    """The catalogue."""
    return rows("items")


def barcodes(item: Row) -> list[tuple[str, int]]:
    """An item's codes with their pack factors."""
    return [(code, int(units)) for code, _, units in (word.partition("*") for word in item["barcodes"].split())]


def twice(values: list[str]) -> list[str]:
    """What stands there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def test_the_catalogue_is_a_shops(items: list[Row]) -> None:
    """There are at least 320 goods in all of a co-op's shelves, none of them twice in either language."""
    assert len(items) >= 320
    assert {item["category"] for item in items} == {row["category"] for row in rows("categories")}
    for column in ("item", "name_th", "name_en"):
        assert twice([item[column] for item in items]) == []


def test_names_are_in_their_own_script(items: list[Row]) -> None:
    """A Thai name is Thai, letters of formulas and sizes apart, and an English one is Latin."""
    named = [*items, *rows("categories"), *rows("districts"), *rows("organisations"), *rows("branches")]
    for row in named:
        assert THAI.search(row["name_th"]), row
        assert THAI_NAME.fullmatch(row["name_th"]), row
        assert ENGLISH_NAME.fullmatch(row["name_en"]), row


def test_thai_is_typed_as_it_is_read() -> None:
    """No vowel or tone mark stands twice or without a consonant, so screens and papers can set it."""
    slips = re.compile(r"[่-๋][่-๋]|[ิ-ฺ][ิ-ฺ]|[่-๋][ิ-ฺ]|(?:^|[ 0-9A-Za-z])[ัิ-ฺ็-๎]|เเ|ํ[่-๋]?า")
    for file in EXAMPLE.glob("*.csv"):
        for text in file.read_text(encoding="utf-8").splitlines():
            assert not slips.search(text), text


def test_every_barcode_scans(items: list[Row]) -> None:
    """Each code has a right check digit, belongs to one item, and is clearly an example's or in-store."""
    codes = [code for item in items for code, _ in barcodes(item)]
    assert twice(codes) == []
    for code in codes:
        assert ean.is_valid(code), code
        assert re.match(r"8850000|18850000|20", code), code
    assert len([item for item in items if barcodes(item)]) > 0.95 * len(items)


def test_cases_count_as_what_is_in_them(items: list[Row]) -> None:
    """An item's first code is one unit, and there are packs of 6, 12 and 24 under both kinds of case code."""
    factors: Counter[tuple[int, int]] = Counter()
    for item in items:
        first, *packs = barcodes(item) or [("", 1)]
        assert first[1] == 1, item
        assert all(units > 1 for _, units in packs), item
        factors.update((len(code), units) for code, units in packs)
    assert {(13, 6), (13, 12), (13, 24), (14, 12), (14, 24)} <= set(factors)


def test_tax_follows_the_rules(items: list[Row]) -> None:
    """Crops, meat, fertiliser, feed, plant and animal medicine are exempt; what is processed or made is taxed."""
    exempt = {item["item"] for item in items if item["tax"] == "exempt"}
    assert exempt == {item["item"] for item in items if item["category"] in EXEMPT} | EXEMPT_ONE_BY_ONE
    assert {item["tax"] for item in items} == {"exempt", "vat7"}


def test_what_is_weighed_is_what_shops_weigh(items: list[Row]) -> None:
    """Fresh goods go over the scale unless they are counted, packed goods never do; a kilogram has an in-store code."""
    for item in items:
        weighed = item["unit"] == "kg"
        assert weighed == (item["pack_en"] == "kilogram") == (item["pack_th"] == "กิโลกรัม"), item
        if weighed:
            assert item["category"] in FRESH or item["item"] in SOLD_BY_WEIGHT, item
            assert all(code.startswith("20") for code, _ in barcodes(item)), item


def test_prices_are_a_shops(items: list[Row]) -> None:
    """Every price can be paid in coins of 25 satang, and none is a slip of the decimal point."""
    for item in items:
        price_satang = int(item["price_satang"])
        assert 100 <= price_satang <= 1_000_000, item
        assert price_satang % 25 == 0, item


def test_every_line_fits_the_wire(items: list[Row]) -> None:
    """The hub can announce every item, member, card and branch as it stands."""
    for item in items:
        codes = tuple({"code": code, "units": units} for code, units in barcodes(item))
        fields = {**item, "price_satang": int(item["price_satang"]), "barcodes": codes}
        assert msgspec.convert(fields, v1.ItemPut).item == item["item"]
        assert re.fullmatch(r"[a-z0-9-]{2,40}", item["item"])
    for member in rows("members"):
        assert msgspec.convert(member, v1.MemberPut).number
    assert all(branch_id(row["branch"]) for row in rows("branches"))


def test_the_network_is_the_reports() -> None:
    """Sixteen districts with a centre each, a cluster of 18 plants, and everybody trades through his centre."""
    organisations = {row["organisation"]: row for row in rows("organisations")}
    districts = {row["district"] for row in rows("districts")}
    assert len(districts) == 16
    assert twice([row["organisation"] for row in rows("organisations")]) == []
    centres = [row for row in organisations.values() if row["level"] == "district"]
    assert {row["district"] for row in centres} == districts
    assert len(centres) == 16
    (province,) = [name for name, row in organisations.items() if row["level"] == "province"]
    for row in organisations.values():
        if row["level"] in ("province", "outside"):
            assert row["centre"] == "", row
        elif row["level"] == "district" or row["kind"] in ("savings_coop", "shop_coop"):
            assert row["centre"] == province, row
        else:
            centre = organisations[row["centre"]]
            assert (centre["level"], centre["district"]) == ("district", row["district"]), row
    cluster = {"bangklam", "khuanniang", "rattaphum"}
    plants = [row for row in organisations.values() if row["kind"] == "rubber_fund_coop" and row["district"] in cluster]
    assert len(plants) == 18


def test_the_demonstrations_branches_are_there() -> None:
    """A district co-op's shop, a rubber plant and a shop co-op of the province, each its organisation's own."""
    organisations = {row["organisation"]: row for row in rows("organisations")}
    branches = {row["branch"]: organisations[row["organisation"]] for row in rows("branches")}
    assert 30 <= len(branches) <= 60
    assert len(branches) == len(rows("branches"))
    assert branches["rattaphum01"]["name_th"] == "สหกรณ์การเกษตรรัตภูมิ จำกัด"
    assert branches["rattaphum01"]["level"] == "district"
    assert branches["bangklam01"]["kind"] == "rubber_fund_coop"
    assert branches["rajabhat01"]["name_th"] == "สหกรณ์ร้านค้าสถาบันราชภัฏสงขลา จำกัด"
    assert organisations[branches["rajabhat01"]["centre"]]["level"] == "province"


def test_tax_ids_are_right_and_nobodys() -> None:
    """A tax id passes its check and begins with 0999; branches of one organisation share one, others do not."""
    shared = {(row["organisation"], row["tax_id"]) for row in rows("branches")}
    assert twice([organisation for organisation, _ in shared]) == []
    assert twice([tax_id for _, tax_id in shared]) == []
    assert all(tin.is_valid(tax_id) and tax_id.startswith("0999") for _, tax_id in shared)


def test_every_card_is_one_members() -> None:
    """600 members of known organisations; a card is a 7-byte UID of one member, and about 2 % are frozen."""
    members = rows("members")
    known = {row["organisation"] for row in rows("organisations") if row["level"] in ("district", "member")}
    assert len(members) == 600
    assert {member["organisation"] for member in members} <= known
    for column in ("member", "number", "name"):
        assert twice([member[column] for member in members]) == []
    cards = [card for member in members for card in member["cards"].split()]
    assert all(re.fullmatch(r"04[0-9A-F]{12}(:frozen)?", card) for card in cards)
    assert twice([card.partition(":")[0] for card in cards]) == []
    assert 5 <= len([card for card in cards if card.endswith(":frozen")]) <= 25
    assert len([member for member in members if " " in member["cards"]]) > 10
    assert members[0]["cards"] == "04A1B2C3D4E5F1"


def test_the_open_rounds_can_be_ordered_from(items: list[Row]) -> None:
    """Both rounds are open, name goods of the catalogue, and the better price begins at the minimum."""
    stocked = {item["item"]: item for item in items}
    organisations = {row["organisation"] for row in rows("organisations")}
    open_rounds = {row["item"]: row for row in rows("rounds") if row["state"] == "SURVEY_OPEN"}
    assert set(open_rounds) == {"fertiliser-15-15-15-50", "rice-jasmine-50"}
    for row in open_rounds.values():
        assert stocked[row["item"]]["unit"] == "piece"
        assert row["coordinator"] in organisations
        assert row["opens_on"] < row["closes_on"]
        tiers = [tuple(map(int, tier.split("@"))) for tier in row["tiers"].split()]
        assert [packs for packs, _ in tiers] == [1, int(row["minimum_packs"])]
        assert tiers[1][1] < tiers[0][1] < int(stocked[row["item"]]["price_satang"])
    fertiliser = open_rounds["fertiliser-15-15-15-50"]
    assert (fertiliser["minimum_packs"], fertiliser["tiers"].split()[1]) == ("20000", "20000@49600")
