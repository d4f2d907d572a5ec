import * as Type from 'typebox/type';
import { TroupeError } from '../../core/base/errors';
import { fromIso } from '../../core/base/iso-time';

const written = { minLength: 1, maxLength: 40 };
const description = 'ISO 8601 with a time zone, such as 2026-11-28T10:00:00Z, or a day of UTC';

/** Read by `readTime`: a pattern would answer with itself in place of an example. */
export const moment = Type.String({ ...written, description });

export const endMoment = Type.String({ ...written, description: `${description}; not included` });

/** @throws TroupeError INPUT_INVALID, also for a missing time zone or an impossible day */
export function readTime(field: string, text: string): number {
	const time = fromIso(text);
	if (time !== undefined) return time;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${field} is ${JSON.stringify(text.slice(0, 40))}, expected a time as ISO 8601 with its time zone, or a day.`,
		fix: 'Write it such as 2026-11-28T10:00:00Z or 2026-11-28.',
	});
}

/** @throws TroupeError INPUT_INVALID */
export function readPeriod({ from, to }: { from?: string; to?: string }): { from?: number; to?: number } {
	return { ...(from !== undefined && { from: readTime('from', from) }), ...(to !== undefined && { to: readTime('to', to) }) };
}
