import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { type Day, findDay } from '../../../core/base/day-in-zone';
import { systemClock } from '../../../core/ports/host';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { readTime } from '../../http/read-time';
import type { OperationHost } from '../operation';

export const day = Type.String({
	description: 'today, yesterday or a day such as 2026-11-28, of the time zone of the tenant',
	minLength: 1,
	maxLength: 10,
});

export const timeZone = Type.String({ description: 'That of the tenant: people read times in it' });

export const readTimeZone = async (host: OperationHost): Promise<string> => (await readTenantRules(host)).timeZone ?? 'UTC';

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Reads a time, or the beginning of a day in the tenant's zone. @throws TroupeError INPUT_INVALID */
export const readMoment = async (field: string, text: string, host: OperationHost): Promise<number> =>
	isDay(text) ? (await readDay(text, host)).from : readTime(field, text);

/** @throws TroupeError INPUT_INVALID */
export async function readDay(text: string, host: OperationHost): Promise<Day> {
	const zone = await readTimeZone(host);
	const now = (host.clock ?? systemClock).now();
	if (['today', 'yesterday'].includes(text) || isDay(text))
		try {
			return await findDay(text, zone, now);
		} catch (cause) {
			if (!(cause instanceof RangeError)) throw cause;
		}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The day is ${JSON.stringify(text.slice(0, 20))}, expected today, yesterday or a day of the calendar.`,
		fix: 'Write it such as 2026-11-28.',
	});
}
