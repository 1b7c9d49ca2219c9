/** A ballot's published list, as `/export/ballots/ID.json` gives it. */
export interface Published {
  readonly list: BallotList;
  readonly list_digest: string;
  readonly root: string;
  readonly result: Outcome;
  readonly result_digest: string;
}

export interface BallotList {
  readonly version: number;
  readonly ballot: string;
  readonly rule: Rule;
  readonly electorate: { readonly votes: number; readonly area: number; readonly digest: string };
  readonly tree_head: { readonly size: number; readonly root: string };
  readonly entries: readonly Entry[];
  readonly choices: readonly Choice[];
  readonly paper_votes: number;
}

export interface Share {
  readonly part: number;
  readonly of: number;
  readonly bound: 'AT_LEAST' | 'MORE_THAN';
}

/** What was fixed before the ballot opened. */
export interface Rule {
  readonly kind: 'yes_no' | 'approval' | 'score' | 'ranked_one' | 'ranked_seats' | 'budget';
  readonly electorate: string;
  readonly secrecy: 'open' | 'verifiable' | 'sealed';
  readonly options: ReadonlyArray<{ readonly id: string; readonly title: string; readonly cost_fen: number }>;
  readonly seats: number;
  readonly most: number;
  readonly threshold: Share;
  readonly quorum: 'none' | { readonly count: number } | { readonly share: Share };
  readonly matter: 'ORDINARY' | 'GRAVE';
  readonly minimum: number;
  /** For budgets: points that one vote distributes; 0 for approvals. */
  readonly points?: number;
}

export type Choice =
  | { readonly answer: 'YES' | 'NO' | 'ABSTAIN' }
  | { readonly options: readonly string[] }
  | { readonly scores: ReadonlyArray<{ readonly option: string; readonly score: number }> }
  | { readonly order: readonly string[] }
  | { readonly points: ReadonlyArray<{ readonly option: string; readonly points: number }> };

export interface Entry {
  readonly mark: string;
  readonly choice?: Choice;
  readonly commitment?: string;
  readonly voter?: string;
  readonly area: number;
  readonly paper: boolean;
}

/** How a ballot ended, with all that the counting rule found. */
export interface Outcome {
  readonly verdict: 'ADOPTED' | 'NOT_ADOPTED' | 'NO_QUORUM';
  readonly turnout: number;
  readonly electorate: number;
  readonly winners: readonly string[];
  readonly [more: string]: unknown;
}

/** The kinds that this library counts again; the others are counted by `yiting tally verify`. */
export const COUNTED = ['yes_no', 'approval', 'score', 'ranked_one'];
