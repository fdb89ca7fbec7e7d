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

  // Amounts stand in the page exactly as they were published, with two to six decimals. Shown are two; the exact one
  // stands beside it under the pointer, by keyboard or when touched, and is what is copied (take.js). Texts that somebody wrote stay as they are.
  function rounded(text) {
    var parts = /^([−+]?)([\d,]+)\.(\d\d)(\d{1,4})$/.exec(text);
    if (!parts) return "";
    var digits = parts[2].replace(/,/g, "") + parts[3];
    var number = String(BigInt(digits) + BigInt(parts[4] >= "5" ? 1 : 0)).padStart(3, "0");
    var whole = number.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
    return parts[1] + whole + "." + number.slice(-2);
  }
  function round(cell) {
    var node = cell.firstChild, exact = node && node.nodeType === 3 ? node.data.trim() : "", short = rounded(exact);
    if (!short) return;
    if (cell.namespaceURI === "http://www.w3.org/2000/svg") {
      var name = document.createElementNS(cell.namespaceURI, "title");
      name.textContent = exact;
      node.data = short;
      cell.append(name);
      return;
    }
    var shown = document.createElement("data");
    shown.value = shown.title = exact;
    shown.tabIndex = 0;
    shown.textContent = short;
    node.replaceWith(shown);
  }
  /** The same for the amounts within a sentence of the site's own. */
  function roundWithin(place) {
    var texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) if (/\d\.\d{3}/.test(texts.currentNode.data)) found.push(texts.currentNode);
    found.filter(function (node) { return !node.parentElement.closest("data, svg"); }).forEach(function (node) {
      node.data.split(/([−+]?[\d,]+\.\d{3,6}(?!\d))/).forEach(function (part, at) {
        var shown = at % 2 ? document.createElement("data") : document.createTextNode(part);
        if (at % 2) {
          shown.value = shown.title = part;
          shown.textContent = rounded(part);
          if (!node.parentElement.closest("a, summary, button")) shown.tabIndex = 0;
        }
        node.before(shown);
      });
      node.remove();
    });
  }
  document.querySelectorAll("article td.n, article .figures b, article .figure b, article .steps b, .chart text.e").forEach(round);
  document.querySelectorAll("article :is(.figures, .look, .steps, .told, .telling strong, .findings strong, td.n > small), details:not(.aside) > summary").forEach(roundWithin);
  document.addEventListener("rows-shown", function (event) { event.target.querySelectorAll("td.n").forEach(round); }); // made later

  // Narrow screens have no room for the list of a page's sections beside it: there it stands, folded,
  // below what the page says first.
  var list = document.querySelectorAll(".toc > ul > li"), links = document.querySelectorAll(".toc a");
  if (list.length > 3) {
    var contents = document.createElement("details"), summary = document.createElement("summary");
    var copy = document.createElement("ul");
    contents.className = "contents";
    summary.textContent = "本页目录";
    links.forEach(function (link) {
      var item = document.createElement("li");
      item.append(link.cloneNode(true));
      copy.append(item);
    });
    contents.append(summary, copy);
    document.getElementById(links[0].hash.slice(1)).before(contents);
  }

  // The list beside the text marks the section that is being read.
  if (links.length && "IntersectionObserver" in window) {
    var parts = Array.prototype.map.call(links, function (link) { return document.getElementById(link.hash.slice(1)); });
    var watch = new IntersectionObserver(function () {
      var here = 0;
      parts.forEach(function (part, at) { if (part && part.getBoundingClientRect().top < innerHeight / 3) here = at; });
      links.forEach(function (link, at) { link.classList.toggle("here", at === here); });
    }, { rootMargin: "0px 0px -60% 0px" });
    (window.requestIdleCallback || setTimeout)(function () { // nobody scrolls before
      parts.forEach(function (part) { if (part) watch.observe(part); });
    });
  }

  // Light or dark: the reader's choice is kept, else the system's holds. The frame has set it before anything was painted.
  var scheme = document.querySelector(".scheme");
  function tell() { scheme.setAttribute("aria-pressed", String(document.body.dataset.mdColorScheme === "slate")); }
  if (scheme) {
    scheme.hidden = false;
    tell();
    scheme.addEventListener("click", function () {
      var chosen = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      document.body.dataset.mdColorScheme = chosen;
      tell();
      try {
        localStorage.setItem("jixiao.scheme", chosen);
      } catch (error) {
        return; // nothing is kept here
      }
    });
  }

  // The sections on narrow screens: their sign is a link to them; here it opens and closes them, Esc closes.
  var sign = document.querySelector(".menu-sign"), nav = document.getElementById("nav");
  if (sign && nav) {
    var fold = function (open) {
      nav.classList.toggle("open", open);
      sign.setAttribute("aria-expanded", String(open));
    };
    sign.setAttribute("role", "button");
    fold(false);
    sign.addEventListener("click", function (event) {
      event.preventDefault();
      fold(!nav.classList.contains("open"));
    });
    sign.addEventListener("keydown", function (event) {
      if (event.key !== " ") return;
      event.preventDefault();
      sign.click();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !nav.classList.contains("open")) return;
      fold(false);
      sign.focus();
    });
  }

  // The pack: a reader ticks projects and bureaus wherever a table names them, and what is said of them (evaluations,
  // findings, rectifications), or a record on its own page; the page of the pack puts them together. What is ticked stays in
  // this browser and in the address of that page.
  var script = document.currentScript, root = script && new URL("../", script.src), STORE = "jixiao.pack";
  var MOST = 4; // projects side by side

  function ticked() {
    try {
      var found = JSON.parse(localStorage.getItem(STORE) || "[]");
      return Array.isArray(found) ? found : [];
    } catch (error) {
      return [];
    }
  }

  /** What the address of a record's page names: of a project «division/year/code», of a department «division/code». */
  function recordOf(family, address) {
    var path = new URL(address, location.href);
    if (path.origin !== root.origin || path.pathname.indexOf(root.pathname) !== 0) return "";
    var match = family.exec(path.pathname.slice(root.pathname.length));
    return match ? decodeURIComponent(match[1]) : "";
  }
  function projectOf(address) { return recordOf(/^projects\/([^/]+\/\d{4}\/[^/]+)\/(?:index\.html)?$/, address); }
  function departmentOf(address) { return recordOf(/^departments\/([^/]+\/[^/]+)\/(?:index\.html)?$/, address); }

  /** The address at which some records of a division and a year stand side by side. */
  function compareAddress(what, division, year, ones) {
    var said = [["what", what], ["division", division]].concat(year ? [["fiscal_year", year]] : [], ones.map(function (one) { return ["one", one]; }));
    return new URL("compare/", root).href + "?" + new URLSearchParams(said);
  }

  /** What the pack calls the record of an address: a project, an evaluation, or a bureau in the page's year; empty for others. */
  function itemOf(address) {
    var evaluation = recordOf(/^evaluations\/([^/]+\/\d{4}\/[^/]+)\/(?:index\.html)?$/, address);
    if (evaluation) return evaluation.replace(/\/(?=[^/]+$)/, "/evaluations/");
    var department = departmentOf(address).split("/"), year = /\/(\d{4})\//.exec(location.pathname);
    return projectOf(address) || (department.length > 1 && year ? [department[0], year[1], "@" + department[1]].join("/") : "");
  }

  /** Where what a row is about stands beside others: a project in its year, a department in the page's; else empty. */
  function besideOf(address) {
    var project = projectOf(address).split("/"), department = departmentOf(address).split("/");
    if (project.length > 2) return compareAddress("projects", project[0], project[1], [project[2].toLowerCase()]);
    var year = /\/(\d{4})\//.exec(location.pathname);
    return department.length > 1 ? compareAddress("departments", department[0], year && year[1], [department[1]]) : "";
  }

  function tick(item, on) {
    var items = ticked().filter(function (one) { return one !== item; });
    if (on) items.push(item);
    try {
      localStorage.setItem(STORE, JSON.stringify(items));
    } catch (error) {
      return; // nothing is kept here
    }
    document.querySelectorAll("input.tick").forEach(function (box) { box.checked = items.indexOf(box.value) >= 0; });
    tray();
  }

  var own = document.querySelector("article [data-mine]"), put, aside;
  var mine = own ? own.dataset.mine : root ? projectOf(location.href) : "";

  /** On the page of a project, an evaluation or a bureau what puts it into the pack, in the line of what a reader takes away (site_src/assets/take.js). */
  function putter() {
    var first = document.querySelector("article h2"), bar = document.createElement("p");
    if (!mine || !first) return;
    put = document.createElement("button");
    put.type = "button";
    put.className = "take-one";
    put.addEventListener("click", function () { tick(mine, ticked().indexOf(mine) < 0); });
    bar.className = "take-bar";
    bar.append(put);
    first.before(bar);
  }

  /** A corner of the page that leads to the pack as soon as something is in it; on phones a line of its own. */
  function tray() {
    var items = ticked();
    if (put) put.textContent = items.indexOf(mine) >= 0 ? "从审议册拿掉" : "放进审议册";
    if (!items.length) {
      if (aside) aside.remove();
      aside = null;
      return;
    }
    if (!aside) {
      aside = document.createElement("aside");
      aside.className = "pack-tray";
      aside.setAttribute("aria-label", "审议册");
      document.body.append(aside);
    }
    aside.textContent = "";
    var link = document.createElement("a");
    link.href = new URL("pack/", root).href + "?" + items.map(function (one) {
      return "item=" + encodeURIComponent(one).replace(/%2F/g, "/");
    }).join("&");
    link.textContent = "审议册（" + items.length + "）";
    aside.append(link);
    var parts = items.map(function (one) { return one.split("/"); });
    var alike = parts.every(function (one) {
      return one.length === 3 && one[0] === parts[0][0] && one[1] === parts[0][1] && (one[2][0] === "@") === (parts[0][2][0] === "@");
    });
    if (alike && items.length > 1 && items.length <= MOST) {
      var compare = document.createElement("a");
      var what = parts[0][2][0] === "@" ? "departments" : "projects";
      compare.href = compareAddress(what, parts[0][0], parts[0][1], parts.map(function (one) { return one[2].replace("@", "").toLowerCase(); }));
      compare.textContent = "并列比较";
      aside.append(compare);
    }
  }

  /** Beside the name of each project or department of a table what leads to its comparison. */
  function besides(place) {
    place.querySelectorAll(".t tbody th a[href]:first-child").forEach(function (link) {
      var address = link.hash || link.parentElement.querySelector(".beside") ? "" : besideOf(link.href);
      if (!address) return;
      var beside = document.createElement("a");
      beside.className = "beside";
      beside.href = address;
      beside.textContent = "比较";
      beside.setAttribute("aria-label", "并列比较：" + link.textContent);
      link.after(beside);
    });
  }

  /** A box that puts something into the pack. */
  function boxOf(item, name, on) {
    var box = document.createElement("input"), label = document.createElement("label");
    box.type = "checkbox";
    box.className = "tick";
    box.value = item;
    box.checked = on;
    box.setAttribute("aria-label", "把「" + name + "」放进审议册");
    label.className = "ticking";
    label.title = "放进审议册";
    label.append(box, "审议册");
    box.addEventListener("change", function () { tick(item, box.checked); });
    return label;
  }

  /** A box beside the name of each record of a table or a list, and in what says itself what it is. */
  function boxes(place) {
    var items = ticked();
    place.querySelectorAll("[data-item]:not(a)").forEach(function (part) {
      var name = (part.querySelector("strong") || part.firstChild).textContent, item = part.dataset.item;
      if (!part.querySelector(".ticking")) part.append(" ", boxOf(item, name, items.indexOf(item) >= 0));
    });
    place.querySelectorAll(".t tbody th a[href], .telling a[href]").forEach(function (link) {
      var item = link.dataset.item || itemOf(link.href); // what is said of a record names it
      var next = link.nextElementSibling?.classList.contains("beside") ? link.nextElementSibling : link;
      if (!item || link.closest("figure") || (link.hash && !link.dataset.item) || link.closest("li, tr").querySelector(".ticking")) return;
      var box = boxOf(item, link.textContent, items.indexOf(item) >= 0), pair = document.createElement("span");
      pair.className = "kept"; // behind a long name they begin the next line together
      next.after(pair);
      pair.append(...(next === link ? [box] : [next, box]));
    });
  }

  if (root && !document.querySelector(".pack-live")) {
    besides(document);
    boxes(document);
    document.addEventListener("rows-shown", function (event) { boxes(event.target); }); // the explorer's, made later
    putter();
    tray();
  }

  // From a folder of the reader's computer, such as a preview that was downloaded, no server shows a folder's page.
  if (location.protocol === "file:") {
    ["pointerdown", "focusin", "click"].forEach(function (kind) {
      document.addEventListener(kind, function (event) {
        var link = event.target.closest("a[href]");
        if (link && link.protocol === "file:" && link.pathname.slice(-1) === "/") link.pathname += "index.html";
      }, true);
    });
    document.querySelectorAll("form[action]").forEach(function (form) {
      var address = new URL(form.action);
      if (address.pathname.slice(-1) === "/") address.pathname += "index.html";
      form.action = address.href;
    });
  }

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open], .aside, .brief)").forEach(function (part) {
      part.open = true;
      opened.push(part);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (part) { part.open = false; });
  });
})();
