import type { ManifestDiff } from '../registry-api';

export const bumps = ['none', 'patch', 'minor', 'major'] as const satisfies ReadonlyArray<ManifestDiff['requiredBump']>;
export type Bump = (typeof bumps)[number];

export type Change = ManifestDiff['changes'][number];

export interface RuledChange extends Change {
	bump: Bump;
	reason: string;
}

export const isAtLeast = (bump: Bump, least: Bump): boolean => bumps.indexOf(bump) >= bumps.indexOf(least);

export const highestBump = (changes: readonly Pick<RuledChange, 'bump'>[]): Bump =>
	bumps[Math.max(0, ...changes.map(({ bump }) => bumps.indexOf(bump)))]!;
