// What the screens do by themselves: scanner, number pads, panels, and the events that the box sends.
// Everything that counts is done by the server; nothing here decides on money or stock.
"use strict";

const find = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const dialog = find("#dialog");
const panel = find("#panel");

// ── scan field: every code is sent in its turn, however fast they come ──────────────────────────────

let turn = Promise.resolve();

function send(path, values, target, swap) {
  turn = turn.then(() => htmx.ajax("POST", path, { values, target, swap })).catch(() => {});
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("#scan");
  if (!form) return;
  event.preventDefault();
  const field = find("#code");
  const code = field.value.trim();
  field.value = "";
  if (code) send(form.getAttribute("action"), { code }, form.dataset.target || "#basket", form.dataset.swap || "outerHTML");
  else find("#charge:not([disabled])")?.click();
});

// A search that is still due when its field was emptied by a scan would take the goods off the screen.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "code") return;
  if (!event.target.value.trim()) event.preventDefault();
  else for (const each of all(".shelves button")) each.setAttribute("aria-pressed", "false");
});

// A wedge scanner types wherever the focus is: outside a field its keys go to the scan field.
document.addEventListener("keydown", (event) => {
  const typing = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!typing || event.target.closest("input, textarea, select")) return;
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  const inPanel = dialog.open && find("[data-pad]", panel);
  if (dialog.open && !inPanel) shut();
  (inPanel || find("#code") || find("main [data-pad]"))?.focus();
});

// ── arrows from the field to the goods and between them; Esc clears the field ──────────────────────

document.addEventListener("keydown", (event) => {
  const field = find("#code");
  if (event.key === "Escape" && event.target === field) field.value = "";
  const goods = all("#items .item, #found button");
  const at = goods.indexOf(event.target);
  if (!goods.length || (at < 0 && !(event.target === field && event.key === "ArrowDown"))) return;
  const columns = goods.filter((each) => each.offsetTop === goods[0].offsetTop).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : columns, ArrowUp: -columns }[event.key];
  if (!step) return;
  event.preventDefault();
  const to = at + step;
  if (to < 0) field.focus();
  else goods[Math.min(to, goods.length - 1)].focus();
});

// ── number pads ─────────────────────────────────────────────────────────────────────────────────────

let padField = null;
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-pad]")) padField = event.target;
});

function fieldOf(pad) {
  const scope = pad.closest("form, main");
  const near = padField?.isConnected && (scope.contains(padField) || padField.form === scope);
  return near ? padField : find("[data-pad]", scope);
}

function press(key, field) {
  let from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  if (key === "back" && from === to) from = Math.max(0, from - 1);
  field.setRangeText(key === "back" ? "" : key, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-key]")) event.preventDefault(); // the field keeps the focus
});

// ── taps that the page answers by itself ────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  if (on("[data-key]")) {
    const field = fieldOf(on("[data-key]"));
    field.focus();
    press(on("[data-key]").dataset.key, field);
  } else if (on("[data-given]")) {
    const field = find("[name=given]", panel);
    field.value = on("[data-given]").dataset.given;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (on("[data-fill]")) {
    find("#" + on("[data-fill]").dataset.fill).value = on("[data-fill]").textContent;
  } else if (on("[data-drop]")) {
    on("[data-drop]").closest(on("[data-drop]").dataset.drop).remove();
  } else if (on("[data-hush]")) {
    hush();
  } else if (on("[data-close]")) {
    shut();
  } else if (on(".item")) {
    find("#code").value = ""; // what was searched for is found: the next scan starts with an empty field
  } else if (on(".shelves button")) {
    for (const each of all(".shelves button")) each.setAttribute("aria-pressed", each === on(".shelves button"));
  }
});

// One line of the basket shows its buttons at a time. (A shared name would close the line that was just rung up.)
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches("#basket details") || !event.target.open) return;
    for (const each of all("#basket details[open]")) each.open = each === event.target;
  },
  true,
);

// ── change, while the sum is typed; the box reckons it again when it books ─────────────────────────

const DIGITS = { "๐": 0, "๑": 1, "๒": 2, "๓": 3, "๔": 4, "๕": 5, "๖": 6, "๗": 7, "๘": 8, "๙": 9 };

function satang(typed) {
  const clean = typed.replace(/[๐-๙]/g, (digit) => DIGITS[digit]).replace(/[, ]/g, "");
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(clean);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] || "0").padEnd(2, "0")) : null;
}

