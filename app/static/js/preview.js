// Preview shows the text under the box without leaving the page. Without this script the same
// button sends the form, and the preview comes with it.
const form = document.querySelector("form[data-preview]");
const button = form.querySelector("button[name='preview']");
const place = document.querySelector("[data-preview-here]");

if (place) {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new URLSearchParams({
          csrf_token: form.elements.csrf_token.value,
          text: form.elements.text.value,
        }),
      });
      if (!answer.ok) throw new Error(answer.statusText);
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      const heading = document.createElement("h2");
      heading.textContent = "Preview: not saved yet";
      place.replaceChildren(heading, ...shown.body.childNodes);
      place.hidden = false;
      place.scrollIntoView({ block: "start", behavior: "smooth" });
    } catch {
      form.querySelector("[data-state]").textContent = "The preview did not come. Try again.";
    } finally {
      button.disabled = false;
    }
  });
}
