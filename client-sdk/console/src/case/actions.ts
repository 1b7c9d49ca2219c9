// What staff do to a case: one entry for each action of the rule engine, with its form.
import type { ProposalPageQuery } from '../../../src/generated/types';
import type { StaffCaseQuery } from '../generated/types';
import { choices, label, say, topicName } from '../language';
import { type Field, fenOf, textOf, type Values } from '../parts/form';
import { photoIds } from '../parts/photos';
import { client } from '../session/client';
import { actionName } from '../words';
import { keepOwn, ownOf } from './own';
import { confirming, declining, delegating, escalating, rejecting, returning, supervising } from './phrases';

type Found<D> = D extends { node: infer N } ? Exclude<N, null | Record<PropertyKey, never>> : never;
export type Case = Found<ProposalPageQuery>;
export type More = Found<StaffCaseQuery>;

export interface Deed {
  readonly fields: readonly Field[];
  readonly initial?: Values;
  readonly look?: 'main' | 'danger';
  readonly hint?: string;
  /** The plan of tasks is edited beside the fields. */
  readonly plan?: boolean;
  act(values: Values, key: string): Promise<unknown>;
}

export interface PlannedTask { title: string; unit: string; due: string; budget: string }
export const planOf = (values: Values): PlannedTask[] => { try { return JSON.parse(String(values['plan'] || '[]')) as PlannedTask[]; } catch { return []; } };

const area = (name: string, text: string, more: Partial<Field> = {}): Field => ({ name, label: text, kind: 'area', most: 4000, ...more });
const yesNo = (yes: string, no: string): Field => ({ name: 'approve', label: say('决定', 'Decision'), kind: 'select', choices: [{ id: 'yes', name: yes }, { id: 'no', name: no }] });

/** The areas between the case and its home, to which it can be handed down. */
function below(of: Case, more: More | undefined) {
  const order = ['REGION', 'DISTRICT', 'STREET', 'NEIGHBORHOOD', 'BLOCK'];
  const home = more?.home;
  const line = [home, home?.parent, home?.parent?.parent, home?.parent?.parent?.parent].filter((one) => !!one);
  return line.filter(({ tier }) => order.indexOf(tier) > order.indexOf(of.tier)).map(({ id, name, tier }) => ({ id, name: `${name} · ${label('Tier', tier)}` }));
}

/** The form of an action, with the texts that the person has prepared; undefined for actions that staff do not do. */
export function deedOf(action: string, of: Case, more: More | undefined): Deed | undefined {
  const deed = plainDeed(action, of, more);
  return deed && { ...deed, fields: deed.fields.map((field) => (field.kind === 'area' ? withOwn(field, action) : field)) };
}

/** A field for words with the phrases of one's own for an action, to which it can be added. */
export const withOwn = (field: Field, action: string): Field => ({ ...field, own: { list: () => ownOf(action), keep: (text) => keepOwn(action, text) } });