const baht = (amount) =>
  Math.trunc(amount / 100).toLocaleString("en-US") + "." + String(amount % 100).padStart(2, "0");

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-charge]");
  if (!form) return;
  const given = satang(find("[name=given]", form).value);
  const back = given === null ? null : given - Number(form.dataset.dueSatang);
  find("[data-change]", form).textContent = back === null ? "–" : baht(Math.abs(back));
  find("[data-if=missing]", form).hidden = !(back < 0);
  find("[data-if=enough]", form).hidden = back < 0;
});

// ── panels ──────────────────────────────────────────────────────────────────────────────────────────

function hush() {
  for (const place of all(".say")) place.replaceChildren();
}

function shut() {
  hush();
  panel.replaceChildren();
  settle();
}

function settle() {
  const wanted = panel.childElementCount > 0;
  if (wanted) {
    if (!dialog.open) dialog.showModal();
    const first = find("[autofocus]", panel);
    if (first && !panel.contains(document.activeElement)) first.focus();
    if (first?.select && document.activeElement === first) first.select();
  } else {
    if (dialog.open) {
      dialog.close();
      document.activeElement?.blur(); // the field that Chromium gives the focus back to takes no keys: it is inert still
    }
    const fresh = find("[data-fresh]");
    const away = document.activeElement === document.body || !document.activeElement.matches("main input");
    if (fresh) {
      fresh.removeAttribute("data-fresh");
      fresh.focus();
      fresh.select();
    } else if (away) (find("#code") || find("main [autofocus]"))?.focus();
  }
  find("#basket details[open]")?.scrollIntoView({ block: "nearest" });
  show();
}

let settling = false;
function settleSoon() {
  if (settling) return;
  settling = true;
  queueMicrotask(() => {
    settling = false;
    settle();
  });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (!event.target.closest(".paper, #items")) settleSoon();
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.target.id === "panel") settleSoon();
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "post") hush();
});
dialog.addEventListener("close", () => {
  if (!panel.childElementCount) return;
  document.activeElement?.blur();
  shut();
});

// ── what the box sends: weight, cards, status ───────────────────────────────────────────────────────

let scale = null;

function show() {
  if (!scale) return;
  for (const place of all("[data-scale=text]")) place.textContent = scale.text || (place.closest("dialog") ? "–" : "");
  for (const place of all("[data-scale=unit]")) place.hidden = !scale.text;
  for (const place of all("[data-scale=short]")) place.textContent = scale.short;
  for (const place of all("[data-scale=words]")) {
    place.textContent = scale.words;
    place.className = "words " + (scale.sellable || scale.tone === "bad" ? scale.tone : "look");
  }
  for (const place of all("[data-scale=total]")) {
    const price = Number(place.dataset.priceSatang);
    place.textContent = scale.weight_g > 0 ? baht(Math.floor((2 * scale.weight_g * price + 1000) / 2000)) : "–";
  }
  find("#scale").className = "chip " + scale.tone;
}

function tapped(count) {
  const asking = find("[data-card]");
  if (find("#basket")) send("/counter/card", { count }, "#basket", "outerHTML");
  else if (asking) {
    const values = { count, round: asking.dataset.round };
    turn = turn
      .then(() => htmx.ajax("POST", asking.dataset.card, { values, target: "main", select: "main", swap: "outerHTML" }))
      .catch(() => {});
  }
}

const events = new EventSource(document.body.dataset.events + "?tap=" + document.body.dataset.tap);
events.addEventListener("scale", (event) => {
  scale = JSON.parse(event.data);
  show();
});
events.addEventListener("status", (event) => {
  find("#status").innerHTML = event.data;
});
// Another screen or scanner touched the basket; what this page did itself it has been shown already.
let busy = 0;
document.addEventListener("htmx:beforeRequest", () => { busy += 1; });
document.addEventListener("htmx:afterRequest", () => { busy -= 1; });
let onCounter = "";
function lookAgain() {
  const basket = find("#basket");
  if (!basket || !onCounter || basket.dataset.state === onCounter) return;
  if (busy || dialog.open) setTimeout(lookAgain, 300);
  else htmx.trigger(document.body, "look-again");
}
events.addEventListener("basket", (event) => {
  onCounter = event.data;
  lookAgain();
});
events.addEventListener("card", (event) => tapped(JSON.parse(event.data).count));

function answers(well) {
  find("#lost").hidden = well;
}
events.addEventListener("open", () => answers(true));
events.addEventListener("error", () => answers(false));
document.addEventListener("htmx:sendError", () => answers(false));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) answers(true);
});
window.addEventListener("pagehide", () => events.close());
settle();
