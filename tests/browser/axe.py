"""What axe finds wrong on a page: contrast, four fifths of its time, is measured once for each look of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Contrast comes of the styles of a text and of all that it lies in. Texts that share these look the same, wherever
# they stand: of the cells of a long table the first and the last are measured.
_MARK = """() => {
  const names = new Map(), looks = new Map(), shown = new Map();
  const named = (key) => names.get(key) ?? (names.set(key, names.size), names.size - 1);
  const look = (one) => {
    if (!one) return -1;
    if (!looks.has(one)) {
      const style = getComputedStyle(one);
      looks.set(one, named([look(one.parentElement), one.localName, one.getAttribute("class"),
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
  for (const same of shown.values()) same.forEach((one) => one.setAttribute("data-look", ""));
  axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});
  return shown.size;
}"""


_RUN = """async (options) => {
  // Colours that still fade from those of another look are neither's; what waits for something else is not waited for.
  const fading = document.getAnimations().filter((one) => one.playState === "running");
  const second = new Promise((resolve) => setTimeout(resolve, 1000));
  await Promise.race([Promise.allSettled(fading.map((one) => one.finished)), second]);
  return (await axe.run(options)).violations;
}"""


def violations(page: Page, *impacts: str, only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The rules that a page breaks, of some impacts or of all; ``only``: the rules that are looked at, else all."""
    axe = Axe()
    page.evaluate(f"() => {{ if (!window.axe) {{ {axe.axe_script} }} }}")
    assert page.evaluate(_MARK) > 0
    options = {"resultTypes": ["violations"], **({"runOnly": [*only]} if only else {})}
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    return [one for one in found if not impacts or one["impact"] in impacts]


def told(found: list[dict[str, Any]]) -> list[str]:
    """The same as a test shows it."""
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:200]}" for one in found]
