"use strict";

const LOOK_EVERY_MS = 700;
let papersShown = 0;

function show(state) {
  for (const place of document.querySelectorAll("[data-show]")) {
    place.textContent = state[place.dataset.show].toLocaleString("en");
  }
  for (const group of document.querySelectorAll("[data-is]")) {
    for (const button of group.querySelectorAll("[data-act]")) {
      button.setAttribute("aria-pressed", String(button.dataset.with !== "" && button.dataset.with === state[group.dataset.is]));
    }
  }
  const pile = document.getElementById("papers");
  if (state.papers < papersShown) {
    pile.replaceChildren();
    papersShown = 0;
  }
  while (papersShown < state.papers) {
    papersShown += 1;
    const picture = new Image();
    picture.src = `/paper/${papersShown}.png`;
    picture.alt = `${papersShown}`;
    pile.prepend(picture);
  }
  document.getElementById("none").hidden = papersShown > 0;
  document.getElementById("gone").hidden = true;
}

async function ask(path, body) {
  try {
    const options = body === undefined ? {} : { method: "POST", body, headers: { "X-Bench": "1" } };
    const answer = await fetch(path, options);
    const said = answer.headers.get("Content-Type").startsWith("application/json") ? "" : await answer.text();
    if (body !== undefined) document.getElementById("said").textContent = said.replace(/<[^>]*>/g, " ");
    if (answer.ok) show(await answer.json());
  } catch {
    document.getElementById("gone").hidden = false;
  }
}

function act(name, how) {
  return ask(`/do/${name}`, new URLSearchParams({ with: how }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.act) act(button.dataset.act, button.dataset.with);
});

const pan = document.getElementById("pan");
const [slider, number] = pan.querySelectorAll("input");
slider.addEventListener("input", () => { number.value = slider.value; });
slider.addEventListener("change", () => act("put", slider.value));
number.addEventListener("input", () => { slider.value = number.value; });
pan.addEventListener("submit", (event) => {
  event.preventDefault();
  act("put", number.value || "0");
});

ask("/state");
setInterval(() => ask("/state"), LOOK_EVERY_MS);
