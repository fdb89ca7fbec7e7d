// What a reader takes away: sentences, figures and addresses to copy, charts as SVG, PNG and data, links to rows, and on
// paper the address, the day and a QR code. Everything is made here from what the page shows.
(function (begin) {
  "use strict";
  var here = document.currentScript.src; // nothing of it is needed before the page can be read
  (window.requestIdleCallback || setTimeout)(function () { begin(here); });
})(function (here) {
  "use strict";
  var article = document.querySelector("article"), title = article && article.querySelector("h1");
  if (!title) return;
  var now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(function (part) {
    return String(part).padStart(2, "0");
  }).join("-");
  var canonical = document.querySelector("link[rel='canonical']");
  var address = canonical ? canonical.href : location.href.split("#")[0];
  var site = document.querySelector(".brand").textContent.trim();

  /** The text of an element on one line, without marks and signs of links. */
  function words(element) {
    var copy = element.cloneNode(true);
    copy.querySelectorAll("data[value]").forEach(function (part) { part.textContent = part.value; });
    copy.querySelectorAll(".headerlink, .row-link, .beside, .ticking, svg, button").forEach(function (part) { part.remove(); });
    copy.querySelectorAll("dt, dd, small, p, div, li, td, th").forEach(function (part) { part.before(" "); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }
  function make(tag, name, text) {
    var made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  // ---- copying ----

  var told = make("p", "told-copied");
  told.setAttribute("role", "status");
  document.body.append(told);
  function copy(text) {
    function done() {
      told.textContent = "已复制";
      setTimeout(function () { told.textContent = ""; }, 2500);
    }
    if (navigator.clipboard && isSecureContext) return navigator.clipboard.writeText(text).then(done);
    var field = document.createElement("textarea"); // sites without https
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    done();
  }
  function button(label, act) {
    var made = make("button", "take-one", label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function sourced(text) { return text + "（" + words(title) + "，" + site + "，" + day + "查阅）" + address; }

  var answer = article.querySelector(".answer, .lede"), figures = article.querySelector("dl.figures, .look");
  var bar = article.querySelector(".take-bar") || make("p", "take-bar"), last = bar.firstChild;
  function offer(label, act) { bar.insertBefore(button(label, act), last); }
  if (answer) offer("复制这句话", function () { copy(sourced(words(answer))); });
  if (figures) {
    offer("复制数字", function () {
      var lines = Array.prototype.map.call(figures.children, words);
      copy([words(title)].concat(lines, sourced("出处")).join("\n"));
    });
  }
  offer("复制网址", function () { copy(address); });
  var first = article.querySelector("h2");
  if (first && canonical && (answer || figures) && article.querySelector(".crumbs")) first.before(bar);

  // The day of a citation is the reader's.
  article.querySelectorAll(".cite span, blockquote p").forEach(function (cited) {
    if (!cited.closest(".cite") && !cited.textContent.includes("____-__-__")) return;
    var around = cited.textContent.split("____-__-__");
    if (around[1] !== undefined) cited.replaceChildren(around[0], make("span", "day", day), around[1]);
    cited.after(" ", button("复制引用", function () { copy(cited.textContent.trim()); }));
  });

  // ---- links to sections and rows ----

  article.querySelectorAll(":is(h1, h2, h3)[id]").forEach(function (head) {
    var made = make("a", "headerlink", "#");
    made.href = "#" + head.id;
    made.title = "本节的链接";
    head.append(made);
  });

  function rowName(row) {
    var head = row.querySelector("th[scope='row']"), rows = head && head.closest("table").querySelectorAll("th[scope='row']");
    if (!head) return "";
    var name = words(head), same = Array.prototype.filter.call(rows, function (one) { return words(one) === name; });
    return name + (same.length > 1 ? "~" + (same.indexOf(head) + 1) : "");
  }
  function tableOf(number) { return article.querySelectorAll("table.t")[number]; }
  function link(event) {
    var row = event.target.closest && event.target.closest("table.t tbody tr");
    var head = row && row.querySelector("th[scope='row']");
    if (!head || head.querySelector(".row-link") || row.closest(".explore-rows")) return; // the explorer's come and go
    var number = Array.prototype.indexOf.call(article.querySelectorAll("table.t"), row.closest("table"));
    var made = make("a", "row-link", "#");
    made.href = "#row=" + number + "/" + encodeURIComponent(rowName(row));
    made.title = "本行的链接";
    made.setAttribute("aria-label", "本行的链接");
    head.append(made);
  }
  article.addEventListener("mouseover", link);
  article.addEventListener("focusin", link);
  function toRow() {
    var match = /^#row=(\d+)\/(.+)$/.exec(location.hash);
    if (!match) return;
    var wanted;
    try {
      wanted = decodeURIComponent(match[2]).replace(/ 比较(?=~|$)/, ""); // as links were until the name stood alone
    } catch (error) {
      return; // a per cent sign that stands for nothing
    }
    var mine = tableOf(Number(match[1])), tables = [mine].concat(Array.prototype.slice.call(article.querySelectorAll("table.t")));
    var row = tables.filter(Boolean).flatMap(function (table) { return Array.prototype.slice.call(table.tBodies[0] ? table.tBodies[0].rows : []); })
      .find(function (one) { return rowName(one) === wanted; });
    if (!row) return;
    article.querySelectorAll("tr.linked").forEach(function (one) { one.classList.remove("linked"); });
    row.classList.add("linked");
    for (var part = row; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    row.dispatchEvent(new Event("row-wanted", { bubbles: true }));
    row.scrollIntoView({ block: "center" });
  }
  toRow();
  addEventListener("hashchange", toRow);

  // ---- charts ----

  var KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "paint-order",
    "font-size", "font-weight", "font-family", "text-anchor"];
  var EDGE = 16, LINE = 20;

  /** Lines of at most so many characters. */
  function lines(text, most) {
    var found = [];
    for (var at = 0; at < text.length; at += most) found.push(text.slice(at, at + most));
    return found;
  }
  function node(name, given, text) {
    var made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.keys(given).forEach(function (key) { made.setAttribute(key, given[key]); });
    if (text) made.textContent = text;
    return made;
  }
  /** A chart as a picture of its own: colours and sizes in it, what it says above, where it is from below. */
  function picture(figure) {
    var shown = figure.querySelector("svg[role='img']"), box = shown.getBoundingClientRect();
    var style = getComputedStyle(document.body), ink = getComputedStyle(figure).color, paper = style.getPropertyValue("--pb-bg").trim();
    var inner = shown.cloneNode(true), all = inner.querySelectorAll("*");
    shown.querySelectorAll("*").forEach(function (part, at) {
      var seen = getComputedStyle(part);
      KEPT.forEach(function (name) {
        var value = seen.getPropertyValue(name);
        if (value && value !== "none" || name === "fill" || name === "stroke") all[at].setAttribute(name, value);
      });
    });
    var most = Math.max(12, Math.floor((box.width - 2) / 14));
    var told = [].concat(
      lines(words(figure.querySelector("figcaption b")), most).map(function (text) { return { text: text, weight: "bold" }; }),
      Array.prototype.flatMap.call(figure.querySelectorAll("figcaption > span:not(:has(.key, .unit))"), function (part) {
        return lines(words(part), most).map(function (text) { return { text: text }; });
      }));
    var top = EDGE + told.length * LINE, keys = figure.querySelectorAll(".key"), unit = figure.querySelector(".unit") || figure.querySelector("figcaption > span:last-child");
    var height = Math.ceil(top + (keys.length || unit ? LINE : 0) + box.height + 3 * LINE), width = Math.ceil(box.width + 2 * EDGE);
    var whole = node("svg", { xmlns: "http://www.w3.org/2000/svg", width: width, height: height, viewBox: "0 0 " + width + " " + height,
      "font-family": style.fontFamily, "font-size": 13, fill: ink });
    whole.append(node("title", {}, words(figure.querySelector("figcaption b"))), node("rect", { width: "100%", height: "100%", fill: paper }));
    told.forEach(function (one, at) {
      whole.append(node("text", { x: EDGE, y: EDGE + 12 + at * LINE, "font-weight": one.weight || "normal" }, one.text));
    });
    var across = EDGE;
    keys.forEach(function (key) {
      var before = getComputedStyle(key, "::before"), hollow = before.boxShadow !== "none";
      whole.append(node("rect", { x: across, y: top + 4, width: Math.min(12, parseFloat(before.width) || 12), height: 12, rx: before.borderRadius === "50%" ? 6 : 1,
        fill: before.backgroundColor, stroke: hollow ? (/rgba?\([^)]*\)/.exec(before.boxShadow) || [ink])[0] : "none" }));
      whole.append(node("text", { x: across + 17, y: top + 14 }, words(key)));
      across += 34 + 13 * words(key).length;
    });
    if (unit && /^单位/.test(words(unit))) whole.append(node("text", { x: across, y: top + 14 }, words(unit)));
    inner.setAttribute("x", EDGE);
    inner.setAttribute("y", top + LINE);
    inner.setAttribute("width", box.width);
    inner.setAttribute("height", box.height);
    inner.setAttribute("overflow", "visible");
    whole.append(inner);
    lines(words(title) + "，" + site + "，" + day, most).slice(0, 1).concat(address).forEach(function (text, at) {
      whole.append(node("text", { x: EDGE, y: height - 24 + at * 16, "font-size": 11 }, text));
    });
    return { text: new XMLSerializer().serializeToString(whole), width: width, height: height };
  }
  function save(content, type, name) {
    var one = document.createElement("a");
    one.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: type }));
    one.download = name;
    one.click();
    setTimeout(function () { URL.revokeObjectURL(one.href); }, 60000);
  }
  function painted(figure, name) {
    var made = picture(figure), image = new Image();
    image.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = 2 * made.width;
      canvas.height = 2 * made.height;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { save(blob, "image/png", name + ".png"); });
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(made.text);
  }
  /** A table as CSV that spreadsheets open; a text that would run as a formula is marked as text. */
  function csv(table) {
    return Array.prototype.map.call(table.rows, function (row) {
      return Array.prototype.map.call(row.cells, function (cell) {
        var text = words(cell).replace(/^−/, "-");
        if (/^[=+@\t]|^-(?![\d.,]+%?$)/.test(text)) text = "'" + text;
        return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      }).join(",");
    }).join("\r\n") + "\r\n";
  }
  article.querySelectorAll("figure.chart").forEach(function (figure) {
    var drawn = figure.querySelector("svg[role='img']");
    if (!drawn || drawn.getBoundingClientRect().height < 40) return; // nothing to show, or a strip of signs: a line of the text
    var name = figure.id, bar = make("p", "take-bar");
    var place = figure.dataset.there && document.getElementById(figure.dataset.there);
    var table = figure.querySelector("table") || place && (place.tagName === "TABLE" ? place : place.querySelector("table"));
    for (var next = place; !table && next; next = next.nextElementSibling) table = next.tagName === "TABLE" ? next : next.querySelector("table");
    bar.append(
      button("SVG", function () { save('<?xml version="1.0" encoding="UTF-8"?>\n' + picture(figure).text, "image/svg+xml", name + ".svg"); }),
      button("PNG", function () { painted(figure, name); }));
    if (table) bar.append(button("数据（CSV）", function () { save("\ufeff" + csv(table), "text/csv;charset=utf-8", name + ".csv"); }));
    bar.append(button("复制图的网址", function () { copy(address + "#" + name); }));
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "取走这张图");
    figure.append(bar);
  });

  // ---- paper ----

  // What these pages show hangs on what their address asks, too.
  var asking = Boolean(document.querySelector(".explore, .search")), sheet = make("div", "paper-head");
  function paper(code) {
    var whole = address + (asking ? location.search : ""), rows = code(whole), path = "";
    sheet.replaceChildren();
    if (rows) {
      sheet.classList.toggle("dense", rows.length > 50);
      rows.forEach(function (row, y) { row.forEach(function (dark, x) { if (dark) path += "M" + x + " " + y + "h1v1h-1z"; }); });
      var drawn = node("svg", { viewBox: "-2 -2 " + (rows.length + 4) + " " + (rows.length + 4), role: "img" });
      drawn.append(node("title", {}, "本页网址的二维码"), node("path", { d: path }));
      sheet.append(drawn);
    }
    sheet.append(make("span", "", readable(whole)), make("span", "", "打印日期 " + day));
  }
  /** An address as people read and type it: Chinese words as they are. */
  function readable(whole) {
    try {
      return decodeURI(whole);
    } catch (error) {
      return whole;
    }
  }
  if (canonical) {
    import(new URL("paper.js", here)).then(function (made) {
      paper(made.code);
      article.prepend(sheet);
      if (asking) window.addEventListener("beforeprint", function () { paper(made.code); });
    });
  }
});
