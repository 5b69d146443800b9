// A long facet can be searched; without scripts its box is not shown, and a link shows all of the list.
// The link fetches the rest of the list in place, and so does the first use of the box, whenever that is: it is heard
// here, since htmx listens to what it swaps in a moment later than a quick reader types.

const READABLE = 12; // as in facets.py

const byBox = new WeakSet(); // links that a box made fetch the rest

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
  const end = () => link.isConnected && byBox.delete(link); // it failed: the next letter tries again
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

// Who only meant to use the box goes on reading: a page that says what went wrong is for those who pressed a link.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (byBox.has(detail.requestConfig.elt) && detail.xhr.status >= 400) detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const link = detail.requestConfig?.elt;
  if (!link?.matches(".facet-all")) return;
  const list = document.getElementById(link.getAttribute("hx-target").slice(1));
  const facet = list?.closest(".facet");
  if (!facet) return;
  narrow(facet, facet.querySelector(".facet-find"));
  // The link is gone: a reader who pressed it goes on with the first choice that it brought.
  if (!byBox.has(link)) list.querySelectorAll(".choice")[READABLE]?.focus();
});

// A reader may have begun before the scripts came.
document.addEventListener("DOMContentLoaded", () => {
  for (const box of document.querySelectorAll(".facet-find")) {
    if (box.value || box === document.activeElement) use(box);
  }
});
