// A note opens beside its mark: notes.css places it where the browser can. This places it where the browser cannot, and
// where it would hide the number of a figure. On a phone it is a sheet at the bottom, and the page moves up so that the
// mark stays in sight. Without JavaScript a note still opens, by the popover attribute.

const GAP = 6; // px
const LOWER = [240, 180, 130]; // heights to try for a note that hides a number; what does not fit is scrolled
const NUMBERS = ".figure-number, .compared > b, .rank";
const wide = matchMedia("(min-width: 40.01rem)");
const canAnchor = CSS.supports("position-area", "block-end");

let mark; // the one that was pressed last; several may open the same note

const covers = (one, other) =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

// What a note must not hide: the numbers of figures that are in sight.
const numbers = () =>
  [...document.querySelectorAll(NUMBERS)]
    .map((number) => number.getBoundingClientRect())
    .filter(({ width, bottom, top }) => width && bottom > 0 && top < innerHeight);

// The place nearest to the mark that hides the fewest numbers, and not the mark: corners of the mark, and of numbers.
const nearest = ({ width, height }, from, kept) => {
  const right = document.documentElement.clientWidth - width - GAP;
  const bottom = innerHeight - height - GAP;
  const lefts = [from.left, from.right + GAP, from.right - width, from.left - width - GAP, right];
  const tops = [from.bottom + GAP, from.top, from.bottom - height, from.top - height - GAP];
  for (const number of kept) {
    lefts.push(number.right + GAP, number.left - width - GAP);
    tops.push(number.bottom + GAP, number.top - height - GAP);
  }
  let best;
  for (const left of lefts.filter((x) => x >= GAP && x <= right)) {
    for (const top of tops.filter((y) => y >= GAP && y <= bottom)) {
      const box = { left, top, right: left + width, bottom: top + height };
      const hidden = kept.filter((number) => covers(box, number)).length + 100 * covers(box, from);
      const x = Math.max(from.left - box.right, left - from.right, 0);
      const y = Math.max(from.top - box.bottom, top - from.bottom, 0);
      const away = hidden * 1e6 + Math.hypot(x, y) + Math.abs(left - from.left) / 100;
      if (!best || away < best.away) best = { left, top, height, hidden, away };
    }
  }
  return best;
};

const place = (note) => {
  const box = note.getBoundingClientRect();
  const from = mark.getBoundingClientRect();
  if (!wide.matches) {
    if (from.bottom + GAP > box.top) scrollBy(0, from.bottom + GAP - box.top);
    return;
  }
  const kept = numbers();
  if (canAnchor && !kept.some((number) => covers(box, number))) return;
  let found;
  for (const height of [box.height, ...LOWER.filter((height) => height < box.height)]) {
    const best = nearest({ width: box.width, height }, from, kept);
    if (best && (!found || best.hidden < found.hidden)) found = best;
    if (found?.hidden === 0) break;
  }
  if (!found) return;
  note.dataset.placed = "";
  note.style.positionArea = "none";
  note.style.maxHeight = `${found.height}px`;
  note.style.inset = `${found.top + scrollY}px auto auto ${found.left + scrollX}px`;
};

document.addEventListener("click", ({ target }) => {
  mark = target.closest(".mark") ?? mark;
}, true);

// Toggle events do not bubble. The note is placed once it is open and before it is painted.
document.addEventListener("beforetoggle", ({ target, newState }) => {
  if (!target.matches(".note[popover]")) return;
  delete target.dataset.placed;
  target.style.positionArea = target.style.maxHeight = target.style.inset = "";
  if (newState === "open" && mark) requestAnimationFrame(() => place(target));
}, true);
