// Ask before leaving with text that was typed and not saved.
const form = document.querySelector("form[data-unsaved]");
const text = form.elements.text;
// A form that came back unsaved is unsaved from the start.
const saved = document.querySelector("[role='alert'], [data-unsaved-from-start]") ? null : text.value;
let leaving = false;

const isUnsaved = () => !leaving && text.value !== saved;

form.addEventListener("submit", () => {
  leaving = true;
});
addEventListener("pageshow", () => {
  leaving = false;
});
addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});
text.addEventListener("input", () => {
  form.querySelector("[data-state]").textContent = isUnsaved() ? "Not saved yet" : "";
});
