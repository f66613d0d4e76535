"""What stands on a receipt, in Thai or English, from the sale as the books hold it.

Until the machine's number from the Revenue Department is set, the paper is a plain receipt and is not called a
tax invoice. A reprint says so, carries the same number, and opens no drawer.
"""

import datetime as dt
from dataclasses import dataclass

from appliance.rules.figures import baht, last4, quantity, when
from appliance.rules.paper import Columns, Mark, Paper, Qr, Ruler, Text
from appliance.rules.sale import Line, Sale

WORDS = {
    "th": {
        "receipt": "ใบเสร็จรับเงิน",
        "number": "เลขที่",
        "cashier": "พนักงาน",
        "member": "สมาชิก",
        "tax_id": "เลขประจำตัวผู้เสียภาษี",
        "goods": "รวมค่าสินค้า",
        "rounding": "ปัดเศษ",
        "total": "รวมทั้งสิ้น",
        "cash": "รับเงินสด",
        "change": "เงินทอน",
        "vat": "ในนี้เป็นภาษีมูลค่าเพิ่ม 7%",
        "kg": "กก.",
        "piece": "x",
        "by_hand": "ป้อนมือ",
        "reprint": "สำเนา / พิมพ์ซ้ำ ครั้งที่",
        "thanks": "ขอบคุณที่อุดหนุนสหกรณ์",
    },
    "en": {
        "receipt": "RECEIPT",
        "number": "No.",
        "cashier": "Cashier",
        "member": "Member",
        "tax_id": "Tax ID",
        "goods": "Goods",
        "rounding": "Rounding",
        "total": "TOTAL",
        "cash": "Cash",
        "change": "Change",
        "vat": "including VAT 7%",
        "kg": "kg",
        "piece": "x",
        "by_hand": "by hand",
        "reprint": "COPY / reprint no.",
        "thanks": "Thank you",
    },
}


@dataclass(frozen=True, slots=True)
class Shop:
    """How the branch is called on its papers."""

    branch: str
    name_th: str = ""
    name_en: str = ""
    organisation_th: str = ""
    organisation_en: str = ""
    tax_id: str = ""


def _line(line: Line, language: str) -> list[Mark]:
    words = WORDS[language]
    name = line.name_en if language == "en" else line.name_th
    if line.unit == "piece" and line.quantity_milli == 1000:
        return [Columns(name, baht(line.total_satang))]
    how_much = f"  {quantity(line.quantity_milli, line.unit)} {words[line.unit]}"
    by = "" if line.unit == "piece" else " x"
    hand = f" ({words['by_hand']})" if line.weighing is not None and line.weighing.by_hand else ""
    return [Text(name), Columns(f"{how_much}{by} {baht(line.price_satang)}{hand}", baht(line.total_satang))]


def lines(sale: Sale, shop: Shop, *, language: str = "th", copy: int = 0) -> Paper:
    """The receipt of a sale; ``copy`` 0 is the original, n the n-th reprint."""
    words = WORDS[language]
    english = language == "en"
    marks: list[Mark] = [
        Text(shop.organisation_en if english else shop.organisation_th, "centre", bold=True),
        Text((shop.name_en if english else shop.name_th) or shop.branch, "centre"),
    ]
    if shop.tax_id:
        marks.append(Text(f"{words['tax_id']} {shop.tax_id}", "centre", "small"))
    marks.append(Text(words["receipt"], "centre", bold=True))
    if copy:
        marks.append(Text(f"{words['reprint']} {copy}", "centre", bold=True))
    marks += [
        Columns(
            f"{words['number']} {shop.branch}-{sale.number:06}",
            when(dt.datetime.fromisoformat(sale.sold_at), language),
            "small",
        ),
        Text(f"{words['cashier']} {sale.cashier}", size="small"),
    ]
    if sale.member is not None:
        marks.append(Text(f"{words['member']} …{last4(sale.member.number)} {sale.member.name}", size="small"))
    marks.append(Ruler())
    for line in sale.lines:
        marks += _line(line, language)
    marks.append(Ruler())
    if sale.cash.rounding_satang:
        marks.append(Columns(words["goods"], baht(sale.totals.goods_satang)))
        marks.append(Columns(words["rounding"], baht(sale.cash.rounding_satang)))
    marks += [
        Columns(words["total"], baht(sale.cash.due_satang), "large", bold=True),
        Columns(words["cash"], baht(sale.cash.given_satang)),
        Columns(words["change"], baht(sale.cash.change_satang)),
    ]
    if sale.totals.vat_satang:
        marks.append(Columns(words["vat"], baht(sale.totals.vat_satang), "small"))
    marks += [Ruler(), Qr(sale.sale), Text(words["thanks"], "centre", "small")]
    return tuple(marks)
