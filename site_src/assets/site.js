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

  // Amounts are shown as exactly as they were published, with two to six decimals. In a column that mixes them, the
  // style sheet gives the shorter ones the room of the digits they lack, so that the points stand below each other.
  document.querySelectorAll(".t").forEach(function (table) {
    var columns = [];
    table.querySelectorAll("tbody td.n").forEach(function (cell) {
      var number = /^[−+]?[\d,]+\.(\d+)$/.exec(cell.textContent);
      if (number) (columns[cell.cellIndex] ??= []).push({ cell: cell, decimals: number[1].length });
    });
    columns.forEach(function (cells) {
      var most = Math.max.apply(null, cells.map(function (one) { return one.decimals; }));
      cells.forEach(function (one) {
        if (one.decimals < most) one.cell.dataset.lacks = "0".repeat(most - one.decimals);
      });
    });
  });

  // Narrow screens have no room for the list of a page's sections beside it: there it stands, folded, below the title.
  var list = document.querySelector(".md-sidebar--secondary:not([hidden]) .md-nav__list");
  var title = document.querySelector(".md-content h1");
  if (list && title && list.children.length > 3) {
    var contents = document.createElement("details"), summary = document.createElement("summary");
    var copy = document.createElement("ul");
    contents.className = "contents";
    summary.textContent = "本页目录";
    list.querySelectorAll("a").forEach(function (link) {
      var item = document.createElement("li"), one = document.createElement("a");
      one.href = link.getAttribute("href");
      one.textContent = link.textContent.trim();
      item.append(one);
      copy.append(item);
    });
    contents.append(summary, copy);
    title.after(contents);
  }

  // The menu of narrow screens, for the keyboard: its sign takes the focus, Esc closes one level of it.
  var sign = document.querySelector(".md-header label[for='__drawer']");
  var drawer = document.getElementById("__drawer");
  if (sign && drawer) {
    sign.tabIndex = 0;
    sign.setAttribute("role", "button");
    sign.setAttribute("aria-label", "栏目");
    sign.setAttribute("aria-expanded", "false");
    drawer.addEventListener("change", function () { sign.setAttribute("aria-expanded", String(drawer.checked)); });
    document.addEventListener("keydown", function (event) {
      if (event.key === " " && event.target.matches("label[tabindex]")) {
        event.preventDefault(); // the theme sees to Enter
        event.target.click();
      } else if (event.key === "Escape" && drawer.checked) {
        var level = event.target.closest(".md-nav__toggle:checked ~ .md-nav");
        var label = level && level.parentElement.querySelector("label[tabindex]");
        (label || sign).click();
        (label || sign).focus();
      }
    });
  }

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
