// Rows of long tables: readers put them in the order of any column, and the heads stay in sight.
(function () {
  "use strict";
  var MOST = 8; // rows that the eye takes in without help
  var LONG = 20; // rows among which one looks for words
  var STEP = 12; // records that a phone shows at a time
  var phone = window.matchMedia("(max-width: 53em)");
  var filters = new Map();
  var collator; // made when words are put in order: it takes a while

  /** How many rows a table has in all its groups. */
  function size(table) {
    return Array.from(table.tBodies).reduce(function (sum, body) { return sum + body.rows.length; }, 0);
  }

  /** A group's rows: what heads it, its records, each with the remarks below it, and what sums it up. */
  function parts(body) {
    var found = { heads: [], records: [], sums: [] };
    Array.from(body.rows).forEach(function (row) {
      if (row.matches(".group")) found.heads.push(row);
      else if (row.matches(".sum")) found.sums.push(row);
      else if (row.matches(".aside") && found.records.length) found.records[found.records.length - 1].push(row);
      else found.records.push([row]);
    });
    return found;
  }

  /** Whether the records of a table can be put in another order: none shares a cell with its neighbours. */
  function orderly(table) {
    return table.tHead && table.tHead.rows.length === 1 &&
      !table.querySelector("tbody tr:not(.group, .aside, .sum) > :is([colspan], [rowspan])");
  }

  /** What a cell says first, without the remarks below it. */
  function text(cell) {
    var copy = cell.cloneNode(true);
    copy.querySelectorAll("small, .beside, .ticking").forEach(function (note) { note.remove(); });
    return copy.textContent.trim().replace(/\s+/g, " ");
  }

  /** A figure as a number, «8 / 13» as a share; undefined where there is none: a dash is no nought. */
  function figure(words) {
    var found = /^([−+-]?)([\d,]+(?:\.\d+)?)(?:\s*[/／]\s*([\d,]+(?:\.\d+)?))?/.exec(words);
    if (!found) return undefined;
    var number = Number(found[2].replaceAll(",", "")) / (found[3] ? Number(found[3].replaceAll(",", "")) : 1);
    return found[1] && found[1] !== "+" ? -number : number;
  }

  /** Put the records of each group in order; those that say nothing come last, whichever way. */
  function sort(table, at, numeric, down) {
    collator = collator || new Intl.Collator("zh", { numeric: true });
    Array.from(table.tBodies).forEach(function (body) {
      var own = parts(body);
      var keyed = own.records.map(function (rows) {
        var words = text(rows[0].cells[at]);
        return { rows: rows, key: numeric ? figure(words) : words === "—" || words === "" ? undefined : words };
      });
      keyed.sort(function (one, other) {
        if (one.key === undefined || other.key === undefined) return (one.key === undefined) - (other.key === undefined);
        return (down ? -1 : 1) * (numeric ? one.key - other.key : collator.compare(one.key, other.key));
      });
      body.append.apply(body, own.heads.concat(keyed.flatMap(function (one) { return one.rows; }), own.sums));
    });
    Array.from(table.tHead.rows[0].cells).forEach(function (head, place) {
      if (place === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    if (filters.has(table)) filters.get(table)();
  }

  /** A button in each head: figures from the largest first, words from the beginning. */
  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, at) {
      if (!head.textContent.trim()) return;
      var numeric = head.classList.contains("n");
      var button = document.createElement("button");
      button.type = "button";
      button.className = "by";
      button.append.apply(button, Array.from(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var now = head.getAttribute("aria-sort");
        sort(table, at, numeric, now ? now === "ascending" : numeric);
      });
    });
  }

  /** Above a long table a box for words that its records must say; below it, on phones, a step to the next of them. */
  function makeFilter(table) {
    var scroll = table.closest(".scroll"), body = table.tBodies[0], shown = STEP, whole = false, texts = new Map();
    var bar = document.createElement("p"), box = document.createElement("input"), told = document.createElement("span");
    var more = document.createElement("button");
    bar.className = "rows-bar";
    box.type = "search";
    box.placeholder = "名称、部门里的几个字";
    box.setAttribute("aria-label", "在这张表里找");
    told.setAttribute("role", "status");
    bar.append(box, told);
    more.type = "button";
    more.className = "rows-more";
    scroll.before(bar);
    scroll.after(more);

    /** What a record says, without what leads elsewhere. */
    function said(rows) {
      if (!texts.has(rows[0])) {
        texts.set(rows[0], rows.map(function (row) {
          var copy = row.cloneNode(true);
          copy.querySelectorAll(".beside, .ticking").forEach(function (part) { part.remove(); });
          return copy.textContent;
        }).join(" ").toLowerCase());
      }
      return texts.get(rows[0]);
    }
    function apply() {
      var words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean), records = parts(body).records;
      var found = records.filter(function (rows) {
        return words.every(function (word) { return said(rows).includes(word); });
      });
      var last = phone.matches && !whole ? Math.min(shown, found.length) : found.length;
      records.forEach(function (rows) {
        var at = found.indexOf(rows);
        rows.forEach(function (row) { row.hidden = at < 0 || at >= last; });
      });
      told.textContent = words.length ? (found.length ? "找到 " + found.length + " 行" : "没有这样的行") : "";
      more.hidden = last === found.length;
      more.textContent = "再看 " + Math.min(STEP, found.length - last) + " 行（共 " + found.length + " 行）";
    }
    function all(now) {
      whole = now;
      apply();
    }
    box.addEventListener("input", function () {
      shown = STEP;
      apply();
    });
    more.addEventListener("click", function () {
      var next = parts(body).records.flat().find(function (row) { return row.hidden; });
      shown += STEP;
      apply();
      var link = next && next.querySelector("a[href], input");
      if (link) link.focus();
    });
    table.addEventListener("row-wanted", function () {
      box.value = "";
      all(true);
    });
    phone.addEventListener("change", apply);
    window.addEventListener("beforeprint", function () { all(true); });
    window.addEventListener("afterprint", function () { all(false); });
    filters.set(table, apply);
    apply();
  }

  /** The heads stay below the page's own head where a table has room; else within a box of its own.

      All are measured before any is changed: a page that is laid out anew for each table is slow. */
  function keepHeads(tables) {
    var boxes = tables.map(function (table) { return table.closest(".scroll"); });
    boxes.forEach(function (box) { box.classList.remove("fits", "tall"); });
    var kinds = tables.map(function (table, at) {
      if (!table.offsetParent) return "";
      return table.offsetWidth <= boxes[at].clientWidth + 1 ? "fits" : "tall";
    });
    kinds.forEach(function (kind, at) { if (kind) boxes[at].classList.add(kind); });
  }

  var long = Array.from(document.querySelectorAll("article .scroll > table.t")).filter(function (table) { return size(table) > MOST; });
  long.filter(orderly).forEach(makeSortable);
  long.filter(function (table) {
    return table.tBodies.length === 1 && size(table) > LONG && !table.querySelector(".group, .sum, [rowspan]");
  }).forEach(makeFilter);
  function keepAll() { keepHeads(long); }
  keepAll();
  window.addEventListener("resize", keepAll);
  // A fold that opens has its tables measured; paper opens hundreds at once.
  var opened = [];
  document.addEventListener("toggle", function (event) {
    if (!opened.length) {
      window.requestAnimationFrame(function () {
        var folds = opened.splice(0);
        keepHeads(long.filter(function (table) { return folds.some(function (fold) { return fold.contains(table); }); }));
      });
    }
    opened.push(event.target);
  }, true);
})();
