"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch (refused) {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const said = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}
for (const range of document.querySelectorAll("input[data-sets]")) {
  const stack = document.getElementById(range.dataset.of);
  const set = () => stack.style.setProperty(range.dataset.sets, range.dataset.sets === "--at" ? range.value + "%" : range.value / 100);
  range.addEventListener("input", set);
  set();
}
