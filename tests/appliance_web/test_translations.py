"""Every word on the screens is there in Thai and in English."""

import re
from pathlib import Path

from babel.messages import extract, pofile

import appliance.web
from tests.appliance_web.conftest import THAI

WEB = Path(appliance.web.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
KEYS = {"Enter", "Esc", "Tab"}
LETTERS = re.compile("[A-Za-z\u0e00-\u0e7f]{2,}")
NOT_SHOWN = re.compile(r"{% block shape %}.*?{% endblock %}|{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
THAI_WORDS = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4f]")


def used() -> set[str]:
    """Every sentence that the screens say, in English."""
    return {str(found[2]) for found in extract.extract_from_dir(WEB, method_map=METHODS)}


def test_every_sentence_has_its_thai() -> None:
    """Nothing is missing, doubtful, or left over from a screen that is no more; figures are filled in alike."""
    with (THAI / "messages.po").open("rb") as file:
        catalogue = pofile.read_po(file, locale="th")
    thai = {str(message.id): message for message in catalogue if message.id}
    assert set(thai) == used()
    assert not catalogue.obsolete
    assert [each for each, message in thai.items() if not message.string or message.fuzzy] == []
    figures = re.compile(r"%\(\w+\)s")
    assert [e for e, m in thai.items() if sorted(figures.findall(e)) != sorted(figures.findall(str(m.string)))] == []
    with_no_thai = {each for each, message in thai.items() if not THAI_WORDS.search(str(message.string))}
    assert with_no_thai == set()


def test_no_words_stand_in_templates_or_scripts_untranslated() -> None:
    """What a person reads or hears comes out of the catalogue, so that a third language is one file."""
    bare = []
    for template in sorted((WEB / "templates").rglob("*.html")):
        text = re.sub(
            r"{% block shape %}.*?{% endblock %}|{{.*?}}|{%.*?%}|{#.*?#}",
            "",
            template.read_text("utf-8"),
            flags=re.DOTALL,
        )
        spoken = re.findall(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"', text)
        between = re.sub(r"<[^>]*>", " ", text)
        bare += [(template.name, word) for word in LETTERS.findall(" ".join([between, *spoken])) if word not in KEYS]
    bare += [(file.name, "Thai") for file in WEB.rglob("*.[pj][ys]") if THAI_WORDS.search(file.read_text("utf-8"))]
    assert bare == []
