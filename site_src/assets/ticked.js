// What a reader ticked besides projects, as pages of the pack: an evaluation, a finding, a rectification. Their figures are
// those of the flat tables, from the files that the explorer reads.

import { readIndex, readRows } from "./explore/data.js";
import { cell } from "./explore/sheet.js";

const FOUND = 5, RECTIFIED = 8; // of an evaluation's page; the rest is told of
let index;
const tables = new Map(); // table/division/year → promise of its rows

/** The rows of a flat table of a division's year with their names; undefined where it has none. */
async function rowsOf(name, division, year) {
  index ??= readIndex();
  const { tables: known } = await index;
  const table = known.find((one) => one.name === name);
  const slices = table.slices.filter((one) => one.division === division && String(one.year) === year);
  if (!slices.length) return undefined;
  const rows = await readRows(table, slices);
  await rows.readNames();
  return rows;
}

function once(name, division, year) {
  const key = `${name}/${division}/${year}`;
  if (!tables.has(key)) {
    tables.set(key, rowsOf(name, division, year).catch((error) => {
      tables.delete(key);
      index = undefined;
      throw error;
    }));
  }
  return tables.get(key);
}

/** A row of a flat table: what stands in a column as files have it, and a figure as pages print it with its label. */
class Row {
  constructor(rows, at) {
    this.rows = rows;
    this.at = at;
  }

  column(name) {
    return this.rows.table.columns.find((one) => one.name === name);
  }

  text(name) {
    return cell(this.rows, this.column(name), this.at).file;
  }

  code(name) {
    return this.text(name).toLowerCase();
  }

  shown(name) {
    return cell(this.rows, this.column(name), this.at).text;
  }

  figures(...names) {
    return names.map((name) => {
      const { title, unit } = this.column(name);
      return [unit ? `${title}（${unit}）` : title, this.shown(name)];
    });
  }
}

const every = (rows, fits) => Array.from({ length: rows?.count ?? 0 }, (_, at) => new Row(rows, at)).filter(fits);
const ruleOf = (row) => row.text("code").split(" ")[0];
const ownerOf = (row) => row.code("record").split("＋")[0]; // of the parts of a record the first is what it belongs to

/** The page of what is ticked; null where there is no such thing. ``projectOf`` fetches the page of a project by its item. */
export async function ticked(item, frame, projectOf) {
  const [division, year, kind, ...codes] = item.split("/");
  const wanted = codes.map((code) => code.toLowerCase());
  const found = every(await once(kind, division, year), FITS[kind](wanted));
  if (!found.length) return null;
  const [first] = found, { samples } = await index, code = first.code("project_code");
  const about = {
    kind, year, division,
    bureau: first.text("department_name") || first.text("division_name"),
    sample: samples.includes(first.text("division_name")),
    source: `本站的${first.rows.table.title}`,
    project: code ? await projectOf(`${division}/${year}/${code}`) : null,
  };
  return { ...about, ...await PAGES[kind](found, about, frame) };
}

const FITS = {
  evaluations: ([code]) => (row) => row.code("evaluation_code") === code,
  rectifications: ([code]) => (row) => row.code("rectification_code") === code,
  findings: ([rule, ...record]) => (row) => ruleOf(row).toLowerCase() === rule && row.code("record") === record.join("/"),
};

