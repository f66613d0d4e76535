"""A touch screen in front of a box in this process: it opens pages and presses their buttons, as htmx would."""

import html
import re
from dataclasses import dataclass

from flask.testing import FlaskClient

from appliance.till import Till
from appliance.web import create_app


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``words`` is what a person reads of it."""

    status: int
    source: str
    headers: dict[str, str]

    @property
    def words(self) -> str:
        """The text without marks, its blanks as one."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.source)).split())

    def attribute(self, name: str) -> str:
        """The first attribute of this name. Raises LookupError where there is none."""
        found = re.search(rf'\b{re.escape(name)}="([^"]*)"', self.source)
        if found is None:
            raise LookupError(f"no {name} in: {self.words[:300]}")
        return html.unescape(found[1])

    def field(self, name: str) -> str:
        """What a form's field of this name holds."""
        tag = next(tag for tag in re.findall(r"<input\b[^>]*>", self.source) if f'name="{name}"' in tag)
        found = re.search(r'\bvalue="([^"]*)"', tag)
        return html.unescape(found[1]) if found else ""


class Screen:
    """One browser at the counter."""

    def __init__(self, till: Till) -> None:
        self.app = create_app(till)
        self.client: FlaskClient = self.app.test_client()
        self.token = ""

    def open(self, path: str, **query: object) -> Answer:
        """Open a page or a fragment."""
        return self._answer(self.client.get(path, query_string={name: str(value) for name, value in query.items()}))

    def press(self, path: str, **fields: object) -> Answer:
        """Press a button; a list as a field is a field that comes several times."""
        self.token = self.token or self.open("/").field("csrf_token")
        headers = {"HX-Request": "true", "X-CSRFToken": self.token}
        data = {name: value if isinstance(value, list) else str(value) for name, value in fields.items()}
        return self._answer(self.client.post(path, data=data, headers=headers, follow_redirects=True))

    @property
    def basket(self) -> Answer:
        """The basket as the counter shows it now."""
        return self.open("/counter/basket")

    @staticmethod
    def _answer(response: object) -> Answer:
        return Answer(response.status_code, response.get_data(as_text=True), dict(response.headers))  # type: ignore[attr-defined]
