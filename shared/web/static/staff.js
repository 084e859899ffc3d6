// What desks do by keyboard: palette, shortcuts, rows; and the bell. Loaded after tiepdan.js.
"use strict";

// A key that says `data-key` presses, opens or focuses what says it. Keys of one letter can be
// switched off (WCAG 2.1.4) and never work while somebody types.
const letters = document.querySelector("[data-letters]");
letters?.addEventListener("change", () => keep("keys", letters.checked ? "on" : "off"));

const typing = (target) =>
  target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const press = (element) => {
  element.focus(); // what opens is then the next stop of Tab, and Escape closes it
  if (!element.matches("input, textarea, select")) element.click();
};

document.addEventListener("keydown", (event) => {
  const control = event.ctrlKey || event.metaKey;
  if (event.altKey || event.isComposing || event.defaultPrevented) return;
  if (control && event.key.toLowerCase() !== "k") return;
  if (!control && (event.key.length !== 1 && event.key !== "Enter")) return;
  const open = document.querySelector("dialog[open]");
  if (control) {
    event.preventDefault();
    if (open?.id === "palette") open.close();
    else if (!open) palette?.showModal();
    return;
  }
  if (open || typing(event.target) || (letters && !letters.checked)) return;
  const named = all("[data-key]").find((e) => e.dataset.key === event.key);
  if (named) {
    event.preventDefault();
    press(named);
  } else if (walk(event)) {
    event.preventDefault();
  }
});

// Rows: j and k walk, Enter opens, x ticks. The row is where the focus is.
const walk = (event) => {
  const rows = all("[data-rows] tbody tr");
  const at = rows.indexOf(document.activeElement?.closest("tr"));
  const row = rows[at];
  if (event.key === "j" || event.key === "k") {
    const next = rows[at + (event.key === "j" ? 1 : at < 0 ? 1 : -1)];
    if (!next) return false;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (!row) return false;
  if (event.key === "x") {
    row.querySelector(".pick input")?.click();
    return true;
  }
  if (event.key === "Enter" && document.activeElement === row) {
    row.querySelector("a")?.click();
    return true;
  }
  return false;
};

// Ticked rows belong to a form, whose bar appears with the first.
all("[data-selection]").forEach((form) => {
  const id = form.getAttribute("id"); // a field may be called `id`, and would hide the form's own
  const boxes = () => all(`[form="${id}"]`);
  const whole = document.querySelector(`[data-pick-all="${id}"]`);
  const tell = () => {
    const n = boxes().filter((b) => b.checked).length;
    form.hidden = n === 0;
    form.querySelector("[data-ticked]").textContent = form.dataset.selection.replace("§", n);
    if (whole) {
      whole.checked = n === boxes().length;
      whole.indeterminate = n > 0 && !whole.checked;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target === whole) boxes().forEach((b) => { b.checked = whole.checked; });
    if (event.target === whole || event.target.getAttribute("form") === id) tell();
  });
  tell();
});

// With Shift, every row between the one ticked before and this one.
let tickedBefore = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest(".pick input[name]");
  if (!box) return;
  const boxes = all(".pick input[name]");
  const ends = [boxes.indexOf(tickedBefore), boxes.indexOf(box)];
  if (event.shiftKey && ends[0] >= 0) {
    const between = boxes.slice(Math.min(...ends), Math.max(...ends) + 1);
    between.forEach((b) => { b.checked = box.checked; }); // before `change` tells how many
  }
  tickedBefore = box;
});

// The palette: what the page offers is gathered when it opens.
const palette = document.getElementById("palette");
if (palette) {
  const input = palette.querySelector("[name=q]");
  const list = palette.querySelector("[role=listbox]");
  const told = palette.querySelector("[data-count]");
  const places = [...list.children];
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  let options = [];
  const choose = (option) => {
    [...list.children].forEach((o) => o.setAttribute("aria-selected", String(o === option)));
    input.setAttribute("aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => list.querySelector("[aria-selected=true]");
  const make = (words, id) => {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.textContent = words;
    option.id = id;
    return option;
  };
  const filter = () => {
    const text = plain(input.value.trim());
    const found = options.filter((o) => plain(o.textContent).includes(text));
    if (text) {
      const search = make(list.dataset.searchWords.replace("§", input.value.trim()), "palette-search");
      search.act = () => input.form.requestSubmit();
      found.push(search);
    }
    list.replaceChildren(...found);
    choose(found[0]);
    told.textContent = told.dataset.count.replace("§", found.length);
  };
  const run = (option) => {
    if (!option) return;
    if (option.dataset.href) window.location.assign(option.dataset.href);
    else option.act();
  };
  const gather = () => {
    const acts = all("[data-palette]").map((e, i) => {
      const option = make(e.dataset.palette || e.textContent.trim().replace(/\s+/g, " "), `palette-act-${i}`);
      option.act = () => { palette.close(); e.click(); };
      return option;
    });
    options = [...places, ...acts];
    input.value = "";
    filter();
  };
  new MutationObserver(() => { if (palette.open) gather(); }).observe(palette, { attributeFilter: ["open"] });
  input.addEventListener("input", filter);
  list.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
  input.addEventListener("keydown", (event) => {
    const found = [...list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(found[(found.indexOf(chosen()) + step + found.length) % found.length]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      run(chosen());
    }
  });
}

// The sheet of shortcuts: gathered from the page when it opens, so no page forgets one.
const sheet = document.getElementById("shortcuts");
if (sheet) {
  const line = (keys, words) => {
    const [row, dt, dd, kbd] = ["div", "dt", "dd", "kbd"].map((n) => document.createElement(n));
    kbd.textContent = keys;
    dd.textContent = words;
    dt.append(kbd);
    row.append(dt, dd);
    return row;
  };
  new MutationObserver(() => {
    if (!sheet.open) return;
    const named = all("[data-key]").map((e) => [e.dataset.key, e.dataset.keyWords]);
    const listed = all("[data-shortcuts] [data-keys]").map((e) => [e.dataset.keys, e.textContent]);
    const seen = new Map([...named, ...listed]);
    sheet.querySelector("[data-sheet]").replaceChildren(...[...seen].map(([k, w]) => line(k, w)));
  }).observe(sheet, { attributeFilter: ["open"] });
}

// Whoever begins to fill in an act says so at once: colleagues who open the case are told.
const here = document.querySelector("form[data-here]");
document.addEventListener("input", (event) => {
  const writes = here?.querySelector("[name=writes]");
  if (!writes || writes.value || !event.target.closest("form.act")) return;
  writes.value = "true";
  window.htmx?.trigger(here, "writes");
});

// The bell shows itself once there is somebody who answers.
const bell = document.querySelector("[data-bell]");
bell?.addEventListener("htmx:afterSwap", () => {
  const told = bell.querySelector("[data-unread]");
  const shown = bell.querySelector("[data-unread-shown]");
  if (!told) return;
  bell.hidden = false;
  shown.textContent = told.dataset.unread === "0" ? "" : told.dataset.unread;
  bell.querySelector("summary").title = told.dataset.unreadWords;
});
bell?.addEventListener("htmx:responseError", () => { bell.hidden = true; });

// The navigation lies over a page on a phone only: on a wider window it stands beside it.
const side = document.getElementById("side");
window.matchMedia("(min-width: 992px)").addEventListener("change", (wide) => {
  if (wide.matches && side?.matches(":popover-open")) side.hidePopover();
});
