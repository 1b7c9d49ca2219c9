// A realm like that of a mini-program's logic: the language, `wx`, timers, and nothing of browsers or Node.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

/** Makes a realm; `given` are its globals beside the language, the console and timers. */
export function sealedRealm(given) {
  const context = vm.createContext(
    { console, setTimeout, clearTimeout, setInterval, clearInterval, ...given },
    { codeGeneration: { strings: false, wasm: false } },
  );
  const run = (code, filename = 'realm') => vm.runInContext(code, context, { filename });
  const modules = new Map();
  function load(path) {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const wrapped = run(`(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`, path);
    wrapped(module, module.exports, (name) => load(join(dirname(path), name.endsWith('.js') ? name : `${name}.js`)));
    return module.exports;
  }
  return { context, run, require: load };
}
