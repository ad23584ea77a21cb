/* A click on a plan fills in where the marker goes. Without script the two fields do. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const plan = event.target.closest("svg[data-plan]");
    const form = document.querySelector("form[data-mark]");
    if (!plan || !form) return;
    const box = plan.getBoundingClientRect();
    const share = (at, from, size) => Math.min(100, Math.max(0, (100 * (at - from)) / size)).toFixed(1);
    form.elements.x.value = share(event.clientX, box.left, box.width);
    form.elements.y.value = share(event.clientY, box.top, box.height);
    form.elements.label.focus();
  });
})();
