// All the script of our own: what pages do beyond reading works without it.
"use strict";

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.querySelectorAll("form[data-once]").forEach((form) => {
  form.addEventListener("submit", () => {
    // After the form has left, so that the button's own value goes with it.
    setTimeout(() => form.querySelectorAll("button").forEach((b) => { b.disabled = true; }));
  });
});

// A figure that changed fades in: the eye finds it, nothing moves.
const figures = () =>
  new Map([...document.querySelectorAll("[data-figure]")].map((e) => [e.dataset.figure, e.textContent]));
let before = new Map();
document.addEventListener("htmx:beforeSwap", () => { before = figures(); });
document.addEventListener("htmx:afterSwap", () => {
  document.querySelectorAll("[data-figure]").forEach((e) => {
    const was = before.get(e.dataset.figure);
    if (was !== undefined && was !== e.textContent) e.classList.add("changed");
  });
});

// Back to a form that was sent: its buttons work again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("button").forEach((b) => { b.disabled = false; });
});
