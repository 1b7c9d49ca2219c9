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
  const beside = (name, from) => join(dirname(from), name);
  /** Loads a CommonJS file; `resolve` says where a name required there lies. */
  function load(file, resolve = beside) {
    const path = file.endsWith('.js') ? file : `${file}.js`;
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const wrapped = run(`(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`, path);
    wrapped(module, module.exports, (name) => load(resolve(name, path), resolve));
    return module.exports;
  }
  return { context, run, require: load };
}
