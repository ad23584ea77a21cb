/* Shows how much of a file was sent. Without script the form is sent as it is. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const bar = form.querySelector("progress");
  const words = form.querySelector("[data-upload-words]");
  const press = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sending = new XMLHttpRequest();
    const stop = (sentence) => {
      words.textContent = sentence;
      press.disabled = false;
      bar.hidden = true;
    };
    sending.open("POST", form.action);
    sending.upload.addEventListener("progress", (told) => {
      if (!told.lengthComputable) return;
      bar.hidden = false;
      bar.value = Math.round((100 * told.loaded) / told.total);
      words.textContent = bar.value < 100 ? `${bar.value} % sent` : "Sent. It is being kept.";
    });
    sending.addEventListener("load", () => {
      if (sending.status === 413) return stop("This file is too large. Nothing was attached.");
      if (sending.status < 400 && sending.responseURL) return window.location.assign(sending.responseURL);
      const page = new DOMParser().parseFromString(sending.responseText, "text/html");
      const refusal = page.querySelector(".refusal h2");
      stop(refusal ? refusal.textContent : "It was not attached. Try again.");
    });
    sending.addEventListener("error", () => stop("The connection was lost. Nothing was attached; the file is still chosen."));
    press.disabled = true;
    sending.send(new FormData(form));
  });
})();
