// Shows the formulas of a page as MathML, which browsers draw and screen readers speak.
// A formula that KaTeX cannot read stays as its source.
import katex from "katex";

const options = {
  output: "mathml", // the other kind needs style attributes, which the page's policy forbids
  trust: false, // no links, pictures or HTML from within a formula
  throwOnError: true,
  strict: false,
  maxSize: 20, // em
  maxExpand: 500, // macro steps: a formula that doubles itself stops here
};

for (const place of document.querySelectorAll(".math")) {
  const source = place.textContent;
  try {
    katex.render(source.trim(), place, { ...options, displayMode: place.tagName === "DIV" });
  } catch (problem) {
    place.textContent = source;
    place.title = problem.message;
    place.classList.add("math--unread");
  }
}
