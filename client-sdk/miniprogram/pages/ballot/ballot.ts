import type { Client } from 'yiting-sdk';
import { act, base, listen, load, tapped } from '../../lib/screen';
import { checkList, keepReceipt, publishedList, receiptOf } from '../../lib/receipts';
import { label, moment, yuan } from '../../lib/words';

type Paper = Omit<Parameters<Client['ballot']['castVote']>[0], 'ballot'>;
type Form = 'answer' | 'scores' | 'order' | 'options' | 'points';
interface Option { id: string; title: string; cost: string; mark: string; count: number; place: number }
interface Line { name: string; count: string; why: string; width: number; tone: string }

const HOW: Record<Form, string> = { answer: '请选一项', options: '请选赞成的，可多选', scores: '点一下加一分，0 至 5 分', order: '按先后顺序点选', points: '点选项目，把点数分给它们' };
const VERDICTS: Record<string, string> = { ADOPTED: '通过', NOT_ADOPTED: '未通过', NO_QUORUM: '未达法定人数' };

Page({
  data: {
    ...base, id: '', b: undefined as undefined | Record<string, any>, options: [] as Option[], answer: '', ready: false, named: false, receipt: '', left: 0,
    answers: ['YES', 'NO', 'ABSTAIN'].map((value) => ({ value, name: label('BallotAnswer', value) })),
    result: undefined as undefined | { verdict: string; won: boolean; turnout: string; share: number; lines: Line[] }, checks: [] as ReturnType<typeof checkList>,
  },
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  stop: undefined as undefined | (() => void),
  /** The result appears by itself when the clock closes the ballot. */
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh('live'); };
      return known.watch.ballotChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh(by?: unknown) {
    return load(this, async (known, ask) => {
      const page = await ask((options) => known.ballot.ballotPage({ ballot: this.data.id }, options));
      const vote = page.viewerCan.find(({ action }) => action === 'vote');
      const form: Form = page.kind === 'YES_NO' ? 'answer' : page.kind === 'SCORE' ? 'scores' : page.kind.indexOf('RANKED') === 0 ? 'order' : page.points ? 'points' : 'options';
      const name = (id: string) => page.options.find((option) => option.id === id)?.title ?? '';
      const { result } = page;
      const most = Math.max(1, ...(result?.options.map(({ votes }) => votes) ?? []));
      const share = (count: number, all: number) => (all ? Math.round((count * 100) / all) : 0);
      this.setData({
        receipt: receiptOf(this.data.id),
        b: {
          title: page.title, kind: label('BallotKind', page.kind), secrecy: label('Secrecy', page.secrecy), state: label('BallotState', page.state), until: moment(page.closesAt), tone: page.state === 'OPEN' ? 'open' : page.state === 'CLOSED' ? 'done' : 'over',
          basis: page.legalBasis, electorate: label('ElectorateKind', page.electorateKind), size: page.electorateSize === null ? '' : `共 ${page.electorateSize} 票`,
          turnout: page.turnout === null || page.state !== 'OPEN' ? '' : `已投 ${page.turnout} 票`, share: share(page.turnout ?? 0, page.electorateSize ?? 0), voted: page.viewerHasVoted, form, how: HOW[form], most: page.most, points: page.points,
          budget: page.budgetFen ? `总预算 ${yuan(page.budgetFen)}` : '', open: !!vote?.allowed, canName: page.secrecy === 'OPEN', why: page.state === 'OPEN' ? vote?.reason?.message ?? '' : page.reason ?? '', ruleDigest: page.ruleDigest, listPath: result?.listPath,
        },
        result: result ? {
          won: result.verdict === 'ADOPTED' || result.winners.length > 0,
          verdict: result.winners.length ? `胜出：${result.winners.map(name).join('、')}` : VERDICTS[result.verdict] ?? '',
          turnout: `${result.electorate} 票中投了 ${result.turnout} 票`, share: share(result.turnout, result.electorate),
          lines: page.kind === 'YES_NO' ? ([['赞成', result.yes, ''], ['反对', result.no, 'no'], ['弃权', result.abstain, 'grey']] as const)
            .map(([title, count, tone]) => ({ name: title, count: `${count ?? 0} 票`, why: '', width: share(count ?? 0, (result.yes ?? 0) + (result.no ?? 0) + (result.abstain ?? 0)), tone }))
            : result.options.map((option) => ({
              name: `${option.won ? '✓ ' : ''}${name(option.option)}`, why: option.why ?? '', width: share(option.votes, most), tone: option.won ? '' : 'grey',
              count: option.mean ? `均分 ${option.mean}` : option.points ? `${option.points} 点` : `${option.votes} 票`,
            })),
        } : undefined,
      });
      if (!this.data.options.length) {
        this.setData({ left: page.points, options: page.options.map(({ id, title, costFen }) => ({ id, title, cost: costFen ? yuan(costFen) : '', mark: '', count: 0, place: 0 })) });
      }
    }, by);
  },
  answered(event: WechatMiniprogram.TouchEvent) { this.setData({ answer: tapped(event)['value'] ?? '', ready: true }); },
  name() { this.setData({ named: !this.data.named }); },
  chosen(event: WechatMiniprogram.TouchEvent) {
    const { form, points, most } = this.data.b as { form: Form; points: number; most: number };
    const options = this.data.options.map((option) => ({ ...option }));
    const option = options[Number(tapped(event)['at'])] as Option;
    let { left } = this.data;
    if (form === 'scores') {
      // Not scored, 0 to 5, and back to not scored; `count` is one more than the score.
      option.count = option.count >= 6 ? 0 : option.count + 1;
      option.mark = option.count ? `${option.count - 1} 分` : '';
    } else if (form === 'points') {
      const more = Math.min(left, Math.max(1, Math.round(points / 10)));
      option.count = more ? option.count + more : 0;
      option.mark = option.count ? `${option.count} 点` : '';
      left = points - options.reduce((sum, { count }) => sum + count, 0);
    } else {
      const chosen = options.filter(({ place }) => place > 0).length;
      if (option.place) {
        options.forEach((other) => { if (other.place > option.place) other.place -= 1; });
        option.place = 0;
      } else if (chosen < most) option.place = chosen + 1;
      else wx.showToast({ title: `最多选 ${most} 项`, icon: 'none' });
      options.forEach((other) => { other.mark = !other.place ? '' : form === 'order' ? `第 ${other.place}` : '✓'; });
    }
    this.setData({ options, left, ready: options.some(({ place, count }) => place > 0 || count > 0) });
  },
  paper(): Paper {
    const { b, answer, options, named } = this.data;
    const form = b?.['form'] as Form;
    const chosen = options.filter(({ count }) => count > 0);
    if (form === 'answer') return { answer: answer as 'YES', named };
    if (form === 'scores') return { named, scores: chosen.map(({ id, count }) => ({ option: id, score: count - 1 })) };
    if (form === 'points') return { named, points: chosen.map(({ id, count }) => ({ option: id, points: count })) };
    const ids = options.filter(({ place }) => place > 0).sort((one, other) => one.place - other.place).map(({ id }) => id);
    return form === 'order' ? { named, order: ids } : { named, options: ids };
  },
  /** A vote is never left for later without a word: it counts when the server says so, before the end. */
  cast() {
    return act(this, async (known) => {
      const { id } = this.data;
      const { receipt } = await known.ballot.castVote({ ...this.paper(), ballot: id });
      if (receipt) {
        this.setData({ receipt });
        try {
          keepReceipt({ ballot: id, title: this.data.b?.['title'] as string, receipt, at: new Date().toISOString() });
        } catch {
          this.setData({ trouble: '投票已成功，但手机空间不足，凭据未能保存，请截屏留存。' });
        }
      }
      wx.showToast({ title: '投票成功' });
      const { trouble } = this.data;
      await this.refresh();
      if (trouble) this.setData({ trouble });
    });
  },
  check() {
    return act(this, async () => {
      const { id, b, receipt } = this.data;
      const list = await publishedList(id, { listPath: b?.['listPath'] as string, ruleDigest: b?.['ruleDigest'] as string });
      this.setData({ checks: list ? checkList(list, receipt) : [] });
    });
  },
  copy() { wx.setClipboardData({ data: this.data.receipt }); },
});
