#!/usr/bin/env node
// Plain on purpose: a Node that is too old must still be able to say so.
const needed = [22, 19];
const version = process.versions.node.split('.').map(Number);
const isNewEnough = version[0] > needed[0] || (version[0] === needed[0] && version[1] >= needed[1]);

if (isNewEnough) {
  const folder = cacheFolder();
  if (folder !== null) process.getBuiltinModule('node:module').enableCompileCache(folder);
  import('../dist/main.js');
} else {
  Promise.all([import('node:fs'), import('node:path'), import('node:child_process')]).then(
    ([fs, path, childProcess]) => {
      const script = fs.realpathSync(process.argv[1]);
      const pinned = findPinned(fs, path, path.dirname(path.dirname(script)));
      if (pinned === undefined) complain();
      else
        runAgain(
          childProcess.spawn(pinned, [script, ...process.argv.slice(2)], { stdio: 'inherit' }),
        );
    },
    complain,
  );
}

// Whoever can write there decides what code runs. Node's own choice is below the folder for temporary
// files, which is everybody's on a shared host.
function cacheFolder() {
  const { isAbsolute, join } = process.getBuiltinModule('node:path');
  const { XDG_CACHE_HOME = '', HOME, LOCALAPPDATA } = process.env;
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'scandeck');
  const own = process.platform === 'win32' ? LOCALAPPDATA : HOME;
  if (!own || !process.getBuiltinModule('node:fs').existsSync(own)) return null;
  if (process.platform === 'win32') return join(own, 'scandeck', 'Cache');
  return join(own, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'scandeck');
}

function findPinned(fs, path, root) {
  return ['node/bin/node', 'node/bin/node.exe', '.bin/node']
    .map((name) => path.join(root, 'node_modules', name))
    .filter((name) => fs.existsSync(name))
    .find((name) => fs.realpathSync(name) !== fs.realpathSync(process.execPath));
}

function runAgain(child) {
  // A terminal sends these to both processes; the child answers for both.
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', complain);
  child.on('exit', (code, signal) => {
    if (signal !== null) process.removeAllListeners(signal);
    if (signal !== null) process.kill(process.pid, signal);
    process.exitCode = code === null ? 1 : code;
  });
}

function complain() {
  process.stderr.write(
    `scandeck needs Node >= ${needed.join('.')}; this is Node ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
}
