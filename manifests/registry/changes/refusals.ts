import { CountedWindows } from '../../../core/base/counted-windows';
import { TroupeError } from '../../../core/base/errors';
import type { Caller } from '../registry-api';
import type { ChangeName } from './change';

export interface RefusedChange {
	caller: Caller;
	name: ChangeName;
	code: TroupeError['code'];
	/** Codes, never the caller's words. */
	reason?: string;
	rule?: string;
}

/** A refusal that stands for several counted ones: always has an entry. */
export class CountedRefusal extends TroupeError {
	constructor({ code, reason, rule }: RefusedChange, count: number) {
		const details = { count, ...(reason !== undefined && { reason }), ...(rule !== undefined && { rule }) };
		super({ code, message: `${count} equal changes were refused.`, fix: 'Read the entry before it.', details });
	}
}

/** Bounds audit entries of refused changes. @param tell writes a counted one. Does not fail */
export const countRefusals = (tell: (refused: RefusedChange, refusal: CountedRefusal) => void): CountedWindows<RefusedChange> =>
	new CountedWindows<RefusedChange>({
		nameOf: ({ caller: { tenant, subject }, name: { action, object }, code, reason, rule }) =>
			JSON.stringify([tenant, subject, action, object, code, reason, rule]),
		toRest: ({ caller: { tenant } }) => ({
			caller: { tenant, subject: 'several' },
			name: { action: 'change.refused', object: 'several' },
			code: 'RATE_LIMITED',
		}),
		tell: (refused, count) => tell(refused, new CountedRefusal(refused, count)),
	});
