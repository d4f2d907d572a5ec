import { addDuration, parseCycle, parseDate } from './timer';

const at = (text: string): number => Date.parse(text);

describe('a duration', () => {
	it.each([
		['PT1.5S', '2024-01-31T00:00:01.500Z'],
		['P1M', '2024-02-29T00:00:00Z'],
		['P1Y1M1DT1H1M', '2025-03-01T01:01:00Z'],
		['P2W', '2024-02-14T00:00:00Z'],
		['-P1D', '2024-01-30T00:00:00Z'],
		['PT-10S', '2024-01-30T23:59:50Z'],
	])('%s is added by the calendar', (duration, expected) => {
		expect(addDuration(at('2024-01-31T00:00:00Z'), duration)).toBe(at(expected));
	});

	it.each(['', 'P', 'PT', 'P1DT', '10 minutes', 'PT1M1H', 'P999999999999Y'])('%j is none', (text) => {
		expect(addDuration(0, text)).toBeUndefined();
	});
});

describe('a date', () => {
	it('has an offset, and may name a zone', () => {
		expect(parseDate('2024-01-31T00:00:00+02:00')).toBe(at('2024-01-30T22:00:00Z'));
		expect(parseDate('2024-01-31T00:00:00+01:00[Europe/Berlin]')).toBe(at('2024-01-30T23:00:00Z'));
		for (const text of ['2024-01-31', '2024-01-31T00:00:00', '2024-13-31T00:00:00Z', 'tomorrow']) expect(parseDate(text)).toBeUndefined();
	});
});

describe('a cycle', () => {
	it('repeats for ever, or so many times, from now or from a date', () => {
		expect(parseCycle('R/PT1S')).toEqual({ interval: 'PT1S' });
		expect(parseCycle('R3/PT1S')).toEqual({ repetitions: 3, interval: 'PT1S' });
		expect(parseCycle('R3/2024-01-31T00:00:00Z/PT1S')).toEqual({ repetitions: 3, start: at('2024-01-31T00:00:00Z'), interval: 'PT1S' });
		for (const text of ['PT1S', 'R3', 'R3/', 'R3/soon/PT1S', 'R-1/PT1S', '0 0 9 * * *']) expect(parseCycle(text)).toBeUndefined();
	});
});
