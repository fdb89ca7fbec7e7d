// The search boxes: «/» goes to the one of the header, Esc leaves it; names are suggested while typing. On the search page it loads the search.
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
  // The boxes that lead to the search page suggest names; what that takes is fetched when a box is first used.
  document.querySelectorAll(".find-box, #home-find").forEach(function (one) {
    one.addEventListener("focus", function () {
      import(new URL("suggest.js", here)).then(function (made) { made.attach(one); });
    }, { once: true });
  });
  if (document.getElementById("search")) {
    import(new URL("search-page.js", here)).then(function (page) { page.start(); });
  }
})();
