// A long facet can be searched; without scripts its box is not shown and the list scrolls.

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

document.addEventListener("input", ({ target }) => {
  if (!target.matches(".facet-find")) return;
  const facet = target.closest(".facet");
  const wanted = folded(target.value).split(/\s+/);
  let found = 0;
  for (const item of facet.querySelectorAll("li")) {
    const label = folded(item.querySelector(".choice-label").textContent);
    item.hidden = !wanted.every((word) => label.includes(word));
    found += !item.hidden;
  }
  facet.querySelector(".facet-none").hidden = found > 0;
});
