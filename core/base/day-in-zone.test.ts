import { findDay } from './day-in-zone';

const hour = 3_600_000;

it.each([
	['America/Sao_Paulo', '2026-11-28', '2026-11-28T03:00:00Z', 24],
	['America/Sao_Paulo, where clocks went forward at midnight', '2018-11-04', '2018-11-04T03:00:00Z', 23],
	['America/New_York, where clocks go back', '2026-11-01', '2026-11-01T04:00:00Z', 25],
	['UTC', '2028-02-29', '2028-02-29T00:00:00Z', 24],
])('a day of %s is %s from its first hour to that of the next', async (zone, day, from, hours) => {
	const found = await findDay(day, zone.split(',')[0]!, 0);
	expect([new Date(found.from).toISOString(), (found.to - found.from) / hour]).toEqual([new Date(from).toISOString(), hours]);
});

it('today is that of the time zone', async () => {
	const now = Date.parse('2026-11-28T01:30:00Z');
	expect([(await findDay('today', 'America/Sao_Paulo', now)).day, (await findDay('today', 'UTC', now)).day]).toEqual([
		'2026-11-27',
		'2026-11-28',
	]);
	await expect(findDay('2026-02-30', 'UTC', now)).rejects.toThrow(RangeError);
});
