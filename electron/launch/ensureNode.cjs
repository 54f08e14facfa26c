/* Written for any Node there is, so that an old one can say what is missing. With a script it goes on to run it. */
'use strict';

var needed = [22, 12];

function isNewEnough(version) {
  var parts = version.split('.');
  var major = Number(parts[0]);
  var minor = Number(parts[1]);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

function refusal(version, platform, arch) {
  return (
    'Ballast needs Node ' +
    needed.join('.') +
    ' or newer and found ' +
    version +
    ' (' +
    platform +
    ' ' +
    arch +
    '): run npm ci again without --omit=optional, or install Node 24 from https://nodejs.org/.'
  );
}

module.exports = { isNewEnough: isNewEnough, refusal: refusal };

if (require.main === module) {
  if (!isNewEnough(process.versions.node)) {
    process.stderr.write(refusal(process.versions.node, process.platform, process.arch) + '\n');
    process.exit(1);
  }
  if (process.argv.length > 2) void require('./runTypeScript.cjs').runTypeScript(process.argv[2]);
}
