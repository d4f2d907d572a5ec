import { addOpenTime, describeOpening, findHoursState, type HoursRules, measureOpenTime } from './business-hours';
import { checkHours } from './check-hours';

const hour = 3_600_000;
const office: HoursRules = {
	hours: ['mon-fri 09:00-12:00 13:00-18:00', 'sat 09:00-12:00'],
	holidays: ['BR'],
	timeZone: 'America/Sao_Paulo',
};
/** When it opens, or `open`. */
async function look(rules: HoursRules, at: string): Promise<string> {
	const state = (await findHoursState(rules, Date.parse(at)))!;
	return state.isOpen ? 'open' : new Date(state.opensAt).toISOString();
}

it.each([
	['on a Friday', '2026-11-27T11:59:59-03:00', 'open'],
	['at the minute in which it closes', '2026-11-27T18:00-03:00', '2026-11-28T12:00:00.000Z'],
	['over lunch', '2026-11-27T12:00-03:00', '2026-11-27T16:00:00.000Z'],
	['on a Saturday', '2026-11-28T11:00-03:00', 'open'],
	[
		'on a Sunday of the server that is a Saturday of the channel (RocketChat/Rocket.Chat#32287)',
		'2026-11-29T01:00Z',
		'2026-11-30T12:00:00.000Z',
	],
	['on Good Friday', '2027-03-26T10:00-03:00', '2027-03-27T12:00:00.000Z'],
	['on the Friday before', '2027-03-19T10:00-03:00', 'open'],
	['on 20 November, a holiday since 2024', '2026-11-20T10:00-03:00', '2026-11-21T12:00:00.000Z'],
	['on 20 November of 2023', '2023-11-20T10:00-03:00', 'open'],
	['on Carnival, which is not a national holiday', '2027-02-09T10:00-03:00', 'open'],
	['at the end of the year', '2026-12-31T18:00-03:00', '2027-01-02T12:00:00.000Z'],
])('%s, what an office in São Paulo is', async (_when, at, state) => {
	expect(await look(office, at)).toBe(state);
});

it.each([
	['before it', '2026-12-24T08:00-03:00', '2026-12-24T12:00:00.000Z'],
	['within it', '2026-12-24T11:59-03:00', 'open'],
	['after it, with Christmas and the days off that follow', '2026-12-24T12:00-03:00', '2026-12-29T12:00:00.000Z'],
	['in the year after, with hours of its own', '2027-12-24T15:00-03:00', '2027-12-27T12:00:00.000Z'],
	['in a year without', '2029-12-24T10:00-03:00', '2029-12-26T12:00:00.000Z'],
	['on New Year’s Eve of another year', '2027-12-31T10:00-03:00', '2028-01-03T12:00:00.000Z'],
])('a day with other hours goes before the week, %s', async (_when, at, state) => {
	const holidays = [
		'BR',
		'12-24',
		'2027-12-24 13:00-15:00',
		'2026-12-24 09:00-12:00',
		'2026-12-26',
		'2026-12-28',
		'12-31',
		'2028-12-31 09:00-10:00',
	];
	expect(await look({ ...office, holidays }, at)).toBe(state);
});

it.each([
	['after midnight (mozilla-mobile/prox#124)', '2026-11-29T01:59-03:00', 'open'],
	['at their end', '2026-11-29T02:00-03:00', '2026-12-05T01:00:00.000Z'],
	['after midnight of a day that has none', '2026-11-30T01:00-03:00', '2026-12-05T01:00:00.000Z'],
])('hours that end on the next day hold %s', async (_when, at, state) => {
	expect(await look({ hours: ['fri-sat 22:00-02:00'], timeZone: 'America/Sao_Paulo' }, at)).toBe(state);
});

