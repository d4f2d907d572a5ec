import type { ContractCase } from '../contract-case';
import { Random } from './random';
import { randomModel } from './random-model';
import { randomScript } from './random-script';

/** A process and what is done to it, both by chance: the same seed gives the same case. */
export function randomCase(seed: number): ContractCase {
	const random = new Random(seed);
	const id = `random-${seed}`;
	const errors = random.chance(0.8);
	return {
		id,
		title: `random process of seed ${seed}`,
		resources: randomModel(random, id, errors),
		script: randomScript(random, id, errors),
	};
}
