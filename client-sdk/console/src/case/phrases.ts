// Prepared texts for answers. They are a beginning: what is sent is what stands in the field.
import { say } from '../language';

type Phrase = { title: string; text: string };

const phrase = (title: readonly [string, string], text: readonly [string, string]): Phrase => ({ title: say(...title), text: say(...text) });

export const returning = (): Phrase[] => [
  phrase(['缺少地点', 'Where it is'], ['请补充具体位置（楼号、楼层或路段），以便现场核实。', 'Please say where exactly (building, floor or stretch of road), so that we can look at it.']),
  phrase(['缺少事实', 'What happens'], ['请补充问题的具体情况：从何时开始、影响哪些居民、目前如何处理。', 'Please say since when it has been so, whom it affects, and what has been done so far.']),
  phrase(['涉及个人信息', 'Personal data'], ['文中含有他人姓名、电话或门牌，请删去后再提交。', 'The text names other people, phones or flats; please take them out and hand it in again.']),
  phrase(['一事一提', 'One matter at a time'], ['文中包含多件事项，请分开提出，便于分别办理。', 'The text holds several matters; please raise them one by one.']),
];

export const declining: Record<string, () => Phrase[]> = {
  OUT_OF_SCOPE: () => [phrase(['不属协商范围', 'Out of scope'], ['您反映的事项不属于社区协商议事范围，依照议事规则不予受理。如有疑问，可在期限内申诉。', 'This matter is outside of what the community deliberates on. You may appeal within the period.'])],
  OTHER_AUTHORITY: () => [phrase(['转其他机关', 'Another authority'], ['该事项由其他机关负责，建议拨打 12345 或向主管部门反映；我们已记录您的诉求。', 'Another authority decides this. Please call 12345 or turn to it; we have recorded your request.'])],
  PRIVATE_DISPUTE: () => [phrase(['民事纠纷', 'A private dispute'], ['该事项属于民事纠纷，可向居委会人民调解委员会申请调解。', 'This is a private dispute; the neighborhood mediation committee can help.'])],
  IN_LEGAL_PROCEDURE: () => [phrase(['已进入法律程序', 'In a legal procedure'], ['该事项已进入诉讼、仲裁或复议程序，请以该程序的结果为准。', 'This is before a court, an arbitrator or a review; its outcome decides.'])],
  ALREADY_DECIDED: () => [phrase(['已有决定', 'Already decided'], ['该事项已形成决定并公开，请查看已公布的决议；如情况有变化，可附新的理由再次提出。', 'This was decided and published. If things have changed, raise it again with the new reasons.'])],
};

export const escalating = (): Phrase[] => [
  phrase(['超出本级权限', 'Beyond our powers'], ['该事项涉及本级权限以外的资金或部门协调，提请上级平台统筹。', 'It needs funds or departments beyond this platform; we ask the tier above to take it on.']),
  phrase(['跨区域', 'Several areas'], ['该事项涉及多个小区或居民区，提请上级平台统一协商。', 'It concerns several areas; we ask the tier above to deliberate on it as one.']),
];
export const delegating = (): Phrase[] => [
  phrase(['属地办理', 'Handle it there'], ['该事项可由属地平台直接协商办理，请在时限内反馈。', 'The platform on the spot can handle this; please report within the period.']),
];
export const rejecting = (): Phrase[] => [
  phrase(['议事未通过', 'Not carried'], ['经议事表决，本提案未获通过。感谢您的参与，表决结果已公开。', 'The round did not carry this proposal. Thank you for taking part; the result is published.']),
];
export const confirming = (): Phrase[] => [phrase(['现场核验', 'Seen on the spot'], ['已到现场核验，完成情况与方案一致。', 'Seen on the spot: it is done as planned.'])];
export const supervising = (): Phrase[] => [
  phrase(['超期督办', 'Overdue'], ['该事项已超过办理期限，请于三个工作日内说明原因和下一步安排。', 'This is overdue. Please explain within three working days and say what happens next.']),
];
