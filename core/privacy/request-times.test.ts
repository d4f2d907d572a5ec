import type { ContactRequest } from '../ports/channels/contact-rights';
import type { RequestLaw } from '../base/privacy/privacy-laws';
import { findLaw, openRequestCalendar } from './request-times';

const zone = 'America/Sao_Paulo';
const request = (came: string, more: Partial<ContactRequest> = {}): ContactRequest => ({
	...{ protocol: '2026-11-28-7F3K', kind: 'access', contact: 'c', channel: null, conversation: null, by: 'contact' },
	...{ at: Date.parse(came), extendedAt: null, extensionReason: null, dueAt: null },
	...{ settledAt: null, settledBy: null, outcome: null, isRefused: false, ...more },
});
const describeAt = async (now: string, one: ContactRequest, law: RequestLaw = 'lgpd', timeZone = zone) =>
	(await openRequestCalendar(law, timeZone, Date.parse(now))).describe(one);

it.each([
	['BR', 'lgpd'],
	['PT', 'gdpr'],
	['GB', 'gdpr'],
	['US', 'lgpd'],
	[undefined, 'lgpd'],
])('takes in %s the times of the %s', (country, law) => expect(findLaw(country)).toBe(law));

it.each([
	['lgpd', '2026-11-28T15:00:00Z', '2026-12-13'],
	// Before midnight in São Paulo: the day of those who answer, not that of the server.
	['lgpd', '2026-11-29T02:30:00Z', '2026-12-13'],
	['gdpr', '2026-11-28T15:00:00Z', '2026-12-28'],
	['gdpr', '2026-01-31T15:00:00Z', '2026-02-28'],
	['gdpr', '2028-01-31T15:00:00Z', '2028-02-29'],
] as const)('by the %s, what came %s has its last day on %s', async (law, came, dueOn) => {
	expect(await describeAt(came, request(came), law)).toMatchObject({ state: 'open', dueOn, isLate: false });
});

it('is late from the moment on at which the last day is over where people answer', async () => {
	const one = request('2026-11-28T15:00:00Z');
	expect(await describeAt('2026-12-14T02:59:59Z', one)).toMatchObject({ isLate: false });
	expect(await describeAt('2026-12-14T03:00:00Z', one)).toMatchObject({ isLate: true });
	const answered = { ...one, settledAt: Date.parse('2026-12-20T12:00:00Z') };
	expect(await describeAt('2027-06-01T00:00:00Z', answered)).toMatchObject({ state: 'done', isLate: true });
	const inTime = { ...one, settledAt: Date.parse('2026-12-01T12:00:00Z'), isRefused: true };
	expect(await describeAt('2027-06-01T00:00:00Z', inTime)).toMatchObject({ state: 'refused', isLate: false });
});

it('is late after the extended day alone (okfde/froide#281)', async () => {
	const came = '2026-11-28T15:00:00Z';
	const calendar = await openRequestCalendar('gdpr', zone, Date.parse('2027-01-15T00:00:00Z'));
	expect(calendar.findExtension(request(came))).toEqual({ after: '2026-12-28', last: '2027-02-28' });
	const extended = request(came, { extendedAt: Date.parse('2026-12-01T00:00:00Z'), dueAt: calendar.endOf('2027-02-28') });
	expect(calendar.describe(extended)).toMatchObject({ state: 'extended', dueOn: '2027-02-28', isLate: false });
	expect(await describeAt('2027-03-01T12:00:00Z', extended, 'gdpr')).toMatchObject({ state: 'extended', isLate: true });
});

it('gives a restriction no last day: it is in force until somebody lifts it', async () => {
	const one = request('2020-01-01T00:00:00Z', { kind: 'restriction' });
	expect(await describeAt('2026-01-01T00:00:00Z', one)).toEqual({ state: 'in-force', dueOn: null, dueAt: null, isLate: false });
	expect(await describeAt('2026-01-01T00:00:00Z', { ...one, settledAt: 1 })).toMatchObject({ state: 'done' });
});

it('refuses a day that no calendar has', async () => {
	const calendar = await openRequestCalendar('lgpd', zone, 0);
	expect(() => calendar.endOf('2026-02-30')).toThrow(RangeError);
	expect(calendar.endOf('2026-02-28')).toBe(calendar.startOf('2026-03-01'));
});
