import type { Client } from 'yiting-sdk';

const KEY = 'yiting.block';

type Me = NonNullable<Awaited<ReturnType<Client['account']['me']>>['me']>;
type Home = Me['residences'][number];

/** The block that is shown, of those where somebody is verified: the one chosen last, or the first. */
export function homeOf(me: Me | null): Home | undefined {
  const chosen = wx.getStorageSync<string>(KEY);
  return me?.residences.find(({ id }) => id === chosen) ?? me?.residences[0];
}

/** The neighborhood of a block, below which its residents deliberate. */
export const neighborhoodOf = (home: Home) => home.parent?.id ?? home.id;

export const choose = (block: string) => wx.setStorageSync(KEY, block);
