// The button "Print" opens the dialogue of the browser. Without scripts it is not shown.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
