// Who sits at this desk, and for which platform.
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { MeQuery } from '../../../src/generated/types';
import { forget, useAsk } from '../ask';
import { Failure, Loading } from '../parts/basics';
import { client, onSession } from './client';
import { Login } from './login';
import { onShared } from './shared';

type Me = NonNullable<MeQuery['me']>;
export type Membership = Me['memberships'][number];
export type Place = Membership['area'];

export interface Viewer {
  readonly me: Me;
  /** Where the viewer works now. */
  readonly desk: Membership | undefined;
  choose(index: number): void;
  holds(...roles: string[]): boolean;
}

const Context = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = use(Context);
  if (!viewer) throw new Error('nobody is logged in');
  return viewer;
}

/** The area of the desk; a page that needs one is not offered without. */
export function useDesk(): Place {
  const { desk } = useViewer();
  if (!desk) throw new Error('no role here');
  return desk.area;
}

export const STAFF = ['convener', 'committee_worker', 'committee_director', 'street_officer', 'street_lead', 'district_officer', 'district_lead'];
export const HUB = ['street_officer', 'street_lead', 'district_officer', 'district_lead', 'supervisor'];

const PLACE = 'yiting.console.desk';

/** Shows the page to whoever is logged in, and a login to others. What was typed stays. */
export function Session({ children }: { children: ReactNode }) {
  const [turn, set] = useState(0);
  useEffect(() => {
    let person = client.person();
    onSession(() => {
      if (client.person() === person) return;
      person = client.person();
      forget();
      set((before) => before + 1);
    });
    onShared(() => location.reload());
  }, []);
  const who = useAsk(`me ${turn}`, async () => (await client.account.me()).me);
  const [chosen, choose] = useState(() => Number(sessionStorage.getItem(PLACE) ?? 0));
  if (who.error && who.error.code !== 'UNAUTHENTICATED') return <main className="alone"><Failure error={who.error} again={who.again} /></main>;
  if (who.data === undefined && !who.error) return <main className="alone"><Loading /></main>;
  const me = who.error ? null : who.data;
  if (!me) return <Login done={who.again} />;
  const desk = me.memberships[chosen] ?? me.memberships[0];
  const viewer: Viewer = {
    me,
    desk,
    choose(index) { sessionStorage.setItem(PLACE, String(index)); choose(index); },
    holds: (...roles) => !!desk && roles.includes(desk.role),
  };
  return <Context value={viewer}>{children}</Context>;
}
