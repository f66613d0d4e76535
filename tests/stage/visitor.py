"""A browser without a screen: opens pages, keeps cookies, and sends forms with the token that the page gave it."""

import html
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

TIMEOUT_S = 15.0
TOKEN = "csrf_token"


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    url: str
    source: str

    @property
    def words(self) -> str:
        """What a person reads: the text without marks."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.source)).split())

    def attribute(self, name: str, within: str = "") -> str:
        """The value of the first attribute of this name, behind the piece of source ``within``.

        Raises LookupError with the page's words where there is none.
        """
        found = re.search(rf'\b{re.escape(name)}="([^"]*)"', self.source[max(0, self.source.find(within)) :])
        if found is None:
            raise LookupError(f"{self.url} has no {name}: {self.words[:300]}")
        return html.unescape(found[1])

    def field(self, name: str) -> str:
        """What a form's field of this name holds. Raises LookupError."""
        for tag in re.findall(r"<input\b[^>]*>", self.source):
            if f'name="{name}"' in tag:
                value = re.search(r'\bvalue="([^"]*)"', tag)
                return html.unescape(value[1]) if value else ""
        raise LookupError(f"{self.url} has no field {name}: {self.words[:300]}")


class Refusal(RuntimeError):
    """A page refused what was sent; the text is what a person would read."""


class Visitor:
    """Somebody who looks at one site."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._token = ""

    def open(self, path: str, **query: object) -> Page:
        """Open a page. Raises Refusal where it is refused."""
        wanted = f"{path}?{urllib.parse.urlencode(query)}" if query else path
        page = self._send(urllib.request.Request(self._site + wanted))
        token = re.search(r'name="csrf-token" content="([^"]*)"', page.source)
        if token:
            self._token = html.unescape(token[1])
        return page

    def read_json(self, path: str) -> Any:
        """Open what a program reads."""
        return json.loads(self.open(path).source)

    def press(self, path: str, **fields: object) -> Page:
        """Press a button of the open page, which htmx sends. Raises Refusal."""
        return self._post(path, list(fields.items()), {"HX-Request": "true", "X-CSRFToken": self._token})

    def submit(self, path: str, *fields: tuple[str, object]) -> Page:
        """Send a form as browsers do, and follow where it leads; a name may come several times. Raises Refusal."""
        return self._post(path, [(TOKEN, self._token), *fields], {})

    def _post(self, path: str, fields: list[tuple[str, object]], headers: dict[str, str]) -> Page:
        body = urllib.parse.urlencode(fields).encode()
        headers = {**headers, "Referer": f"{self._site}/", "Origin": self._site}
        return self._send(urllib.request.Request(self._site + path, body, headers))

    def _send(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return Page(answer.status, answer.url, answer.read().decode("utf-8-sig"))
        except urllib.error.HTTPError as error:
            page = Page(error.code, request.full_url, error.read().decode("utf-8", "replace"))
            raise Refusal(f"{page.status} at {request.full_url}: {page.words[:300]}") from error
        except http.client.HTTPException as error:
            raise ConnectionError(f"cut off in the middle of an answer: {error!r}") from error
