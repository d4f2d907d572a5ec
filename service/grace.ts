import { parseDuration } from '../core/base/duration';
import { TroupeError } from '../core/base/errors';
import type { Environment } from '../core/base/settings/setting-names';
import { readSetting } from '../core/base/settings/settings';

export const graceRange = ['0', '24h'] as const;

export const serveGrace = '10s';

export const workerGrace = '30s';

/** Milliseconds from the option, otherwise from TROUPE_GRACE. @throws TroupeError INPUT_INVALID */
export function readGraceMs(option: number | undefined, environment: Environment, standard: string): number {
	if (option !== undefined) return option;
	const text = readSetting('TROUPE_GRACE', environment) ?? standard;
	const grace = parseDuration(text);
	if (grace !== undefined && grace <= parseDuration(graceRange[1])!) return grace;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_GRACE is "${text}", not a duration of at most ${graceRange[1]}.`,
		fix: 'Set it to a duration such as 30s, or remove it.',
	});
}
