import { TroupeError } from '../core/base/errors';
import type { Environment } from '../core/base/settings/setting-names';
import { readSetting } from '../core/base/settings/settings';

export const maxGraceSeconds = 86_400;

/** The default for running requests and jobs of `troupe serve`. */
export const serveGraceSeconds = 10;

/** The default for running jobs of `troupe worker`. */
export const workerGraceSeconds = 30;

/** Returns the grace in milliseconds: that of the option, otherwise of TROUPE_GRACE. @throws TroupeError INPUT_INVALID */
export function readGraceMs(option: number | undefined, environment: Environment, defaultSeconds: number): number {
	if (option !== undefined) return option * 1000;
	const text = readSetting('TROUPE_GRACE', environment) ?? String(defaultSeconds);
	if (/^\d+$/.test(text) && Number(text) <= maxGraceSeconds) return Number(text) * 1000;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `TROUPE_GRACE is "${text}", not a whole number of seconds from 0 to ${maxGraceSeconds}.`,
		fix: 'Set it to a number such as 30, or remove it.',
	});
}
