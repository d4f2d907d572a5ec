import { attacksOnCheckpoints } from './attacks-on-checkpoints';
import { attacksOnEntries } from './attacks-on-entries';
import { attacksOnTiles } from './attacks-on-tiles';
import { attacksOnValues } from './attacks-on-values';
import { attacksWithKeys } from './attacks-with-keys';
import type { Manipulation } from './scene';

export const allAttacks: Manipulation[] = [
	...attacksOnEntries,
	...attacksOnTiles,
	...attacksOnCheckpoints,
	...attacksOnValues,
	...attacksWithKeys,
];
