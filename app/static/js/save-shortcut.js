// Ctrl+S (Cmd+S) saves.
const form = document.querySelector("form[data-unsaved]");

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button:not([name]):not([type])"));
});
