// Follows the room. Only what changed is touched, so that a screen reader reads only that and focus stays where it is.
"use strict";

const follow = document.getElementById("follow");

function key(part) { return part.dataset.part; }

function freshen(old, fresh) {
  const focused = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (focused) fresh.focus();
}

function freshenMessages(old, fresh) {
  old.dataset.changes = fresh.dataset.changes;
  const empty = old.querySelector("#empty");
  if (empty && !fresh.querySelector("#empty")) empty.remove();
  const list = old.querySelector("ol");
  let before = null;
  let arrived = false;
  for (const item of [...fresh.querySelectorAll("ol > li")]) {
    const known = document.getElementById(item.id);
    const marked = document.getElementById("last");
    if (marked && item.querySelector("#last")) marked.removeAttribute("id");
    if (!known) {
      if (before) before.after(item); else list.prepend(item);
      arrived = true;
    } else if (known.dataset.version !== item.dataset.version) {
      freshen(known, item);
    }
    before = document.getElementById(item.id);
  }
  if (arrived) list.scrollTop = list.scrollHeight;
}

function freshenAll(page) {
  for (const name of ["nav", "form"]) {
    const old = follow.querySelector(`[data-part=${name}]`);
    const fresh = page.querySelector(`[data-part=${name}]`);
    if (old && !fresh) old.remove();
    else if (!old && fresh) follow.querySelector("main").before(fresh);
    else if (old && fresh && old.dataset.version !== fresh.dataset.version) freshen(old, fresh);
  }
  freshenMessages(follow.querySelector("main"), page.querySelector("main"));
}

async function keepFollowing() {
  for (;;) {
    try {
      const seen = follow.querySelector("main").dataset.changes;
      const answer = await fetch(`${follow.dataset.source}?seen=${seen}`, { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      freshenAll(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      await new Promise((wake) => setTimeout(wake, 2000));  // the room is away for a moment
    }
  }
}

async function send(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const text = form.querySelector("#text");
  const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
  if (text && answer.type === "opaqueredirect") text.value = "";
}

const list = follow.querySelector("ol");
list.scrollTop = list.scrollHeight;
document.addEventListener("submit", send);
keepFollowing();
