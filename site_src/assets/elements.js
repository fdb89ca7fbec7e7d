// Elements for what scripts put on a page. Everything from the data reaches it as text: nothing here writes HTML.

/** An element with attributes (handlers by ``on…``; true: is there, false or undefined: is not) and what it holds. */
export function make(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside.flat().filter((one) => one !== undefined && one !== null));
  return made;
}
