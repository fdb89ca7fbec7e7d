// What is shown as files: CSV for spreadsheets and a workbook, made here without a server, with the question and the day.

const BOM = "\ufeff";
const HARMFUL = /^[=+\-@\t\r']/; // what a spreadsheet would run, as generator/downloads/harmless.py has it
const LONG_NUMBER = /^\d{12,}$/;

/** A sheet as CSV: what it is in the first lines, then heads and rows. */
export function csv({ notes, heads, rows }) {
  const lines = [...notes.map((note) => [note]), [], heads.map((one) => one.title), ...rows.map((row) => row.map((text, at) => (heads[at].number ? text : harmless(text))))];
  return new Blob([BOM, lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("")], { type: "text/csv;charset=utf-8" });
}

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const harmless = (text) => (HARMFUL.test(text) || LONG_NUMBER.test(text) ? `'${text}` : text);

/** A sheet as a workbook: the rows on the first, what it is on the second. */
export function xlsx({ name, notes, heads, rows }) {
  const first = [row(heads.map((one) => text(one.title, 1))), ...rows.map((cells) => row(cells.map((one, at) => (heads[at].number && one !== "" ? number(one) : text(one, 0)))))];
  const widths = heads.map((one, at) => Math.min(40, Math.max(10, ...[one.title, ...rows.slice(0, 200).map((cells) => cells[at])].map(width))));
  const last = `${letters(heads.length - 1)}${rows.length + 1}`;
  const view = '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>';
  const parts = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": relations([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/><sheet name="说明" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${escaped(name)}'!$A$1:$${last.replace(/(\d+)/, "$$$1")}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'${escaped(name)}'!$1:$1</definedName></definedNames></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([["worksheet", "worksheets/sheet1.xml"], ["worksheet", "worksheets/sheet2.xml"], ["styles", "styles.xml"]]),
    "xl/styles.xml": STYLES,
    "xl/worksheets/sheet1.xml": sheet(first, { view, widths, filter: `A1:${last}` }),
    "xl/worksheets/sheet2.xml": sheet(notes.map((note) => row([text(note, 0)])), { widths: [100] }),
  };
  return new Blob([zip(parts)], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const TYPES = `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="${KIND}.worksheet+xml"/></Types>`;
// Cells: 0 text, 1 head, 2 number with two decimals or more.
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00####"/></numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function relations(targets) {
  const all = targets.map(([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${kind}" Target="${target}"/>`);
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join("")}</Relationships>`;
}

function sheet(rows, { view = "", widths, filter = "" }) {
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return `${HEAD}<worksheet xmlns="${MAIN}">${view}<cols>${columns.join("")}</cols><sheetData>${rows.join("")}</sheetData>${filter ? `<autoFilter ref="${filter}"/>` : ""}</worksheet>`;
}

const row = (cells) => `<row>${cells.join("")}</row>`;
const text = (value, style) => (value === "" ? "<c/>" : `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`);
const number = (value) => `<c s="${value.includes(".") ? 2 : 3}"><v>${value}</v></c>`;
// XML knows no control characters, and a workbook reads _x0041_ as a letter.
const escaped = (value) => value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/_x(?=[0-9A-Fa-f]{4}_)/g, "_x005F_x").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const width = (value) => [...value].reduce((sum, letter) => sum + (letter > "\u2e7f" ? 2 : 1), 2);

function letters(at) {
  return at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);
}

// ---- a zip of stored files ----

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Files as one archive; days are those of the format's beginning, so that the same rows make the same bytes. */
export function zip(parts) {
  const encoder = new TextEncoder();
  const pieces = [], listed = [];
  let offset = 0, size = 0;
  for (const [path, content] of Object.entries(parts)) {
    const name = encoder.encode(path), bytes = encoder.encode(content);
    const common = new Uint8Array(26);
    const view = new DataView(common.buffer);
    view.setUint16(0, 20, true); // version
    view.setUint16(2, 0x800, true); // names in UTF-8
    view.setUint16(8, 0x21, true); // 1980-01-01
    view.setUint32(10, crc(bytes), true);
    view.setUint32(14, bytes.length, true);
    view.setUint32(18, bytes.length, true);
    view.setUint16(22, name.length, true);
    pieces.push(signature(0x04034b50), common, name, bytes);
    const rest = new DataView(new ArrayBuffer(14));
    rest.setUint32(10, offset, true);
    listed.push(signature(0x02014b50), new Uint8Array([20, 0]), common, new Uint8Array(rest.buffer), name);
    offset += 30 + name.length + bytes.length;
    size += 46 + name.length;
  }
  const end = new DataView(new ArrayBuffer(18));
  const count = Object.keys(parts).length;
  end.setUint16(4, count, true);
  end.setUint16(6, count, true);
  end.setUint32(8, size, true);
  end.setUint32(12, offset, true);
  return new Blob([...pieces, ...listed, signature(0x06054b50), new Uint8Array(end.buffer)]);
}

function signature(value) {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

/** Hand a file to the reader. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
