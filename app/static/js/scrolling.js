// A wide table or listing that scrolls sideways can be reached and scrolled by keyboard.
for (const wide of document.querySelectorAll(".prose pre, .prose table")) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