const PAGES = {
  async evaluations([row], { year, division }, frame) {
    const code = row.code("evaluation_code"), project = row.code("project_code"), name = row.text("subject_name");
    const found = every(await once("findings", division, year),
      (one) => ownerOf(one) === code || (project && one.code("project_code") === project));
    const rectified = every(await once("rectifications", division, year), (one) => one.text("source").endsWith("评价")
      && (project ? one.code("project_code") === project : one.text("subject_name") === name));
    const late = rectified.filter((one) => one.text("condition") === "逾期");
    const questions = [
      ...found.map((one) => `${one.text("title")}：${frame.questions[ruleOf(one)] ?? ""}`).filter((one) => !one.endsWith("：")),
      ...late.map((one) => asked(one, frame)),
    ];
    return {
      name: `${name}（${row.text("evaluation_kind") || "独立评价"}）`,
      code: row.text("evaluation_code"),
      path: `evaluations/${division}/${year}/${code}/`,
      verdict: evaluated(row),
      figures: row.figures("score", "grade", "self_score", "gap", "evaluated_amount", "budget", "next_budget", "next_change"),
      found: found.slice(0, FOUND).map((one) => told(one, division, year)),
      found_left: Math.max(0, found.length - FOUND),
      rectified: rectified.slice(0, RECTIFIED).map((one) => [one.text("problem"), one.text("due") || "—", one.text("condition")]),
      rectified_left: Math.max(0, rectified.length - RECTIFIED),
      questions: questions.length ? [...new Set(questions)].slice(0, FOUND) : [frame.asks.evaluation],
    };
  },

  findings(found, { year, division, project }, frame) {
    const [row] = found, [, , , path] = told(row, division, year);
    const [, , reply] = project?.found.find(([title, message]) => title === row.text("title") && message === row.text("message")) ?? [];
    return {
      name: `${row.text("title")}（${row.text("record_name")}）`,
      code: row.text("code"),
      path,
      verdict: found.map((one) => one.text("message")).join(""),
      figures: row.figures("severity", "weight", "record_table", "field", "promised"),
      notes: [
        ["部门的说明：", reply || (row.text("replied") === "有" ? "有，见网页。" : "还没有。")],
        ...(project ? [["所说的项目：", `${project.name}。${project.verdict}`]] : []),
      ],
      questions: [frame.questions[ruleOf(row)]].filter(Boolean),
    };
  },

  rectifications([row], { year, division, project }, frame) {
    return {
      name: `${row.text("subject_name")}（整改）`,
      code: row.text("rectification_code"),
      path: project ? `${project.path}#rectifications` : `rectifications/${division}/${year}/`,
      verdict: row.text("problem"),
      figures: row.figures("source", "condition", "issued_date", "due", "closed_date", "days_late", "promised"),
      notes: [
        ["责任单位：", row.text("responsible") || "没有写"],
        ...(project ? [["所说的项目：", `${project.name}。${project.verdict}`]] : []),
      ],
      questions: [asked(row, frame)],
    };
  },
};

/** What an evaluation came to, in a sentence; what is not published is left out. */
function evaluated(row) {
  const said = (name, words) => (row.text(name) ? words(row.shown(name)) : "");
  const gap = (text) => (text.startsWith("−") ? `，低 ${text.slice(1)} 分` : `，高出 ${text} 分`);
  const parts = [
    said("score", (text) => `得 ${text} 分`) + said("grade", (text) => `，等级为“${text}”`),
    said("self_score", (text) => `自评 ${text} 分`) + said("gap", gap),
    said("problems", (text) => `指出 ${text} 个问题`) + said("rectifications", (text) => `，整改 ${text} 项`)
      + said("rectifications_overdue", (text) => (text === "0" ? "" : `，逾期 ${text} 项`)),
    said("consequence", (text) => `下一年预算：${text}`),
  ];
  return `${parts.filter(Boolean).join("；")}。`;
}

/** A finding as the page of a project has it: title, message, the reply, and where it stands. */
function told(row, division, year) {
  const path = `findings/${division}/${year}/${row.text("department") || "_all"}/#${ruleOf(row).toLowerCase()}`;
  return [row.text("title"), row.text("message"), row.text("replied") === "有" ? "见网页。" : "", path];
}

/** What may be asked about a rectification: the same words as on the pages (generator/rules/asking.py). */
function asked(row, { asks }) {
  const condition = row.text("condition"), due = row.text("due");
  if (condition === "逾期") return asks.late.replace("{late}", row.text("days_late"));
  if (condition !== "整改中") return asks.done;
  return due ? asks.due.replace("{due}", due) : asks.open;
}
