import type { Fault } from './plan-tree';

const maxFaults = 12;

/** Lists faults for the model that has to mend them. */
export const tellFaults = (faults: readonly Fault[]): string =>
	faults
		.slice(0, maxFaults)
		.map(({ path, rule, message, fix }) => `- ${JSON.stringify({ path, rule, message, fix })}`)
		.join('\n');
