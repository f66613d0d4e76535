"""Why the books cannot be opened or written."""

from appliance.errors.base import BoxError, Hint


class BooksError(BoxError):
    """The books cannot be opened or written."""

    hint = Hint("เปิดสมุดบัญชีไม่ได้: {reason} กรุณาแจ้งช่าง", "The books cannot be opened: {reason}. Call the technician.")


class BooksInUse(BooksError):
    """Another process of the box has these books open."""

    hint = Hint(
        "โปรแกรมของเครื่องนี้เปิดอยู่แล้ว ปิดตัวเดิมก่อน",
        "The box's program runs already: stop that one first.",
    )


class BooksMissing(BooksError):
    """The identity was in use before, but its books are gone: starting anew would use numbers twice."""

    hint = Hint(
        "ไม่พบสมุดบัญชีเดิมของเครื่องนี้ที่ {file} ห้ามเริ่มใหม่ทับ ให้ช่างกู้คืนหรือลงทะเบียนเครื่องใหม่",
        "The books that this box had are not at {file}. Do not start over: restore them or provision the box anew.",
    )


class BooksDamaged(BooksError):
    """The books do not read back whole."""

    hint = Hint(
        "สมุดบัญชีเสียหาย ({reason}) เก็บไฟล์ไว้ตามเดิม และแจ้งช่างเพื่อกู้คืน",
        "The books are damaged ({reason}). Leave the file as it is and call the technician to restore them.",
    )


class BooksOfAnother(BooksError):
    """The books belong to another branch or another life of this box."""

    hint = Hint(
        "สมุดบัญชีเป็นของ {found} แต่เครื่องนี้คือ {wanted} กรุณาแจ้งช่าง",
        "The books belong to {found}, this box is {wanted}. Call the technician.",
    )


class DiskFull(BooksError):
    """There is no room to book; nothing was booked."""

    hint = Hint(
        "เนื้อที่จัดเก็บเต็ม รายการนี้ยังไม่ได้บันทึก ให้ช่างเพิ่มเนื้อที่แล้วกดอีกครั้ง ตะกร้ายังอยู่",
        "The disk is full and nothing was booked. Have room made, then press again: the basket is kept.",
    )


class DiskFailed(BooksError):
    """The disk refuses to write; nothing was booked."""

    hint = Hint(
        "เขียนข้อมูลลงหน่วยเก็บไม่ได้ ({reason}) รายการนี้ยังไม่ได้บันทึก กรุณาแจ้งช่าง",
        "The disk does not take the entry ({reason}); nothing was booked. Call the technician.",
    )
