// The table of a folder as in a file manager: a click chooses a row, arrows move, Enter or a
// double click opens, F2 and Delete do what the buttons at the end of the row do.
for (const table of document.querySelectorAll("[data-folder]")) {
  const rows = [...table.tBodies[0].rows];
  let chosen = -1;

  const choose = (index) => {
    rows[chosen]?.removeAttribute("aria-selected");
    chosen = Math.max(0, Math.min(rows.length - 1, index));
    rows[chosen].setAttribute("aria-selected", "true");
    rows[chosen].querySelector("a").focus();
  };

  rows.forEach((row, index) => {
    row.addEventListener("click", (event) => {
      if (!event.target.closest("a, button")) choose(index);
    });
    row.addEventListener("dblclick", (event) => {
      if (!event.target.closest("a, button")) row.querySelector("a").click();
    });
    row.addEventListener("focusin", () => {
      if (chosen === index) return;
      rows[chosen]?.removeAttribute("aria-selected");
      chosen = index;
      row.setAttribute("aria-selected", "true");
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (!table.contains(event.target) && chosen < 0) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "F2" || event.key === "Delete") {
      rows[chosen]?.querySelector(`[data-key="${event.key}"]`)?.click();
    } else return;
    event.preventDefault();
  });
}
