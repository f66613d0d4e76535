"""What the counter refuses; nothing has changed then."""

from appliance.errors.base import BoxError, Hint


class Refused(BoxError):
    """Something the counter may not do as it was asked; nothing has changed."""

    hint = Hint("ทำรายการนี้ไม่ได้", "This cannot be done.")


class NoShift(Refused):
    """Selling needs an open shift."""

    hint = Hint("ยังไม่ได้เปิดกะ กด “เปิดกะ” ก่อนขาย", "No shift is open. Press “Open shift” before you sell.")


class ShiftIsOpen(Refused):
    """There is a shift already."""

    hint = Hint("มีกะของ {cashier} เปิดอยู่แล้ว ปิดกะนั้นก่อน", "{cashier}'s shift is open. Close it first.")


class CashierMissing(Refused):
    """A shift belongs to somebody."""

    hint = Hint("ใส่ชื่อพนักงานก่อนเปิดกะ", "Enter the cashier's name before opening the shift.")


class BasketGone(Refused):
    """The basket was charged or emptied, perhaps from another screen."""

    hint = Hint("ตะกร้านี้ไม่มีแล้ว อาจคิดเงินหรือล้างไปจากอีกจอ", "This basket is gone: another screen charged or emptied it.")


class BasketEmpty(Refused):
    """Nothing to charge."""

    hint = Hint("ตะกร้ายังว่าง สแกนหรือเลือกสินค้าก่อน", "The basket is empty. Scan or choose goods first.")


class DeliveryEmpty(Refused):
    """A delivery of nothing, or of more kinds than one paper holds."""

    hint = Hint(
        "ใส่สินค้าที่รับเข้าอย่างน้อย 1 รายการ ไม่เกิน {limit} รายการต่อใบ",
        "Enter the goods that came in: at least 1 line, at most {limit} on one paper.",
    )


class BasketTooLong(Refused):
    """A receipt has an end."""

    hint = Hint(
        "ใบเสร็จหนึ่งใบได้ไม่เกิน {limit} รายการ คิดเงินแล้วเปิดตะกร้าใหม่",
        "A receipt has at most {limit} lines. Charge this one and go on in a new basket.",
    )


class BasketChanged(Refused):
    """The sum on the screen is no longer the basket's."""

    hint = Hint(
        "ยอดในตะกร้าเปลี่ยนเป็น {total} บาท ตรวจรายการแล้วกดคิดเงินอีกครั้ง",
        "The basket now comes to {total} baht. Check the lines and press Charge again.",
    )


class ItemUnknown(Refused):
    """No item has this code."""

    hint = Hint("ไม่พบสินค้ารหัส {code} ลองค้นด้วยชื่อ", "No item has the code {code}. Search by name.")


class CheckDigitWrong(Refused):
    """A barcode was read or typed wrongly."""

    hint = Hint(
        "บาร์โค้ด {code} หลักตรวจสอบไม่ถูก สแกนอีกครั้งหรือพิมพ์ใหม่",
        "Barcode {code} has a wrong check digit. Scan it again or type it anew.",
    )


class QuantityOutOfRange(Refused):
    """A quantity that nobody sells."""

    hint = Hint("จำนวน {given} ไม่ถูกต้อง ใส่ 1 ถึง {limit}", "{given} is no quantity. Enter 1 to {limit}.")


class NotANumber(Refused):
    """A figure was wanted."""

    hint = Hint(
        "“{given}” ไม่ใช่ตัวเลขที่ใช้ได้ ใส่เช่น 100 หรือ 99.50", "“{given}” is no figure. Enter one such as 100 or 99.50."
    )


class NotEnoughCash(Refused):
    """The money does not suffice."""

    hint = Hint("เงินยังขาดอีก {missing} บาท", "{missing} baht are missing.")


class TooMuchCash(Refused):
    """Nobody hands over so much for this."""

    hint = Hint(
        "รับเงิน {given} บาท มากเกินไปสำหรับยอดนี้ ตรวจตัวเลขอีกครั้ง",
        "{given} baht is too much for this sum. Check the figure.",
    )


class ItemIsWeighed(Refused):
    """Goods by weight are sold by the scale."""

    hint = Hint(
        "{name} ขายตามน้ำหนัก วางบนเครื่องชั่งแล้วกดชั่ง", "{name} is sold by weight. Put it on the scale and press Weigh."
    )


class ItemIsCounted(Refused):
    """Goods by the piece are not weighed."""

    hint = Hint("{name} ขายเป็นชิ้น ใส่จำนวนแทนการชั่ง", "{name} is sold by the piece. Enter how many.")


class NoWeight(Refused):
    """The scale gives no weight to sell on."""

    hint = Hint("ยังไม่มีน้ำหนักจากเครื่องชั่ง", "The scale gives no weight.")


class ScaleAbsent(NoWeight):
    """The branch has no scale."""

    hint = Hint("สาขานี้ไม่ได้ต่อเครื่องชั่ง", "This branch has no scale.")


