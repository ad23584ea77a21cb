// Which rules of Tabler's style sheet stay: what our pages use, what classes.txt promises, and
// what scripts set. Run by fetch.sh.
module.exports = {
  css: ["node_modules/@tabler/core/dist/css/tabler.min.css"],
  content: [
    "../../src/stayline/**/templates/**/*.html",
    "../../src/stayline/**/static/**/!(vendor)/*.js",
    "../../src/stayline/**/*.py",
    "classes.txt",
  ],
  defaultExtractor: (text) => text.match(/[A-Za-z0-9_:/.-]+/g) || [],
  safelist: {
    standard: [
      "show", "active", "disabled", "is-invalid", "is-valid", "invalid-feedback", "valid-feedback",
      "html", "body", "dialog", "details", "summary", "fieldset", "legend", "table", "kbd", "mark",
      "samp", "code", "pre", "blockquote", "progress", "meter", "textarea", "select", "time",
    ],
    deep: [/^data-bs-theme/],
    greedy: [/^htmx-/],
  },
  variables: false,
  keyframes: true,
};
