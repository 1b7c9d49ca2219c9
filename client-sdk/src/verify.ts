// The offline verifier: published lists, receipts, and proofs of the log. It asks nobody.
export { entriesOf, entryLeaf, opens, receiptMark, verifyBallot, verifyText, type Checked } from './verify/ballot';
export { canonical, digest } from './verify/canonical';
export { COUNTED, type BallotList, type Choice, type Entry, type Outcome, type Published, type Rule } from './verify/list';
export { verifyConsistency, verifyInclusion } from './verify/merkle';
