// Runs the server audits of graphql-http against an endpoint: node audits.mjs URL
import { auditServer } from 'graphql-http';

const url = process.argv[2];
const results = await auditServer({ url });
let bad = 0;
for (const result of results) {
  if (result.status === 'ok') continue;
  if (result.status !== 'notice') bad += 1;
  console.log(`${result.status} ${result.id} ${result.name}: ${result.reason ?? ''}`);
}
console.log(`${results.length - bad} passed, ${bad} failed`);
process.exit(bad === 0 ? 0 : 1);