function plainDeed(action: string, of: Case, more: More | undefined): Deed | undefined {
  const on = { proposal: of.id, ifVersion: of.version };
  const { desk, proposal } = client;
  /** An action that takes words and nothing else. */
  const words = (text: string, act: (input: typeof on & { text: string }, options: { key: string }) => Promise<unknown>, extra: Partial<Field> = {}): Deed => ({
    fields: [area('text', text, extra)], act: (values, key) => act({ ...on, text: textOf(values, 'text') }, { key }),
  });
  const open = of.tasks.filter(({ state }) => state === 'open').map(({ id, title }) => ({ id, name: title }));
  const decide = (act: typeof desk.decideRequest, yes: string, no: string, extra: Partial<Field> = {}): Deed => ({
    fields: [yesNo(yes, no), area('reason', say('理由', 'Reason'), extra)],
    act: (values, key) => act({ ...on, approve: values['approve'] === 'yes', reason: textOf(values, 'reason') }, { key }),
  });
  const publish: Field = { name: 'publishAt', label: say('公开时间', 'Published at'), kind: 'minute', optional: true, hint: say('留空即立即公开；现在决定，到时公开。', 'At once when left empty; decided now, published then.') };
  const publishAt = (values: Values) => (textOf(values, 'publishAt') ? { publishAt: `${textOf(values, 'publishAt')}:00+08:00` } : {});
  switch (action) {
    case 'check_text': return decide(desk.checkProposalText, say('通过', 'Approve'), say('不通过', 'Reject'));
    case 'return': return words(say('请提案人补充什么', 'What is missing'), desk.returnProposal, { phrases: returning() });
    case 'decline': return {
      look: 'danger',
      hint: say('不予受理须写明理由；提案人可申诉一次，附议达到门槛时自动重新审议。', 'A decline says why. The proponent may appeal once, and enough supporters lead it back to review.'),
      fields: [
        { name: 'reason', label: say('情形', 'Ground'), kind: 'select', choices: choices('DeclineReason') },
        area('answer', say('书面答复', 'Written answer'), { rows: 5, phrases: Object.values(declining).flatMap((make) => make()) }),
        publish,
      ],
      act: (values, key) => desk.declineProposal({ ...on, reason: String(values['reason']) as 'OUT_OF_SCOPE', answer: textOf(values, 'answer'), ...publishAt(values) }, { key }),
    };
    case 'accept': return {
      fields: [{ name: 'topic', label: say('议题', 'Topic'), kind: 'search', choices: (more?.custodian.topics ?? []).map((topic) => ({ id: topic.id, name: `${topicName(topic)} · ${topic.category}` })) }],
      initial: { topic: of.topic?.id ?? '' },
      hint: say('受理后进入审议，由您牵头。', 'It goes to review, with you as its lead.'),
      act: (values, key) => desk.acceptProposal({ ...on, topic: String(values['topic']) }, { key }),
    };
    case 'escalate': return {
      fields: [area('reason', say('上报理由', 'Why'), { phrases: escalating() })],
      hint: more?.custodian.parent ? say(`将交由 ${more.custodian.parent.name} 办理。`, `It goes to ${more.custodian.parent.name}.`) : '',
      act: (values, key) => desk.escalateProposal({ ...on, reason: textOf(values, 'reason') }, { key }),
    };
    case 'delegate': return {
      fields: [{ name: 'to', label: say('下派到', 'To'), kind: 'select', choices: below(of, more) }, area('reason', say('下派要求', 'What is asked'), { phrases: delegating() })],
      act: (values, key) => desk.delegateProposal({ ...on, to: String(values['to']), reason: textOf(values, 'reason') }, { key }),
    };
    case 'form': return {
      fields: [
        area('resolution', say('决议', 'Resolution'), { rows: 6 }),
        { name: 'direct', label: say('简易事项直接办理（未经议事轮次）', 'Handled directly, without a round'), kind: 'check' },
      ],
      initial: { direct: !more?.rounds.some((round) => round.outcome?.verdict === 'ADOPTED') },
      plan: true,
      act: (values, key) => desk.formProposal({
        ...on, resolution: textOf(values, 'resolution'), direct: values['direct'] === true,
        tasks: planOf(values).map(({ title, unit, due, budget }) => ({ title: title.trim(), unit, due, budgetFen: fenOf(budget) })),
      }, { key }),
    };
    case 'reject': return {
      look: 'danger',
      fields: [
        area('answer', say('书面答复', 'Written answer'), { rows: 5, phrases: rejecting() }),
        { name: 'direct', label: say('简易事项直接决定（未经议事轮次）', 'Decided directly, without a round'), kind: 'check' }, publish,
      ],
      act: (values, key) => desk.rejectProposal({ ...on, answer: textOf(values, 'answer'), direct: values['direct'] === true, ...publishAt(values) }, { key }),
    };
    case 'report': return {
      fields: [
        { name: 'task', label: say('任务', 'Task'), kind: 'select', choices: open },
        { name: 'change', label: say('进展', 'Change'), kind: 'select', choices: choices('TaskChange') },
        area('text', say('说明', 'Report')),
        { name: 'spent', label: say('本次支出（元）', 'Spent now (yuan)'), kind: 'yuan', optional: true },
        { name: 'photos', label: say('现场图片', 'Pictures as evidence'), kind: 'photos', optional: true },
      ],
      initial: { task: open[0]?.id ?? '', change: 'PROGRESS' },
      act: (values, key) => desk.reportTask({ ...on, task: String(values['task']), change: String(values['change']) as 'DONE', text: textOf(values, 'text'), spentFen: fenOf(textOf(values, 'spent')), photos: photoIds(textOf(values, 'photos')) }, { key }),
    };
    case 'request_extension': return {
      fields: [{ name: 'task', label: say('任务', 'Task'), kind: 'select', choices: open }, { name: 'due', label: say('延至', 'New due date'), kind: 'date' }, area('reason', say('理由', 'Reason'))],
      act: (values, key) => desk.requestExtension({ ...on, task: String(values['task']), due: String(values['due']), reason: textOf(values, 'reason') }, { key }),
    };
    case 'request_suspension': return words(say('暂停理由', 'Why it must pause'), desk.requestSuspension);
    case 'decide_request': return decide(desk.decideRequest, say('同意', 'Approve'), say('不同意', 'Refuse'));
    case 'resume': return words(say('恢复理由', 'Why it goes on'), desk.resumeProposal);
    case 'deliver': return words(say('完成情况报告', 'Report'), desk.deliverProposal);
    case 'confirm_delivery': return decide(desk.confirmDelivery, say('确认交付', 'Confirm'), say('退回返工', 'Send back'), { phrases: confirming() });
    case 'record_check': return words(say('核查结果', 'Finding'), desk.recordSupervisorCheck);
    case 'close': return words(say('办结答复', 'Final answer'), desk.closeProposal);
    case 'comment': return words(say('公开回复', 'Reply'), (input, options) => proposal.commentOnProposal(input, options), { most: 1000 });
    case 'write_note': return words(say('内部备注（居民看不到）', 'Note, not shown to residents'), desk.writeNote);
    case 'open_supervision': return words(say('督办要求', 'What is asked'), desk.openSupervision, { phrases: supervising() });
    case 'answer_supervision': return {
      fields: [
        { name: 'supervision', label: say('督办事项', 'Supervision'), kind: 'select', choices: of.supervisions.filter(({ answeredAt }) => !answeredAt).map((one) => ({ id: one.id, name: `${one.area.name} · ${label('Link', one.link)}` })) },
        area('answer', say('答复', 'Answer')),
      ],
      initial: { supervision: of.supervisions.find(({ answeredAt }) => !answeredAt)?.id ?? '' },
      act: (values, key) => desk.answerSupervision({ ...on, supervision: String(values['supervision']), answer: textOf(values, 'answer') }, { key }),
    };
    default: return undefined;
  }
}

/** Actions in the order in which a desk thinks of them; the first allowed one is the main one. */
const ORDER = ['check_text', 'decide_request', 'confirm_delivery', 'answer_supervision', 'accept', 'form', 'report', 'deliver', 'record_check', 'close',
  'return', 'merge', 'escalate', 'delegate', 'reject', 'decline', 'request_extension', 'request_suspension', 'resume', 'open_supervision', 'comment', 'write_note'];

export function offers(of: Case) {
  const known = new Map(of.viewerCan.map((one) => [one.action, one]));
  const all = ORDER.flatMap((name) => { const one = known.get(name); return one ? [{ ...one, title: actionName(name) }] : []; });
  return { allowed: all.filter(({ allowed }) => allowed), refused: all.filter(({ allowed }) => !allowed) };
}
