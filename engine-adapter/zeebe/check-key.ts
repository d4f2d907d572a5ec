import { TroupeError, type TroupeErrorCode } from '../../core/base/errors';

/** Zeebe's keys are positive 64-bit integers whose bits from the 51st on are the partition, counted from 1. */
const partitionShift = 51n;

/** Rejects an impossible key here: the gateway would call it an outage. */
export function checkedKey(key: string, what: string, notFound: TroupeErrorCode): string {
	if (/^\d{1,19}$/.test(key) && BigInt(key) >> partitionShift > 0n) return key;
	throw new TroupeError({
		code: notFound,
		message: `There is no ${what} ${key}: an engine gives out no such key.`,
		fix: 'Pass a key as the engine returned it, such as 2251799813685301.',
		details: { key },
	});
}
