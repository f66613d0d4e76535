"""What a scale, a card reader or a printer cannot do."""

from appliance.errors.base import BoxError, Hint


class DeviceError(BoxError):
    """A device does not do what it is for."""

    hint = Hint("อุปกรณ์ขัดข้อง ตรวจสายและไฟ แล้วลองอีกครั้ง", "A device failed. Check its cable and power, then try again.")


class UnknownDeviceKind(DeviceError):
    """The settings name a kind of device that this box does not know."""

    hint = Hint("ไม่รู้จักอุปกรณ์ชนิด {kind} เลือกจาก: {known}", "No device of kind {kind} is known. Choose one of: {known}")


class MissingPart(DeviceError):
    """Something that a device's driver needs is not installed on this box."""

    hint = Hint(
        "เครื่องนี้ยังไม่ได้ติดตั้ง {part} ให้ช่างติดตั้งแพ็กเกจ {package}",
        "This box lacks {part}: have the package {package} installed.",
    )


class AnotherPcscd(DeviceError):
    """A process can talk to one card service only, and this one already talks to another."""

    hint = Hint(
        "โปรแกรมนี้ใช้บริการอ่านบัตร {used} อยู่แล้ว ใช้ {socket} พร้อมกันไม่ได้ ให้ช่างแก้ card_reader.pcscd_socket",
        "This program uses the card service {used} already, not {socket} as well: correct card_reader.pcscd_socket.",
    )


class PaperTooLong(DeviceError):
    """A paper is longer than any that a person would take along."""

    hint = Hint(
        "เอกสารยาวเกินไป {rows} จุด พิมพ์ได้ไม่เกิน {limit} จุด แบ่งพิมพ์เป็นหลายใบ",
        "This paper is {rows} dots long, {limit} at most can be printed: print it in parts.",
    )
