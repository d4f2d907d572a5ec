import { openIncidentCalendar } from './incident-times';
import { foldFacts, listMissing } from './incidents';

const at = (text: string) => Date.parse(text);
const incident = (knownAt: string, more = {}) => ({
	...{ risk: 'likely' as const, knownAt: at(knownAt), authorityAt: null, peopleAt: null },
	...more,
});
const lgpd = (now: string) => openIncidentCalendar('lgpd', 'America/Sao_Paulo', at(now));
const gdpr = (now: string) => openIncidentCalendar('gdpr', 'Europe/Lisbon', at(now));

it('counts three working days of Brazil, without the day on which it became known, for authority and people alike', async () => {
	const calendar = await lgpd('2026-12-01T12:00:00-03:00');
	// A Friday: the weekend does not count.
	const told = calendar.describe(incident('2026-11-27T23:30:00-03:00'));
	const due = { state: 'open', dueOn: '2026-12-02', dueAt: at('2026-12-03T00:00:00-03:00'), isLate: false };
	expect(told).toEqual({ authority: due, people: due });
	// Nor does Christmas.
	expect(calendar.describe(incident('2026-12-23T10:00:00-03:00')).authority.dueOn).toBe('2026-12-29');
	expect((await lgpd('2026-12-03T00:00:00-03:00')).describe(incident('2026-11-27T23:30:00-03:00')).people.isLate).toBe(true);
});

it('counts 72 hours of the GDPR to the minute, also over a weekend, and has people told without a day if the risk is high', async () => {
	const calendar = await gdpr('2026-11-30T09:29:59Z');
	const { authority, people } = calendar.describe(incident('2026-11-27T09:30:00Z'));
	expect(authority).toEqual({ state: 'open', dueOn: '2026-11-30', dueAt: at('2026-11-30T09:30:00Z'), isLate: false });
	expect(people).toEqual({ state: 'not-required', dueOn: null, dueAt: null, isLate: false });
	expect((await gdpr('2026-11-30T09:30:00Z')).describe(incident('2026-11-27T09:30:00Z')).authority.isLate).toBe(true);
	expect(calendar.describe(incident('2026-11-27T09:30:00Z', { risk: 'high' })).people).toMatchObject({ state: 'open', dueAt: null });
});

it('has nobody told where a risk is unlikely, and keeps it late that somebody was told late', async () => {
	const calendar = await lgpd('2027-06-01T00:00:00Z');
	const unlikely = calendar.describe(incident('2026-11-27T10:00:00Z', { risk: 'unlikely' }));
	expect([unlikely.authority.state, unlikely.people.state]).toEqual(['not-required', 'not-required']);
	const told = incident('2026-11-27T10:00:00Z', { authorityAt: at('2026-12-02T20:00:00Z'), peopleAt: at('2026-12-03T20:00:00Z') });
	expect(calendar.describe(told)).toMatchObject({ authority: { state: 'told', isLate: false }, people: { state: 'told', isLate: true } });
});

it('names the last of twenty working days to complete a communication to the ANPD', async () => {
	const told = incident('2026-11-27T10:00:00Z', { authorityAt: at('2026-11-30T15:00:00Z') });
	expect((await lgpd('2026-12-01T00:00:00Z')).findCompletion(told)).toBe('2026-12-29');
	expect((await gdpr('2026-12-01T00:00:00Z')).findCompletion(told)).toBeNull();
	expect((await lgpd('2026-12-01T00:00:00Z')).findCompletion(incident('2026-11-27T10:00:00Z'))).toBeNull();
});

it('says what a report lacks, by the last word of each field', () => {
	const facts = foldFacts([
		{ facts: { nature: 'a laptop', people: 10, categories: ['names'] } },
		{ facts: { nature: 'a stolen laptop', measures: 'wiped' } },
	]);
	expect(facts).toEqual({ nature: 'a stolen laptop', people: 10, categories: ['names'], measures: 'wiped' });
	expect(listMissing(facts, 0, ['people'])).toEqual(['records', 'consequences', 'contact', 'peopleDelay']);
	expect(listMissing({ authorityDelay: 'x' }, 0, ['authority', 'people'])).toEqual(expect.arrayContaining(['peopleDelay']));
	expect(listMissing({ delay: 'x' }, 0, ['authority', 'people'])).not.toContain('peopleDelay');
	expect(listMissing({ contacts: 3 }, 0, [])).not.toContain('people');
	expect(listMissing({ contacts: 0 }, 0, [])).toContain('people');
	expect(listMissing({}, 2, [])).not.toContain('people');
});
