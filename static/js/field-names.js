// The boxes that select2 makes of the admin's selects have no names: they get those of the selects. A screen reader then
// says “Passage, Bogotá: Results”, and not only the value. In a table the head of the column is the name, of the boxes
// that delete a row too.

const labelOf = (select) => {
  const field = [...(select.closest("td")?.classList ?? [])].find((name) => name.startsWith("field-"));
  const head = field && select.closest("table")?.querySelector(`th.column-${field.slice(6)}`);
  return select.labels[0] ?? head ?? null;
};

const nameBox = (box) => {
  const select = box.previousElementSibling;
  const label = select?.matches("select") && labelOf(select);
  if (!label) return;
  label.id ||= `${select.id}-label`;
  const chosen = box.querySelector(".select2-selection__rendered");
  chosen.setAttribute("aria-labelledby", label.id);
  box.querySelector(".select2-selection").setAttribute("aria-labelledby", `${label.id} ${chosen.id}`.trim());
  box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
};

// The list that opens has a search box of its own; it belongs to the box that is open.
const nameSearch = (dropdown) => {
  const select = document.querySelector(".select2-container--open:has(.selection)")?.previousElementSibling;
  const label = select && labelOf(select);
  if (label) dropdown.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
};

const look = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  // It is in the list of what is chosen.
  for (const clear of [node, ...node.querySelectorAll(".select2-selection__clear")]) {
    if (clear.matches("ul > .select2-selection__clear")) clear.setAttribute("role", "listitem");
  }
  for (const box of node.querySelectorAll("td.delete input[type=checkbox]")) {
    const head = box.closest("table").querySelector("thead th:last-child");
    box.setAttribute("aria-label", head.textContent.trim());
  }
  for (const box of [node, ...node.querySelectorAll(".select2-container")]) {
    if (!box.matches(".select2-container")) continue;
    if (box.querySelector(".select2-dropdown")) nameSearch(box);
    else if (box.querySelector(".select2-selection")) nameBox(box);
  }
};

new MutationObserver((changes) => {
  for (const { addedNodes } of changes) addedNodes.forEach(look);
}).observe(document.documentElement, { childList: true, subtree: true });

look(document.documentElement);
