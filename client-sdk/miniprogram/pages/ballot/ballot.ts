import { privacy, type Client, type Input } from 'yiting-sdk';
import { entriesOf, verifyBallot, type Published } from 'yiting-sdk/verify';
import { server } from '../../lib/client';
import { act, base, listen, load, tapped } from '../../lib/screen';
import { label, moment, yuan } from '../../lib/words';

type Paper = Omit<Parameters<Client['ballot']['castVote']>[0], 'ballot'>;
interface Option { id: string; title: string; cost: string; mark: string; score: number; place: number }

const HOW: Record<string, string> = {
  YES_NO: '请选一项', APPROVAL: '请选赞成的，可多选', BUDGET: '请选想做的项目，可多选', SCORE: '点一下加一分，0 至 5 分', RANKED_ONE: '按先后顺序点选', RANKED_SEATS: '按先后顺序点选',
};
const VERDICTS: Record<string, string> = { ADOPTED: '通过', NOT_ADOPTED: '未通过', NO_QUORUM: '未达法定人数' };

Page({
  data: {
    ...base, id: '', b: undefined as undefined | Record<string, any>, options: [] as Option[], answer: '', ready: false, receipt: '',
    answers: ['YES', 'NO', 'ABSTAIN'].map((value) => ({ value, name: label('BallotAnswer', value) })),
    result: undefined as undefined | Record<string, unknown>, checks: [] as string[],
  },
  onLoad({ id = '' }: Record<string, string | undefined>) { this.setData({ id: decodeURIComponent(id) }); },
  stop: undefined as undefined | (() => void),
  /** The result appears by itself when the clock closes the ballot. */
  onShow() {
    this.stop = listen((known) => {
      const refresh = () => { void this.refresh(); };
      return known.watch.ballotChanged({ id: this.data.id }, { next: refresh, again: refresh });
    });
    return this.refresh();
  },
  onHide() { this.stop?.(); },
  onUnload() { this.stop?.(); },
  refresh() {
    return load(this, async (known) => {
      const page = await known.ballot.ballotPage({ ballot: this.data.id });
      const vote = page.viewerCan.find(({ action }) => action === 'vote');
      const form = page.kind === 'YES_NO' ? 'answer' : page.kind === 'SCORE' ? 'scores' : page.kind.indexOf('RANKED') === 0 ? 'order' : 'options';
      const name = (id: string) => page.options.find((option) => option.id === id)?.title ?? '';
      const { result } = page;
      this.setData({
        receipt: wx.getStorageSync<string>(`yiting.receipt.${this.data.id}`) || '',
        b: {
          title: page.title, kind: label('BallotKind', page.kind), secrecy: label('Secrecy', page.secrecy), state: label('BallotState', page.state), until: moment(page.closesAt),
          basis: page.legalBasis, electorate: label('ElectorateKind', page.electorateKind), size: page.electorateSize === null ? '' : `，共${page.electorateSize}票`,
          turnout: page.turnout === null ? '' : `，已投${page.turnout}票`, voted: page.viewerHasVoted, form, how: HOW[page.kind], most: page.most,
          open: !!vote?.allowed, why: page.state === 'OPEN' ? vote?.reason?.message ?? '' : page.reason ?? '', ruleDigest: page.ruleDigest, listPath: result?.listPath,
        },
        result: result ? {
          verdict: result.winners.length ? `胜出：${result.winners.map(name).join('、')}` : VERDICTS[result.verdict],
          turnout: `${result.electorate} 票中投了 ${result.turnout} 票`,
          lines: page.kind === 'YES_NO' ? [['赞成', result.yes], ['反对', result.no], ['弃权', result.abstain]].map(([title, count]) => ({ name: title, count }))
            : result.options.map((option) => ({ name: `${option.won ? '✓ ' : ''}${name(option.option)}`, count: option.mean ? `均分 ${option.mean}` : `${option.votes} 票`, why: option.why ?? '' })),
        } : undefined,
      });
      if (!this.data.options.length) {
        this.setData({ options: page.options.map(({ id, title, costFen }) => ({ id, title, cost: costFen ? yuan(costFen) : '', mark: '', score: -1, place: 0 })) });
      }
    });
  },
  answered(event: WechatMiniprogram.TouchEvent) { this.setData({ answer: tapped(event)['value'] ?? '', ready: true }); },
  chosen(event: WechatMiniprogram.TouchEvent) {
    const form = this.data.b?.['form'];
    const options = this.data.options.map((option) => ({ ...option }));
    const option = options[Number(tapped(event)['at'])] as Option;
    if (form === 'scores') {
      option.score = option.score >= 5 ? -1 : option.score + 1;
      option.mark = option.score < 0 ? '' : `${option.score} 分`;
    } else {
      const chosen = options.filter(({ place }) => place > 0).length;
      if (option.place) {
        options.forEach((other) => { if (other.place > option.place) other.place -= 1; });
        option.place = 0;
      } else if (chosen < (this.data.b?.['most'] as number)) option.place = chosen + 1;
      options.forEach((other) => { other.mark = !other.place ? '' : form === 'order' ? `第 ${other.place}` : '✓'; });
    }
    this.setData({ options, ready: options.some(({ place, score }) => place > 0 || score >= 0) });
  },
  paper(): Paper {
    const { b, answer, options } = this.data;
    if (b?.['form'] === 'answer') return { answer: answer as 'YES' };
    if (b?.['form'] === 'scores') return { scores: options.filter(({ score }) => score >= 0).map(({ id, score }) => ({ option: id, score })) };
    const ids = options.filter(({ place }) => place > 0).sort((one, other) => one.place - other.place).map(({ id }) => id);
    return b?.['form'] === 'order' ? { order: ids } : { options: ids };
  },
  /** A vote is never left for later without a word: it counts when the server says so, before the end. */
  cast() {
    return act(this, async (known) => {
      const input: Input<{ input: Paper & { ballot: string; clientMutationId: string } }> = { ...this.paper(), ballot: this.data.id };
      const { receipt } = await known.ballot.castVote(input);
      if (receipt) {
        this.setData({ receipt });
        try {
          wx.setStorageSync(`yiting.receipt.${this.data.id}`, receipt);
        } catch {
          this.setData({ trouble: '投票已成功，但手机空间不足，凭据未能保存，请截屏留存。' });
        }
      }
      wx.showToast({ title: '投票成功' });
      await this.refresh();
    });
  },
  check() {
    return act(this, async () => {
      const published = await new Promise<Published>((resolve, reject) => {
        wx.request({ url: server() + (this.data.b?.['listPath'] as string), success: ({ data }) => resolve((typeof data === 'string' ? JSON.parse(data) : data) as Published), fail: (error) => reject(privacy.explain(error)) });
      });
      const checked = verifyBallot(published, this.data.b?.['ruleDigest']);
      const checks = [!checked.ok ? `核对不符：${checked.fault?.[0] ?? ''}` : checked.recounted ? '已在本机重新计票，与公布结果一致。' : '名单、规则与摘要一致；此类选票请用公开程序重新计票。'];
      if (this.data.receipt) checks.push(entriesOf(published.list, this.data.receipt).length ? '您的票在公布的名单中。' : '名单中没有这张凭据对应的票，请联系居委会。');
      this.setData({ checks });
    });
  },
});
