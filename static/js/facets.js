// A long facet shows its first choices, a search box, and a link to the rest. Without JavaScript the box is hidden, and
// the link opens the page with all choices.
// The link loads the rest of the list in place, and so does the first use of the box. That is handled here, not by htmx
// attributes: htmx attaches to content that it swapped in a moment after a quick reader starts to type.

const byBox = new WeakSet(); // links whose request was started by a search box

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const narrow = (facet, box) => {
  const wanted = folded(box.value).split(/\s+/);
  let found = 0;
  for (const item of facet.querySelectorAll("li[data-depth]")) {
    const label = folded(item.querySelector(".choice-label").textContent);
    item.hidden = !wanted.every((word) => label.includes(word));
    found += !item.hidden;
  }
  facet.querySelector(".facet-none").hidden = found > 0;
};

const fetchRest = (facet) => {
  const link = facet.querySelector(".facet-all");
  if (!link || byBox.has(link) || !window.htmx) return;
  byBox.add(link);
  // A link that is still there after its request failed: the next letter tries again.
  const end = () => link.isConnected && byBox.delete(link);
  htmx.ajax("GET", link.getAttribute("hx-get"), { source: link }).then(end, end);
};

const use = (box) => {
  const facet = box.closest(".facet");
  fetchRest(facet);
  narrow(facet, box);
};

for (const event of ["focusin", "input"]) {
  document.addEventListener(event, ({ target }) => target.matches(".facet-find") && use(target));
}

// Errors replace the page only when the reader pressed the link, not when using the box made the request.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (byBox.has(detail.requestConfig.elt) && detail.xhr.status >= 400) detail.shouldSwap = false;
});

const shownBefore = new WeakMap(); // link → ids of the choices that stood there when it was used

const choicesOf = (list) => [...(list?.querySelectorAll(".choice") ?? [])];

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const link = detail.elt;
  if (link.matches(".facet-all, .facet-empty")) {
    shownBefore.set(link, new Set(choicesOf(link.closest("ul")).map((choice) => choice.id)));
  }
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const link = detail.requestConfig?.elt;
  if (!link?.matches(".facet-all, .facet-empty")) return;
  const list = document.getElementById(link.getAttribute("hx-target").slice(1));
  const facet = list?.closest(".facet");
  if (!facet) return;
  const box = facet.querySelector(".facet-find");
  if (box) narrow(facet, box);
  // The link with the focus was replaced: move the focus to the first choice that it added.
  if (!byBox.has(link)) choicesOf(list).find((choice) => !shownBefore.get(link)?.has(choice.id))?.focus();
});

// The reader may have started typing before the scripts were loaded.
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".facet-find")) {
    if (box.value || box === document.activeElement) use(box);
  }
});
