// The inside of a diagram's frame: draws what the page around it sends, and says how tall it became.
import mermaid from "mermaid";

const canvas = document.createElement("div");
document.body.append(canvas);
let drawn = 0;

addEventListener("message", async ({ source: from, data }) => {
  if (from !== parent) return;
  try {
    await draw(data.source, data.dark);
  } catch (problem) {
    tell({ error: String(problem.message ?? problem).split("\n")[0] });
  }
});
new ResizeObserver(tellHeight).observe(canvas);
tell({ isReady: true });

async function draw(source, isDark) {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: isDark ? "dark" : "neutral",
    suppressErrorRendering: true,
  });
  drawn += 1;
  const { svg } = await mermaid.render(`diagram-${drawn}`, withoutConfiguration(source));
  canvas.innerHTML = svg;
  const title = canvas.querySelector("svg > title")?.textContent;
  if (title) tell({ title });
  tellHeight();
}

// A diagram says what to draw, not how the drawing program is set up: directives and front matter
// go, but for the title.
function withoutConfiguration(source) {
  const [matter = ""] = /^\s*---\s*\n[\s\S]*?\n---\s*(\n|$)/.exec(source) ?? [];
  const title = /^title:.*$/m.exec(matter)?.[0];
  const body = source.slice(matter.length).replace(/%%\{[\s\S]*?\}%%/g, "");
  return title ? `---\n${title}\n---\n${body}` : body;
}

function tellHeight() {
  if (canvas.firstElementChild) tell({ height: canvas.getBoundingClientRect().bottom + 8 });
}

function tell(news) {
  parent.postMessage(news, "*");
}
