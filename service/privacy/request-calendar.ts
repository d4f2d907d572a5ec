import { toIso } from '../../core/base/iso-time';
import type { ContactRequest } from '../../core/ports/channels/contact-rights';
import { systemClock } from '../../core/ports/host';
import type { RequestLaw } from '../../core/base/privacy/privacy-laws';
import { findLaw, openRequestCalendar, type RequestCalendar } from '../../core/privacy/request-times';
import { readTenantPeople, type TenantHost } from '../../providers/compose/state/host-tenants';

export interface TenantCalendar extends RequestCalendar {
	law: RequestLaw;
	timeZone: string;
	now: number;
}

/** Uses the law of the locale's country and the tenant's time zone. */
export async function openTenantCalendar(host: TenantHost): Promise<TenantCalendar> {
	const { country, timeZone = 'UTC' } = await readTenantPeople(host);
	const law = findLaw(country);
	const now = (host.clock ?? systemClock).now();
	return { ...(await openRequestCalendar(law, timeZone, now)), law, timeZone, now };
}

export function describeRequest(request: ContactRequest, calendar: RequestCalendar) {
	const { at, extendedAt, settledAt, dueAt: _dueAt, isRefused: _isRefused, ...facts } = request;
	const { state, dueOn, isLate } = calendar.describe(request);
	return { ...facts, at: toIso(at), state, dueOn, isLate, extendedAt: toIso(extendedAt), settledAt: toIso(settledAt) };
}

export type DescribedDataRequest = ReturnType<typeof describeRequest>;
