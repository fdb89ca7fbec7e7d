// Folded parts: a link to a place inside one opens it, and paper shows what the screen can unfold.
(function () {
  "use strict";
  var opened = [];

  /** Open the folds around the place that the address names, the place itself if it is one, and go there. */
  function reveal() {
    var place = null, closed = false;
    try {
      place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch (error) {
      return; // a per cent sign that stands for nothing
    }
    for (var part = place; part; part = part.parentElement) {
      if (part.tagName === "DETAILS" && !part.open) {
        part.open = closed = true;
      }
    }
    if (closed) place.scrollIntoView();
  }
  reveal();
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href*='#']");
    if (link && link.href === location.href) reveal(); // the place is named already, and may be folded again
  });

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (part) {
      part.open = true;
      opened.push(part);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (part) { part.open = false; });
  });
})();
