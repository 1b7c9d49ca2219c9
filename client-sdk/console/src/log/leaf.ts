// The leaf hash of an entry of the audit log, made again here from all that the server says of the entry.
// RFC 6962, section 2.1, over RFC 8785 JSON of the nine fields; `domain/src/log/entry.rs` has them.
import { canonical } from '../../../src/verify/canonical';
import { hex, utf8 } from '../../../src/verify/bytes';
import { leafHash as hashOf } from '../../../src/verify/merkle';

interface Told { seq: number; at: string; actor: { id: string } | null; kind: string; subject: string; body: string; leaf: string }

const NIL = '00000000-0000-0000-0000-000000000000';

/** The UUID in a global id: a letter for the kind, then sixteen bytes, as base64url. */
function uuidOf(id: string): string {
  const bytes = atob(id.replace(/-/g, '+').replace(/_/g, '/').padEnd(24, '='));
  const text = [...bytes].slice(1).map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The hash under which an entry stands in the tree of a district. */
export function leafHash(district: string, entry: Told): string {
  const fields = {
    version: 1, hash: 'sha256', district, seq: entry.seq, at: Date.parse(entry.at), actor: entry.actor ? uuidOf(entry.actor.id) : NIL,
    kind: entry.kind, subject: entry.subject, body: JSON.parse(entry.body) as unknown,
  };
  return hex(hashOf(utf8(canonical(fields))));
}
