// The part that the address points at is unfolded, also if it is in a fold that is closed.

const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  const folds = [target.closest("details"), target.querySelector(":scope > details")].filter(Boolean);
  for (const fold of folds) fold.open = true;
  if (folds.length) target.scrollIntoView();
};

addEventListener("hashchange", unfold);
unfold();
