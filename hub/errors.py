"""What can go wrong at the hub, each with a sentence that says what to do, in Thai and English.

A figure in braces is filled in from the error's own: ``UnknownBranch(branch="hatyai01")``.
"""

from typing import ClassVar, NamedTuple


class Hint(NamedTuple):
    """A sentence for the person in front of the screen."""

    th: str
    en: str


class HubError(Exception):
    """The root of all that the hub refuses or cannot do."""

    hint: ClassVar[Hint] = Hint(
        "ระบบศูนย์ขัดข้อง กรุณาลองอีกครั้ง ถ้ายังไม่ได้ให้แจ้งผู้ดูแลระบบ",
        "The hub failed. Try again; if it stays, tell the system's keeper.",
    )

    def __init__(self, **figures: object) -> None:
        self.figures = figures
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The hint with its figures, in ``th`` or ``en``."""
        text = self.hint.en if language == "en" else self.hint.th
        return text.format_map(self.figures)


class BadSettings(HubError):
    """The settings file does not say what a hub needs."""

    hint = Hint("ไฟล์ตั้งค่าไม่ถูกต้องที่ {setting}: {reason}", "The settings are wrong at {setting}: {reason}")


# ── books ───────────────────────────────────────────────────────────────────────────────────────────


class BooksNotReady(HubError):
    """The database cannot be opened, or is of another version than this program."""

    hint = Hint(
        "เปิดฐานข้อมูล {database} ไม่ได้: {reason} ให้สั่ง init หรือกู้คืนจากชุดสำรอง",
        "The database {database} cannot be opened: {reason}. Run init, or restore a backup.",
    )


class UnknownBranch(HubError):
    """Nobody registered a branch under this id."""

    hint = Hint(
        "ไม่มีสาขา {branch} ในทะเบียน ตรวจรหัสสาขา หรือนำเข้าทะเบียนสาขาก่อน",
        "There is no branch {branch} in the register. Check the id, or import the branches first.",
    )


class UnknownRound(HubError):
    """There is no such joint-purchase round."""

    hint = Hint("ไม่มีรอบจัดซื้อ {round} กลับไปเลือกจากรายการรอบ", "There is no round {round}. Choose one from the list.")


class UnknownEvent(HubError):
    """There is no such event among those put aside."""

    hint = Hint(
        "ไม่พบรายการที่พักไว้นี้ อาจมีคนลงบัญชีไปแล้ว ให้เปิดหน้ารายการพักใหม่",
        "This event is not among those put aside; somebody may have booked it. Open the page again.",
    )


class StillAside(HubError):
    """An event that was tried again still cannot be booked."""

    hint = Hint(
        "ยังลงบัญชีไม่ได้: {reason} แก้ที่ต้นเหตุแล้วลองอีกครั้ง",
        "It still cannot be booked: {reason}. Mend the cause, then try again.",
    )


class UnknownAlarm(HubError):
    """There is no such alarm."""

    hint = Hint("ไม่พบการแจ้งเตือนนี้ ให้เปิดหน้าการแจ้งเตือนใหม่", "There is no such alarm. Open the page of alarms again.")


# ── registers ───────────────────────────────────────────────────────────────────────────────────────


class BadRegister(HubError):
    """A file for import is not a table of the wanted kind."""

    hint = Hint("นำเข้าไฟล์ {file} ไม่ได้: {reason}", "The file {file} cannot be imported: {reason}")


class BadBox(HubError):
    """A box's registration does not say what is needed, or contradicts what is known."""

    hint = Hint("ลงทะเบียนกล่องไม่ได้: {reason}", "The box cannot be registered: {reason}")


class BadException(HubError):
    """A route exception without a reason or without somebody who approved it."""

    hint = Hint("การค้าข้ามศูนย์ต้องระบุเหตุผลและผู้อนุมัติ", "Trade past a centre needs a reason and the name of who approved it.")