class ScaleSilent(NoWeight):
    """The scale does not answer."""

    hint = Hint("เครื่องชั่งไม่ตอบ ตรวจสายและไฟของเครื่องชั่ง", "The scale does not answer. Check its cable and power.")


class ScaleGarbled(NoWeight):
    """What the scale sends cannot be read."""

    hint = Hint(
        "อ่านข้อมูลจากเครื่องชั่งไม่ได้ ตรวจสาย หรือแจ้งช่างให้ตรวจชนิดเครื่องชั่ง",
        "The scale's answer cannot be read. Check the cable, or have the technician check the kind of scale.",
    )


class ScaleMoving(NoWeight):
    """The weight has not settled."""

    hint = Hint("น้ำหนักยังไม่นิ่ง รอสักครู่แล้วกดชั่งอีกครั้ง", "The weight has not settled. Wait a moment and press Weigh again.")


class ScaleOverloaded(NoWeight):
    """More than the scale may weigh."""

    hint = Hint("น้ำหนักเกินพิกัดเครื่องชั่ง แบ่งชั่ง", "Too heavy for the scale. Weigh it in parts.")


class ScaleUnderZero(NoWeight):
    """The scale stands below zero."""

    hint = Hint(
        "เครื่องชั่งต่ำกว่าศูนย์ ยกของออกแล้วกดปุ่มศูนย์ที่เครื่องชั่ง",
        "The scale is below zero. Empty the pan and press Zero on the scale.",
    )


class TooLight(NoWeight):
    """Too little to be weighed lawfully."""

    hint = Hint("เบาเกินไป ต้องไม่น้อยกว่า {least_g} กรัม", "Too light: at least {least_g} g.")


class PanNotCleared(NoWeight):
    """The same weight must not be sold twice."""

    hint = Hint(
        "ชั่งรายการก่อนแล้ว ยกของออกให้เครื่องชั่งเป็นศูนย์ก่อนชั่งรายการใหม่",
        "This weight was sold already. Empty the pan before you weigh the next item.",
    )


class MemberRefused(Refused):
    """Nobody could be identified."""

    hint = Hint("ระบุสมาชิกไม่ได้", "The member cannot be identified.")


class CardUnknown(MemberRefused):
    """No member has this card."""

    hint = Hint(
        "ไม่รู้จักบัตรนี้ (ลงท้าย {last4}) ค้นด้วยเลขสมาชิก หรือขายโดยไม่ใช้สมาชิก",
        "This card (ending {last4}) is not known. Look the member up by number, or sell without a member.",
    )


class CardFrozen(MemberRefused):
    """The card was reported lost."""

    hint = Hint(
        "บัตรนี้ถูกอายัด (ลงท้าย {last4}) ใช้ไม่ได้ ให้สมาชิกติดต่อสหกรณ์",
        "This card (ending {last4}) is frozen. Ask the member to see the co-op.",
    )


class CardUnreadable(MemberRefused):
    """The card did not say who it is."""

    hint = Hint(
        "อ่านบัตรไม่สำเร็จ แตะค้างไว้จนมีเสียง แล้วลองอีกครั้ง",
        "The card could not be read. Hold it still on the reader and try again.",
    )


class CardAnonymous(MemberRefused):
    """A phone, or a card whose number changes each time."""

    hint = Hint(
        "บัตรหรือโทรศัพท์นี้เปลี่ยนเลขทุกครั้ง ใช้บัตรสมาชิกแทน",
        "This card or phone changes its number each time. Use the member's card.",
    )


class MemberUnknown(MemberRefused):
    """No member has this number."""

    hint = Hint("ไม่พบสมาชิกเลขที่ {number}", "No member has the number {number}.")


class MemberLeft(MemberRefused):
    """The membership has ended."""

    hint = Hint("สมาชิกเลขที่ {number} พ้นสภาพแล้ว ติดต่อสหกรณ์", "Membership {number} has ended. Ask the co-op.")


class MemberNeeded(Refused):
    """A request belongs to a member."""

    hint = Hint("แตะบัตรสมาชิกหรือใส่เลขสมาชิกก่อน", "Tap the member's card or enter his number first.")


class RoundClosed(Refused):
    """The round takes no more requests."""

    hint = Hint("รอบจัดซื้อนี้ปิดรับแล้ว", "This joint-purchase round takes no more requests.")


class DemandOutOfRange(Refused):
    """Firm and maximum do not fit each other."""

    hint = Hint(
        "จำนวนสูงสุด ({maximum}) ต้องไม่น้อยกว่าจำนวนแน่นอน ({firm}) และอยู่ใน 1 ถึง {limit}",
        "The maximum ({maximum}) must not be less than the firm quantity ({firm}), and lie between 1 and {limit}.",
    )


class SaleUnknown(Refused):
    """There is no such sale in the books."""

    hint = Hint("ไม่พบการขายนี้ในสมุดของสาขา", "The branch's books hold no such sale.")
