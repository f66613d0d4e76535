"""The virtual bench beside a counter: hands for its scale, card reader, scanner, printer and network cable.

A test page with no rights and no books: it only does to the simulators what a person does to the devices. Whatever it
changes the box has to find out over its real wires.
"""

from flask import Flask, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from tests.stage.bench_page.bench import Bench
from tests.stage.bench_page.props import Props
from tests.stage.bench_page.words import WORDS


def create_bench(bench: Bench, props: Props) -> Flask:
    """The page of one counter's bench."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> ResponseReturnValue:
        language = "en" if request.args.get("lang") == "en" else "th"
        other = "th" if language == "en" else "en"
        words = {name: both[language] for name, both in WORDS.items()}
        return render_template("bench.html", w=words, language=language, other=other, bench=bench, props=props)

    @app.get("/state")
    def state() -> ResponseReturnValue:
        return bench.state()

    @app.post("/do/<act>")
    def do(act: str) -> ResponseReturnValue:
        if request.headers.get("X-Bench") is None:
            abort(403, "only the bench's own page may do this")
        handle = bench.acts.get(act)
        if handle is None:
            abort(404)
        try:
            handle(request.form.get("with", ""))
        except ValueError as error:
            return Response(str(error), 400, mimetype="text/plain")
        return bench.state()

    @app.get("/paper/<int:number>.png")
    def paper(number: int) -> ResponseReturnValue:
        wanted = [each for each in bench.counter.printer.papers if each.number == number]
        if not wanted:
            abort(404)
        return Response(wanted[0].png(), mimetype="image/png")

    @app.get("/barcode/<code>.svg")
    def barcode(code: str) -> ResponseReturnValue:
        picture = props.picture_of(code)
        if picture is None:
            abort(404)
        return send_file(picture, mimetype="image/svg+xml")

    return app
