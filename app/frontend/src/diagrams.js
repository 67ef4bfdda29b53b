// Puts the picture of each Mermaid diagram above its source. The drawing happens in a sandboxed
// frame without an origin, so whatever a diagram manages to run there can reach nothing of ours.
const dark = matchMedia("(prefers-color-scheme: dark)");
const tallest = 10000; // pixels

for (const source of document.querySelectorAll("pre.mermaid")) {
  show(source);
}

function show(source) {
  const frame = document.createElement("iframe");
  frame.title = "Diagram";
  frame.className = "diagram";
  frame.loading = "lazy";
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = document.documentElement.dataset.diagramFrame ?? "/-/diagram-frame";

  const details = document.createElement("details");
  details.className = "diagram__source";
  const summary = document.createElement("summary");
  summary.textContent = "Source of this diagram";
  source.replaceWith(frame, details);
  details.append(summary, source);

  const draw = () =>
    frame.contentWindow?.postMessage({ source: source.textContent, dark: dark.matches }, "*");
  dark.addEventListener("change", draw);
  addEventListener("message", ({ source: from, data }) => {
    if (from !== frame.contentWindow) return;
    if (data.isReady) draw();
    if (data.title) frame.title = data.title;
    if (data.height) frame.height = Math.min(Math.ceil(data.height), tallest);
    if (data.error) {
      frame.remove();
      summary.textContent = `This diagram cannot be drawn: ${data.error}`;
      details.open = true;
    }
  });
}
