// "/" goes to the search box; the key named by a link's data-key follows that link.
// Never while something is being typed, and never with Ctrl, Alt or Cmd.
const typing = (element) =>
  element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector(".search__words")?.select();
    return;
  }
  // Links in a table of items belong to their row: see folder-keys.js.
  const link = [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key === event.key && !one.closest("[data-folder]"),
  );
  if (!link) return;
  event.preventDefault();
  link.click();
});
