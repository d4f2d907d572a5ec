import { parseDuration } from '../core/base/duration';
import { TroupeError } from '../core/base/errors';
import type { Environment } from '../core/base/settings/setting-names';
import { readSetting } from '../core/base/settings/settings';

export const graceRange = ['0', '24h'] as const;

/** The default for running requests and jobs of `troupe serve`. */
export const serveGrace = '10s';

/** The default for running jobs of `troupe worker`. */
export const workerGrace = '30s';

/** Returns the grace in milliseconds: that of the option, otherwise of TROUPE_GRACE. @throws TroupeError INPUT_INVALID */
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
