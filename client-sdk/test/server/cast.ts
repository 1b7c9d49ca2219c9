// One block of the demo with everyone who has a say over it.
import assert from 'node:assert/strict';
import type { Client } from '../../src/client';
import type { World } from './world';

/** A word of the demo's list that a person must look at before it is shown. */
export const DOUBTFUL = '加微信';

export interface Cast {
  readonly resident: Client;
  readonly neighbour: Client;
  readonly director: Client;
  readonly worker: Client;
  readonly street: Client;
  readonly lead: Client;
  readonly supervisor: Client;
  readonly auditor: Client;
  readonly administrator: Client;
  readonly block: string;
  readonly neighborhood: string;
  readonly district: string;
  readonly topic: string;
  readonly unit: { readonly id: string; readonly name: string };
}

/** Finds the cast of the first inhabited block. */
export async function gather(world: World): Promise<Cast> {
  const label = world.label('居民');
  const resident = await world.as(label);
  const home = (await resident.account.me()).me?.residences[0];
  assert.ok(home);
  const { areaByCode } = await resident.place.areaByCode({ code: home.code.slice(0, 12) });
  const neighborhood = areaByCode;
  const street = neighborhood?.parent;
  assert.ok(neighborhood && street);
  const page = await resident.place.areaPage({ area: home.id });
  const district = page.parent?.parent?.parent;
  const [unit] = page.units;
  assert.ok(district && unit && page.topics[0]);
  return {
    resident,
    neighbour: await world.as(label.replace(/居民$/, '业主')),
    director: await world.as(`${neighborhood.name}主任`),
    worker: await world.as(`${neighborhood.name}社工`),
    street: await world.as(`${street.name}负责人`),
    lead: await world.as('区级负责人'),
    supervisor: await world.as(world.label('居务监督员（全区）')),
    auditor: await world.as(world.label('审计员')),
    administrator: await world.as(world.label('系统管理员')),
    block: home.id,
    neighborhood: neighborhood.id,
    district: district.id,
    topic: page.topics[0].id,
    unit,
  };
}
