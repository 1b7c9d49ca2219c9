// Every page of the console, with somebody who may see it.
import { ask } from './demo.mjs';

/** Finds cases, rounds, ballots and meetings that the demo has, and who works with them. */
export async function places(url) {
  const people = await (await fetch(`${url}/demo/personas`)).json();
  const lead = '区级负责人';
  const district = (await ask(url, lead, '{ districts { nodes { id } } }')).districts.nodes[0].id;
  const found = await ask(url, lead, `query($d: ID!) {
    rounds(below: $d, first: 50) { nodes { id state area { name } steps { kind state } } }
    consultations(below: $d, first: 50) { nodes { id state area { name } result { claim } } }
    ballots(below: $d, first: 50) { nodes { id state kind area { name } } }
    meetings(below: $d, first: 50) { nodes { id state area { name } minutes { version } } }
    raised: proposals(filter: { custodian: $d, states: [SUBMITTED], tier: BLOCK }, first: 50) { nodes { id custodian { parent { id name } } } }
    working: proposals(filter: { custodian: $d, states: [IMPLEMENTING] }, first: 50) { nodes { id number custodian { name } } }
    closed: proposals(filter: { custodian: $d, states: [CLOSED] }, first: 50) { nodes { id number custodian { name } } }
  }`, { d: district });
  const director = (name) => people.find((one) => one === `${name}主任`);
  const local = (list, wanted = () => true) => list.nodes.find((one) => wanted(one) && director((one.area ?? one.custodian).name)) ?? list.nodes[0];
  const by = (one) => director((one.area ?? one.custodian).name) ?? lead;
  // One that waits for a committee: handed up from a block of its.
  const submitted = found.raised.nodes.map(({ id, custodian }) => ({ id, custodian: custodian.parent })).find(({ custodian }) => director(custodian.name));
  await ask(url, lead, 'mutation($i: EscalateInput!) { escalateProposal(input: $i) { proposal { id } } }', { i: { clientMutationId: `places-${submitted.id}`, proposal: submitted.id, reason: '需居委会协调。' } });
  // A code and a schedule, so that their pages show something.
  await ask(url, by(submitted), 'mutation($i: MakeCodeInput!) { makeCode(input: $i) { code { scene } } }', { i: { clientMutationId: 'places-code', target: submitted.custodian.id } });
  await ask(url, lead, 'mutation($i: ScheduleReportInput!) { scheduleReport(input: $i) { schedule } }', { i: { clientMutationId: 'places-report', area: district, every: 'MONTH', by: 'STREET' } });
  const round = local(found.rounds, ({ state }) => state === 'OPEN');
  const consultation = local(found.consultations, ({ result }) => result?.claim === 'groups');
  const ballot = local(found.ballots, ({ state }) => state === 'CLOSED');
  const meeting = local(found.meetings);
  const block = people.find((one) => one.endsWith('召集人'));
  const desk = by(submitted);
  return {
    district, lead, desk, area: submitted.custodian, block, working: found.working.nodes[0], closed: found.closed.nodes[0], round,
    pages: [
      ['login', null, '/'],
      ['dashboard', lead, '/dashboard'], ['dashboard-topic', lead, '/dashboard?by=TOPIC'], ['figure', lead, '/figures/OVERDUE_NOW'], ['report', lead, '/report'], ['what-if', lead, '/what-if'],
      ['queue', desk, '/queue'], ['queue-hub', lead, '/queue?reach=below'], ['cases', lead, '/cases'],
      ['case-submitted', desk, `/cases/${submitted.id}`], ['case-working', lead, `/cases/${found.working.nodes[0].id}`], ['case-closed', lead, `/cases/${found.closed.nodes[0].id}`],
      ['merge', desk, `/cases/${submitted.id}/merge`],
      ['supervisions', lead, '/supervisions'], ['moderation', lead, '/moderation'],
      ['rounds', lead, '/rounds'], ['round', by(round), `/rounds/${round.id}`], ['round-new', desk, '/rounds/new'], ['procedures', desk, '/rounds/template'],
      ['consultation', by(consultation), `/consultations/${consultation.id}`],
      ['ballots', lead, '/ballots'], ['ballot', by(ballot), `/ballots/${ballot.id}`], ['ballot-new', desk, '/ballots/new'],
      ['meetings', lead, '/meetings'], ['meeting', by(meeting), `/meetings/${meeting.id}`], ['meeting-new', desk, '/meetings/new'],
      ['minutes', by(meeting), `/meetings/${meeting.id}/minutes`], ['screen', by(meeting), `/meetings/${meeting.id}/screen`],
      ['experts', lead, '/experts'], ['reviews', '专家', '/reviews'], ['residents', desk, '/residents'], ['people', lead, '/people'],
      ['months', lead, '/months'], ['reports', lead, '/reports'], ['codes', desk, '/codes'], ['code-new', desk, `/codes?for=${submitted.id}`], ['phrases', desk, '/phrases'], ['delivery', '系统管理员', '/delivery'],
      ['settings', '系统管理员', '/settings'], ['log', '审计员', '/log'], ['looks', '审计员', '/looks'], ['search', lead, '/cases?q=dianti'],
    ],
    open: [['public-case', `/p/${found.closed.nodes[0].number}`], ['public-round', `/r/${found.rounds.nodes.find(({ state }) => state === 'CONCLUDED')?.id ?? round.id}`], ['public-district', '/d/310105']],
  };
}

/**
 * Lets the pages show what a demo of one hour has not: a restated month, and messages that did not arrive. The
 * server's answers are changed on their way.
 */
export async function filled(page) {
  await page.route('**/graphql', async (route) => {
    const name = JSON.parse(route.request().postData() ?? '{}').operationName;
    if (name !== 'StaffSealedMonths' && name !== 'UndeliveredMessages') { await route.fallback(); return; }
    const response = await route.fetch();
    const answer = await response.json();
    const [month] = answer.data?.sealedMonths?.nodes ?? [];
    if (month) month.restatements = [{ number: 1, statedAt: month.sealedAt, lateEntries: 3, logSize: month.logSize + 3, figures: month.figures.map((one, at) => (at % 2 ? one : { ...one, value: (one.value ?? 0) >= 1 ? one.value + 1 : (one.value ?? 0) * 0.98 })) }];
    if (answer.data?.undeliveredMessages) {
      answer.data.undeliveredMessages.nodes = ['REFUSED', 'UNANSWERED', 'TOO_OLD', 'NO_ACCOUNT', 'NO_TEMPLATE'].map((reason, at) => ({ kind: at ? 'PROGRESS' : 'BALLOT', template: 'xk7yq0YtE3bQ1mZ9oR2wL5vN8cT4uS6aD0fG1hJ3kP7', reason, errcode: at ? null : 43101, attempts: at + 1, createdAt: '2026-11-20T10:00:00+08:00' }));
    }
    await route.fulfill({ response, json: answer });
  });
}
