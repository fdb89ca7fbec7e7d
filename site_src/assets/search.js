// The search box in the header of every page: «/» goes to it, Esc leaves it. On the search page it loads the search.
(function () {
  "use strict";
  var here = document.currentScript.src;
  function box() { return document.querySelector("#search-box, .find-box"); }
  document.addEventListener("keydown", function (event) {
    var target = event.target, found = box();
    if (!found || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && target === found) {
      found.blur();
    } else if (event.key === "/" && !target.closest("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      if (found.offsetParent === null) {
        document.querySelector(".find-link").click();
      } else {
        found.focus();
        found.select();
      }
    }
  });
  if (document.getElementById("search")) {
    import(new URL("search-page.js", here)).then(function (page) { page.start(); });
  }
})();
