"use strict";

const EVERY_MS = 700;
const list = document.getElementById("places");
const live = document.getElementById("live");
let shown = null;

function draw(html) {
  if (html === shown) return;
  const before = new Map([...list.children].map((row) => [row.dataset.id, row.textContent]));
  const focused = document.activeElement?.getAttribute("href");
  list.innerHTML = html;
  for (const row of shown === null ? [] : list.children) {
    if (before.get(row.dataset.id) !== row.textContent) row.classList.add("fresh");
  }
  if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  shown = html;
}

async function look() {
  try {
    const answer = await fetch("/places", { cache: "no-store" });
    draw(await answer.text());
    live.textContent = "live";
    live.classList.remove("lost");
  } catch {
    live.textContent = "the demo has stopped";
    live.classList.add("lost");
  }
  setTimeout(look, EVERY_MS);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

look();
