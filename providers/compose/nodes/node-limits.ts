import { availableParallelism } from 'node:os';
import { TroupeError } from '../../../core/base/errors';
import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';

/** An n8n without any node takes 250 MB. */
const leastMemoryMb = 400;

/** @throws TroupeError INPUT_INVALID */
export function readNodeLimits(env?: Environment): { processes: number; memoryMb: number } {
	return {
		processes: readNumber('TROUPE_N8N_PROCESSES', 1, env) ?? Math.min(4, Math.max(2, availableParallelism())),
		memoryMb: readNumber('TROUPE_N8N_MEMORY', leastMemoryMb, env) ?? 1_024,
	};
}

function readNumber(name: Setting, least: number, env?: Environment): number | undefined {
	const text = readSetting(name, env);
	if (text === undefined) return undefined;
	const value = Number(text);
	if (Number.isSafeInteger(value) && value >= least) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is "${text}"; a whole number of at least ${least} is expected.`,
		fix: 'Correct the setting, or remove it.',
	});
}
