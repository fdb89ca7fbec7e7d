"""What axe finds wrong on a page: contrast, four fifths of its time, is measured once for each look of a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Looks that were measured on some page and found good. They are called by what they are made of, on all pages alike.
_GOOD: set[str] = set()

# Contrast comes of the styles of a text and of all that it lies in. Texts that share these look the same, wherever
# they stand: of the cells of a long table the first and the last are measured, of the head of all pages that of one.
_MARK = """(good) => {
  const looks = new Map(), shown = new Map(), known = new Set(good);
  const name = (text) => {
    let [one, other] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      other = Math.imul(other ^ code, 1597334677);
    }
    return (one >>> 0).toString(36) + "-" + (other >>> 0).toString(36);
  };
  const look = (one) => {
    if (!one) return "";
    if (!looks.has(one)) {
      const style = getComputedStyle(one);
      looks.set(one, name([look(one.parentElement), one.localName, one.getAttribute("class"),
        one.getAttribute("style"), one.matches(":disabled, [aria-disabled=true], [inert]"), style.color,
        style.backgroundColor, style.backgroundImage, style.opacity, style.fontSize, style.fontWeight,
        style.textShadow, style.filter, style.mixBlendMode, style.position, style.zIndex].join("|")));
    }
    return looks.get(one);
  };
  const written = (one) => one.matches("input, select, textarea, button")
    || [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const one of document.body.querySelectorAll("*")) {
    one.removeAttribute("data-look");
    if (!written(one) || !one.checkVisibility({visibilityProperty: true})) continue;
    const same = shown.get(look(one));
    if (same) same[1] = one; else shown.set(look(one), [one]);
  }
  const unknown = [...shown].filter(([look]) => !known.has(look));
  for (const [look, same] of unknown) same.forEach((one) => { one.dataset.look = look; });
  axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});
  return [shown.size, unknown.length];
}"""


# What folds hold, most of a long page, is read for the other rules only: nothing of it can be seen behind a text.
# A rule of another impact than those asked for need not run. A look is good where nothing that was measured of it is
# wrong, or could not be told.
_RUN = """async ({ good, impacts, only }) => {
  // Colours that still fade from those of another look are neither's; what waits for something else is not waited for.
  const fading = document.getAnimations().filter((one) => one.playState === "running");
  const second = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([Promise.allSettled(fading.map((one) => one.finished)), second]);
  const [shown, unknown] = (MARK)(good.split(" "));
  const wanted = axe._audit.rules.filter((rule) => (!only.length || only.includes(rule.id))
    && (!impacts.length || !rule.impact || impacts.includes(rule.impact))
    && (unknown || rule.id !== "color-contrast"));
  const found = { passes: [], violations: [], incomplete: [] };
  const run = async (some) => {
    if (!some.length) return;
    const left = axe._audit.rules.filter((rule) => !some.includes(rule));
    const rules = Object.fromEntries(left.map((rule) => [rule.id, { enabled: false }]));
    const told = await axe.run({ resultTypes: ["violations", "incomplete"], elementRef: true, rules });
    for (const kind of Object.keys(found)) found[kind].push(...told[kind]);
  };
  const behind = wanted.filter((rule) => ["color-contrast", "link-in-text-block"].includes(rule.id)), aside = [];
  if (document.querySelector("details:not([open])")) {
    await run(wanted.filter((rule) => !behind.includes(rule)));
    for (const fold of document.querySelectorAll("details:not([open])")) {
      if (!fold.isConnected) continue;  // it lies in another
      const held = document.createRange();
      held.setStartAfter(fold.querySelector(":scope > summary"));
      held.setEndAfter(fold.lastChild);
      aside.push([fold, held.extractContents()]);
    }
    await run(behind);
    for (const [fold, held] of aside) fold.append(held);
  } else await run(wanted);
  const of = (all) => all.filter((one) => one.id === "color-contrast");
  const doubtful = of([...found.violations, ...found.incomplete]).flatMap((one) => one.nodes);
  const fine = new Set(of([...found.passes, ...found.violations, ...found.incomplete]).length
    ? [...document.querySelectorAll("[data-look]")].map((one) => one.dataset.look) : []);
  for (const { element } of doubtful) fine.delete(element?.dataset.look);
  for (const { nodes } of found.violations) for (const node of nodes) delete node.element;
  return { shown, violations: found.violations, good: [...fine].join(" ") };
}""".replace("MARK", _MARK)


@cache
def _axe() -> str:
    return f"() => {{ {Axe().axe_script} }}"


def violations(page: Page, *impacts: str, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rules that a page breaks, of some impacts or of all; ``only``: the rules that are looked at, else all."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_axe())
    ran = page.evaluate(_RUN, {"good": " ".join(_GOOD), "impacts": impacts, "only": only})
    assert ran["shown"]
    _GOOD.update(ran["good"].split())
    found: list[dict[str, Any]] = ran["violations"]
    return [one for one in found if not impacts or one["impact"] in impacts]


def told(found: list[dict[str, Any]]) -> list[str]:
    """The same as a test shows it."""
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]
