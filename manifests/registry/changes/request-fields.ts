import { TroupeError } from '../../../core/base/errors';
import { tenantPattern } from '../../documents/documents';
import { maxReason } from '../api/fields';
import type { Caller } from '../registry-api';

/** Refuses values beyond the snapshot's schema here: an unsignable request would fail its whole batch. */
export function checkReason({ reason }: { reason?: string }): void {
	if (reason !== undefined && (reason.length === 0 || reason.length > maxReason))
		throw invalid('reason', `has ${reason.length} characters`, `1 to ${maxReason} characters`);
}

export function checkCaller({ tenant, subject }: Caller): void {
	if (!tenantPattern.test(tenant)) throw invalid('tenant', 'is not a valid tenant name', 'up to 63 of a-z, 0-9 and -');
	if (subject.length === 0 || subject.length > 200) throw invalid('subject', `has ${subject.length} characters`, '1 to 200 characters');
}

export function invalid(field: string, what: string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field ${field} ${what}, expected ${expected}`,
		fix: `Correct the field ${field}.`,
		details: { field, expected },
	});
}
