// Follows the room. Only what changed is touched, so that a screen reader reads only that and focus stays where it is.
"use strict";

const log = document.getElementById("log");
const list = document.getElementById("list");
const text = document.getElementById("text");
const away = document.getElementById("away");
let waiting = new AbortController();
let acted = -Infinity;

function pause(milliseconds) { return new Promise((wake) => setTimeout(wake, milliseconds)); }

function key(part) { return part.getAttribute("href") ?? `${part.name}=${part.value}`; }

// Gives `old` the attributes and the inside of `fresh`. Whoever was at a link or button in it is there again, or at `old`.
function renew(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  if (old.innerHTML === fresh.innerHTML) return;
  const at = old.contains(document.activeElement) && document.activeElement;
  old.replaceChildren(...fresh.childNodes);
  if (!at || at === old) return;
  const again = [...old.querySelectorAll("a, button, input")].find((part) => key(part) === key(at));
  (again ?? old).focus();
}

// Each link on its own: a click that is under way while somebody else gets something new still counts.
function renewPeople(page) {
  for (const link of document.querySelectorAll("#people a")) {
    renew(link, page.querySelector(`#people a[href="${link.getAttribute("href")}"]`));
  }
}

function renewForm(old, fresh) {
  const had = old.childElementCount;
  const inside = old.contains(document.activeElement);
  renew(old, fresh);
  if (!had && old.childElementCount) document.getElementById("form-title").focus();
  if (inside && !old.childElementCount) text.focus();
}

function renewMessages(page) {
  const fresh = page.getElementById("list");
  let before = null;
  list.dataset.changes = fresh.dataset.changes;
  if (fresh.childElementCount) document.getElementById("empty")?.remove();
  for (const item of [...fresh.children]) {
    let known = list.querySelector(`:scope > [data-id="${item.dataset.id}"]`);
    if (known) {
      renew(known, item);
    } else {
      known = item;
      if (before) before.after(item); else list.prepend(item);
    }
    before = known;
  }
}

// Whoever reads the newest message, or has just done something, gets to see what comes; nobody else is moved.
function seesTheNewest() {
  const last = document.getElementById("last");
  const end = Math.min(window.innerHeight, log.getBoundingClientRect().bottom);
  return !last || last.getBoundingClientRect().bottom < end + 48 || performance.now() - acted < 1000;
}

function renewAll(page) {
  const { lang } = document.documentElement;
  if (page.documentElement.lang !== lang && !text.value) {
    window.location.reload();
    return;
  }
  const follows = seesTheNewest();
  renewPeople(page);
  for (const part of ["news", "clock"]) renew(document.getElementById(part), page.getElementById(part));
  renewMessages(page);
  renewForm(document.getElementById("form"), page.getElementById("form"));
  if (!follows) return;
  for (const item of [list.lastElementChild, document.getElementById("last")]) item?.scrollIntoView({ block: "nearest" });
  const { activeElement: at } = document;
  if (at.matches("#list > li") && performance.now() - acted < 1000) at.scrollIntoView({ block: "start" });
}

// A page that nobody looks at does not ask: a browser has few connections to one address.
async function keepFollowing() {
  for (let failed = 0; ;) {
    if (document.hidden) {
      await new Promise((wake) => document.addEventListener("visibilitychange", wake, { once: true }));
    }
    waiting = new AbortController();
    try {
      const about = { cache: "no-store", signal: waiting.signal };
      const answer = await fetch(`${window.location.pathname}?seen=${list.dataset.changes}`, about);
      if (!answer.ok) throw new Error(String(answer.status));
      renewAll(new DOMParser().parseFromString(await answer.text(), "text/html"));
      failed = 0;
    } catch {
      if (document.hidden) continue;
      failed += 1;
      await pause(1000);
    }
    away.hidden = failed < 2;
  }
}

async function send(event) {
  const form = event.target;
  event.preventDefault();
  acted = performance.now();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const said = form.contains(text) ? text.value : "";
  if (said) text.value = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
  } catch {
    away.hidden = false;
    if (said && !text.value) text.value = said;
  }
}

if (document.activeElement === document.body) {
  ((window.location.hash && document.getElementById("last")) || text).focus({ preventScroll: true });
}
document.addEventListener("submit", send);
document.addEventListener("visibilitychange", () => { if (document.hidden) waiting.abort(); });
keepFollowing();
