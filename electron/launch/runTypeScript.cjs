'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/**
 * Runs a TypeScript file as the program: in this process where Node strips types by itself (22.18 and newer),
 * else in one that is told to.
 */
function runTypeScript(script) {
  const file = path.resolve(script);
  if (process.features.typescript) {
    process.argv.splice(1, 2, file);
    return import(pathToFileURL(file).href).catch((error) => {
      process.stderr.write((error && error.stack ? error.stack : String(error)) + '\n');
      process.exit(1);
    });
  }
  const child = spawn(
    process.execPath,
    ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', file, ...process.argv.slice(3)],
    { stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code === null ? (signal === 'SIGINT' ? 130 : 143) : code));
  return undefined;
}

module.exports = { runTypeScript };
