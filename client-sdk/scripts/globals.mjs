// Globals of browsers and Node that a mini-program's logic does not have, or must not use.
const FOREIGN = [
  'window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'fetch', 'XMLHttpRequest', 'URL', 'URLSearchParams',
  'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder', 'crypto', 'process',
  'Buffer', 'EventSource', 'WebSocket', 'Event', 'EventTarget', 'queueMicrotask', 'structuredClone', 'atob', 'btoa', 'performance', 'self', 'eval',
  'Function', 'importScripts', 'global',
];

/** The foreign globals that a piece of minified code names, outside of strings and not as a property. */
export function foreignGlobals(code) {
  const bare = code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""').replace(/`(?:[^`\\$]|\\.|\$(?!\{))*`/g, '""');
  // Code is never fetched at run time; WeChat has no import().
  const fetched = /(?<![\w$.])import\s*\(/.test(bare) ? ['import()'] : [];
  return fetched.concat(FOREIGN.filter((name) => {
    const used = new RegExp(`(?<![\\w$.])${name}(?![\\w$])(?!\\s*:)`, 'g');
    return [...bare.matchAll(used)].some(({ index }) => !/(?:typeof|function|async)\s*$/.test(bare.slice(0, index)));
  }));
}
