// What every page does beyond reading; all of it works, more plainly, without script.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Cookies here hold how somebody likes to read, never who they are.
const keep = (name, value) => {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
};

all("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// A theme changes at once and loads nothing, so that nothing typed is lost.
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (!choice) return;
  event.preventDefault();
  const page = document.documentElement;
  page.dataset.theme = choice.dataset.themeChoice;
  keep("theme", page.dataset.theme);
  page.dispatchEvent(new Event("tiepdan:theme"));
  all("[data-theme-choice]").forEach((c) => {
    if (c.dataset.themeChoice === page.dataset.theme) c.setAttribute("aria-current", "true");
    else c.removeAttribute("aria-current");
  });
});

// Whoever sent a form that was not taken is led to what must be mended.
document.querySelector("[data-lead]")?.focus();

// Dialogs: opened by what says which, closed by Escape, by a click beside them, by their button.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    // What the dialog itself asks is not filled in yet.
    const right = (field) => dialog.contains(field) || field.reportValidity();
    if ("checks" in opener.dataset && ![...opener.form.elements].every(right)) return;
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
  else if (event.target instanceof HTMLDialogElement) event.target.close();
});

// Enter in a field sends a form: where its button asks first, so does the key.
document.addEventListener("submit", (event) => {
  const asks = event.submitter?.closest("dialog");
  if (asks && event.target.contains(asks) && !asks.open) {
    event.preventDefault();
    asks.showModal();
  }
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("form[data-once]")) return;
  // After the form has left, so that the button's own value goes with it.
  setTimeout(() => all("button", event.target).forEach((b) => { b.disabled = true; }));
});

// Back to a form that was sent: its buttons work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) all("button").forEach((b) => { b.disabled = false; });
});

// Drafts live in this tab alone and end with it: desks are shared. `data-draft-on="reload"`
// gives them back to a reload only, where strangers follow each other at one screen.
const drafted = (form) =>
  [...form.elements].filter(
    (e) => e.name && !e.matches("[type=password], [type=hidden], [type=file], [name=csrf], button"),
  );
const state = (form) =>
  drafted(form).map((e) => [e.name, e.matches("[type=checkbox], [type=radio]") ? [e.value, e.checked] : e.value]);

all("form[data-draft]").forEach((form) => {
  const key = `draft:${form.dataset.draft}`;
  const said = form.querySelector("[data-draft-said]");
  const given = JSON.stringify(state(form));
  const forget = () => sessionStorage.removeItem(key);
  const came = performance.getEntriesByType("navigation")[0]?.type;
  if (form.dataset.draftOn === "reload" && came === "navigate") forget();
  const kept = sessionStorage.getItem(key);
  if (kept && kept !== given) {
    const values = JSON.parse(kept);
    drafted(form).forEach((e, i) => {
      const [name, value] = values[i] ?? [];
      if (name !== e.name) return;
      if (Array.isArray(value)) e.checked = value[0] === e.value ? value[1] : e.checked;
      else e.value = value;
    });
    if (said) said.hidden = false;
  }
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify(state(form))));
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) forget(); });
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    forget();
    form.reset();
    said.hidden = true;
    drafted(form)[0]?.focus();
  });
});
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === "/sign-out") sessionStorage.clear();
});

// Menus of `details` close like menus do.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  all("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
// Nor does an open one hide what the focus went to; a dialog opened from it is still its own.
document.addEventListener("focusout", (event) => {
  const menu = event.target.closest("details[data-menu][open]");
  const to = event.relatedTarget;
  if (menu && to && !menu.contains(to) && !to.closest("dialog")) menu.open = false;
});

// A toast goes by itself, but not while somebody reads it.
const toasts = () => all("[data-toast]:not([data-seen])").forEach((toast) => {
  toast.dataset.seen = "";
  const leave = () => { if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000); else toast.remove(); };
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
  if (toast.closest("[data-toasts]")) setTimeout(leave, 6000);
});
toasts();
document.addEventListener("htmx:afterSwap", toasts);

// A figure that changed fades in: the eye finds it, nothing moves.
const figures = () => new Map(all("[data-figure]").map((e) => [e.dataset.figure, e.textContent]));
let before = new Map();
document.addEventListener("htmx:beforeSwap", () => { before = figures(); });
document.addEventListener("htmx:afterSwap", () => {
  all("[data-figure]").forEach((e) => {
    const was = before.get(e.dataset.figure);
    if (was !== undefined && was !== e.textContent) e.classList.add("changed");
  });
});
