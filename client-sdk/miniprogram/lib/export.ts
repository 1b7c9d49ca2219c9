import type { Client } from 'yiting-sdk';
import { consent } from './consent';
import { receipts } from './receipts';

/** Reads a list to its end. */
async function every<T>(read: (after?: string) => Promise<{ nodes: readonly T[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } | undefined>): Promise<T[]> {
  const all: T[] = [];
  for (let after: string | undefined; ;) {
    const page = await read(after);
    all.push(...(page?.nodes ?? []));
    if (!page?.pageInfo.hasNextPage || !page.pageInfo.endCursor) return all;
    after = page.pageInfo.endCursor;
  }
}

/** Everything that the platform knows of the person and that this phone keeps, as one readable JSON. */
export async function myData(known: Client): Promise<string> {
  const { me } = await known.account.me();
  const proposals = await every(async (after) => (await known.proposal.proposals(after ? { filter: { mine: true }, after } : { filter: { mine: true } })).proposals);
  const texts = [];
  for (const { id } of proposals) {
    const { number, title, body, createdAt, state, viewerRating } = await known.proposal.proposalPage({ proposal: id });
    texts.push({ number, title, body, createdAt, state, rating: viewerRating });
  }
  const followed = await every(async (after) => (await known.proposal.proposals(after ? { filter: { followed: true }, after } : { filter: { followed: true } })).proposals);
  const notices = await every(async (after) => (await known.account.inbox(after ? { after } : {})).me?.inbox);
  const { me: meetings } = await known.meeting.myMeetings();
  return JSON.stringify({
    exportedAt: new Date().toISOString(),
    account: me && { name: me.person.nickname, level: me.level, residences: me.residences.map(({ code, name }) => ({ code, name })), roles: me.memberships.map(({ role, area }) => ({ role, area: area.name })) },
    proposals: texts,
    followed: followed.map(({ number, title }) => ({ number, title })),
    meetings: meetings?.meetings.map(({ title, startsAt, place, mine }) => ({ title, startsAt, place, standing: mine?.standing, checkedInAt: mine?.checkedInAt })),
    notices: notices.map(({ kind, createdAt, proposal }) => ({ kind, createdAt, proposal: proposal?.title })),
    onThisPhone: { receipts: receipts(), waiting: known.outbox.list().map(({ label, at }) => ({ label, at: new Date(at).toISOString() })), consent: consent() },
  }, null, 1);
}