describe('a day on which clocks change (opening-hours/opening_hours.js#420, underlx/underlx#78)', () => {
	const lisbon: HoursRules = { hours: ['mon-sun 09:00-18:00'], timeZone: 'Europe/Lisbon' };
	it.each([
		['2027-03-28T07:59Z', '2027-03-28T08:00:00.000Z'],
		['2027-03-28T08:00Z', 'open'],
		['2027-10-31T08:30Z', '2027-10-31T09:00:00.000Z'],
		['2027-10-31T17:59Z', 'open'],
	])('opens and closes by the clock on the wall: %s', async (at, state) => {
		expect(await look(lisbon, at)).toBe(state);
	});

	it('has hours that begin within the hour that is skipped, or twice', async () => {
		const night: HoursRules = { hours: ['sun 01:30-05:00'], timeZone: 'Europe/Lisbon' };
		expect(await look(night, '2027-03-28T00:30Z')).toBe('2027-03-28T01:30:00.000Z');
		expect(await look(night, '2027-10-31T00:00Z')).toBe('2027-10-31T00:30:00.000Z');
		expect(await measureOpenTime(night, Date.parse('2027-10-30T12:00Z'), Date.parse('2027-10-31T12:00Z'))).toBe(4.5 * hour);
		expect(await look({ hours: ['sun 00:00-24:00'], timeZone: 'America/Sao_Paulo' }, '2018-11-04T02:59Z')).toBe('2018-11-04T03:00:00.000Z');
	});
});

it('counts the time in which it is open', async () => {
	const [friday, monday] = [Date.parse('2026-11-27T17:30-03:00'), Date.parse('2026-11-30T09:30-03:00')];
	expect(await measureOpenTime(office, friday, monday)).toBe(4 * hour);
	expect(await addOpenTime(office, friday, 4 * hour)).toBe(monday);
	expect(await addOpenTime(office, friday, 0.5 * hour)).toBe(friday + 0.5 * hour);
	const always: HoursRules = { hours: ['mon-sun 00:00-24:00'], timeZone: 'UTC' };
	expect([await measureOpenTime(always, friday, monday), await addOpenTime(always, friday, 64 * hour)]).toEqual([64 * hour, monday]);
	expect([await addOpenTime({}, friday, hour), await findHoursState({}, friday)]).toEqual([friday + hour, undefined]);
});

it('says when it opens, in the language of its customers and by its clock', () => {
	const closed = { isOpen: false, opensAt: Date.parse('2026-11-30T12:00Z'), timeZone: 'America/Sao_Paulo' } as const;
	expect(describeOpening(closed, 'pt')).toBe('segunda-feira, 30 de novembro às 09:00');
	expect(describeOpening(closed, 'en')).toBe('Monday, November 30 at 09:00');
});

it.each([
	[{ holidays: ['BR'] }, /has no hours, and is never closed/],
	[{ hours: ['mon 09:00-18:00'], timeZone: 'America/Sao_Paulo', closedText: 'Voltamos {abre}.' }, /place of \{abre\}/],
	[{ followUps: ['2h Oi {{nome}}!'] }, /place of \{nome\}/],
	[{ waitText: 'Voltamos {opens}.' }, /place of \{opens\}/],
	[{ closedText: 'Closed' }, /has no hours, and is never closed/],
	[{ hours: ['mon 09:00-18:00'] }, /have no time zone, and the tenant has none/],
	[{ hours: ['mon 09:00-18:00'], timeZone: 'Sao_Paulo' }, /There is no time zone "Sao_Paulo"/],
	[{ hours: ['mon 09:00-09:00'], timeZone: 'UTC' }, /"mon 09:00-09:00" end when they begin/],
	[{ hours: ['mon 09:00-10:00'], holidays: ['2026-02-29'], timeZone: 'UTC' }, /no day 2026-02-29/],
	[{ hours: ['mon 09:00-10:00'], holidays: ['13-01'], timeZone: 'UTC' }, /no day 13-01/],
])('refuses %j', (rules, problem) => {
	expect(() => checkHours(rules)).toThrow(problem);
	expect(() => checkHours({ hours: ['mon 09:00-18:00'], holidays: ['02-29', '2028-02-29'], timeZone: 'UTC' })).not.toThrow();
});
