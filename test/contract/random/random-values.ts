import type { Variables } from '../../../engine-adapter/engine/variables';
import type { TaskOptions } from '../model-builder';
import type { Random } from './random';

/** The variables that random models read and write. */
export const numberNames = ['n', 'm'] as const;

/** Mostly of the type that conditions expect, and now and then not. */
export function randomVariables(random: Random): Variables {
	const variables: Variables = {};
	for (const name of numberNames) if (random.chance(0.6)) variables[name] = random.chance(0.93) ? random.between(0, 5) : null;
	if (random.chance(0.4)) variables.flag = random.chance(0.9) ? random.chance(0.5) : 'yes';
	if (random.chance(0.4)) variables.items = random.times(0, 3, (index) => `item ${index}`);
	if (random.chance(0.3)) variables.note = { from: random.pick(['a', 'b']), count: random.between(0, 9) };
	return variables;
}

/** With every variable of its type, so that most of a case goes through. */
export function completeVariables(random: Random): Variables {
	return {
		n: random.between(0, 5),
		m: random.between(0, 5),
		flag: random.chance(0.5),
		items: random.times(0, 3, (index) => `item ${index}`),
		key: 'k',
		...randomVariables(random),
	};
}

export const randomCondition = (random: Random): string =>
	random.pick([
		`=n > ${random.between(0, 5)}`,
		`=m < ${random.between(0, 5)}`,
		'=flag',
		'=not(flag)',
		`=n + m >= ${random.between(2, 8)}`,
		'=n = m',
	]);

/** None for most elements. */
export function randomMappings(random: Random): TaskOptions {
	const inputs = random.chance(0.25) ? random.times(1, 2, () => randomMapping(random)) : [];
	const outputs = random.chance(0.25) ? random.times(1, 2, () => randomMapping(random)) : [];
	return { inputs, outputs };
}

const randomMapping = (random: Random): { source: string; target: string } => ({
	source: random.pick(['=n', '=n + 1', '=m * 2', '=flag', '=items', '=note.count', '={left: n, right: m}', '="text"', '=unknown']),
	target: random.pick(['n', 'm', 'note', 'local', 'note.count', 'items']),
});
