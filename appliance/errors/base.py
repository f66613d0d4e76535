"""The root of the errors, and how each says what to do in Thai and English."""

from typing import ClassVar, NamedTuple


class Hint(NamedTuple):
    """A sentence for the person in front of the screen."""

    th: str
    en: str


class BoxError(Exception):
    """The root of all that a box refuses or cannot do."""

    hint: ClassVar[Hint] = Hint(
        "ระบบขัดข้อง กรุณาลองอีกครั้ง ถ้ายังไม่ได้ให้แจ้งช่าง", "Something failed. Try again; if it stays, call the technician."
    )

    def __init__(self, **figures: object) -> None:
        self.figures = figures
        super().__init__(self.say("en"))

    def say(self, language: str) -> str:
        """The hint with its figures, in ``th`` or ``en``."""
        text = self.hint.en if language == "en" else self.hint.th
        return text.format_map(self.figures)


class BadSettings(BoxError):
    """The settings file does not say what a box needs."""

    hint = Hint("ไฟล์ตั้งค่าไม่ถูกต้องที่ {setting}: {reason}", "The settings are wrong at {setting}: {reason}")
