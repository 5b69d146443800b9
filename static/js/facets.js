// A long facet can be searched; without scripts its box is not shown, and a link shows all of the list.
// The first focus on the box, or the link, fetches the rest of the list in place.

const READABLE = 12; // as in facets.py

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

document.addEventListener("input", ({ target }) => {
  if (target.matches(".facet-find")) narrow(target.closest(".facet"), target);
});

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const asked = detail.requestConfig?.elt;
  if (!asked?.matches(".facet-find, .facet-all")) return;
  const list = document.getElementById(asked.getAttribute("hx-target").slice(1));
  const facet = list?.closest(".facet");
  if (!facet) return;
  narrow(facet, facet.querySelector(".facet-find"));
  // The link is gone: go on with the first choice that it brought.
  if (asked.matches(".facet-all")) list.querySelectorAll(".choice")[READABLE]?.focus();
});
