// Runs before the first paint, and so alone in the head: follows the machine's own theme
// where the reader chose none. Without script, `auto` is light.
"use strict";

(() => {
  const page = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    const choice = page.dataset.theme;
    page.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  };
  follow();
  dark.addEventListener("change", follow);
  page.addEventListener("tiepdan:theme", follow);
})();
