// Lets Node read TypeScript: node --import ./test/typescript.mjs
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
