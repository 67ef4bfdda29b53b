// The buttons above the box put Markdown around or before what is chosen; Ctrl+B, Ctrl+I, Ctrl+K
// do the same. Undo works, as the browser itself puts the text in.
const form = document.querySelector("form[data-unsaved]");
const text = form.elements.text;
const tools = form.querySelector(".tools");
tools.hidden = false;

const put = (inserted, from, to) => {
  text.focus();
  text.setSelectionRange(from, to);
  // Deprecated, and still the only way into the browser's undo list.
  if (!document.execCommand("insertText", false, inserted)) {
    text.setRangeText(inserted, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const wrap = (mark) => {
  const { selectionStart: from, selectionEnd: to } = text;
  const chosen = text.value.slice(from, to);
  put(mark + chosen + mark, from, to);
  text.setSelectionRange(from + mark.length, from + mark.length + chosen.length);
};

const link = () => {
  const { selectionStart: from, selectionEnd: to } = text;
  const chosen = text.value.slice(from, to);
  put(`[[${chosen}]]`, from, to);
  text.setSelectionRange(from + 2, from + 2 + chosen.length);
};

const beginLines = (mark) => {
  const { selectionStart, selectionEnd: to } = text;
  const from = text.value.lastIndexOf("\n", selectionStart - 1) + 1;
  const lines = text.value.slice(from, to).split("\n");
  put(lines.map((line) => mark + line).join("\n"), from, to);
};

const insertBlock = (block) => {
  const { selectionEnd: at } = text;
  const before = text.value.slice(0, at);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  put(`${gap}${block}\n`, at, at);
};

tools.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.wrap) wrap(button.dataset.wrap);
  else if (button.dataset.line) beginLines(button.dataset.line);
  else if (button.dataset.block) insertBlock(button.dataset.block);
  else link();
});

text.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const act = { b: () => wrap("**"), i: () => wrap("*"), k: link }[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
