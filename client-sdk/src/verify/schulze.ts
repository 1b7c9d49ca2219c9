/**
 * Schulze's method with winning votes (Schulze 2011, sections 2.2 and 2.3). `votes` are orders of option
 * numbers, the best first; who is not named is behind all that are. `place` says how ties go.
 */
export function schulze(options: number, votes: ReadonlyArray<readonly number[]>, place: readonly number[]) {
  const all = Array.from({ length: options }, (_, option) => option);
  const at = (matrix: number[][], a: number, b: number) => (matrix[a] as number[])[b] as number;
  const pairwise = all.map(() => all.map(() => 0));
  for (const vote of votes) {
    const rank = all.map((option) => vote.indexOf(option)).map((found) => (found < 0 ? options : found));
    all.forEach((a) => all.forEach((b) => { if ((rank[a] as number) < (rank[b] as number)) (pairwise[a] as number[])[b] = at(pairwise, a, b) + 1; }));
  }
  const strength = all.map((a) => all.map((b) => (at(pairwise, a, b) > at(pairwise, b, a) ? at(pairwise, a, b) : 0)));
  for (const middle of all) {
    for (const a of all) {
      for (const b of all) {
        const way = Math.min(at(strength, a, middle), at(strength, middle, b));
        if (a !== b && way > at(strength, a, b)) (strength[a] as number[])[b] = way;
      }
    }
  }
  const rest = all.slice().sort((a, b) => (place[a] as number) - (place[b] as number));
  const order: number[] = [];
  while (rest.length) {
    // The relation is transitive, so that somebody is unbeaten.
    const best = rest.findIndex((option) => rest.every((other) => at(strength, other, option) <= at(strength, option, other)));
    order.push(...rest.splice(Math.max(best, 0), 1));
  }
  return { order, pairwise };
}
