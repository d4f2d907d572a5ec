import { addDuration, parseDate, scheduleAgain, parseSchedule } from './timer';
import { readOutcomes, type TimerKind, type TimerOutcome } from '../test/support/timers/recorded-timers';

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

	it.each(['', 'P', 'PT', 'P1DT', '10 minutes', 'PT1M1H', 'P999999999999Y'])('%j is refused', (text) => {
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
	it('repeats for ever, or that many times, from when it was due', () => {
		const now = at('2024-01-31T00:00:00Z');
		expect(scheduleAgain({ due: now - 500, repetitions: null, interval: 'PT1S' }, now)).toEqual({
			due: now + 500,
			repetitions: null,
			interval: 'PT1S',
		});
		expect(scheduleAgain({ due: now, repetitions: 2, interval: 'PT1S' }, now)).toMatchObject({ due: now + 1000, repetitions: 1 });
		expect(scheduleAgain({ due: now, repetitions: 1, interval: 'PT1S' }, now)).toBeUndefined();
		expect(scheduleAgain({ due: now, repetitions: 1, interval: null }, now)).toBeUndefined();
	});

	it.each([
		['0 0 9 * * MON-FRI', ['2024-02-01T09:00:00Z', '2024-02-02T09:00:00Z', '2024-02-05T09:00:00Z']],
		['0 0 0 29 2 *', ['2024-02-29T00:00:00Z', '2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z']],
		['0 30 23 LW * ?', ['2024-01-31T23:30:00Z', '2024-02-29T23:30:00Z', '2024-03-29T23:30:00Z']],
		['0 0 12 1W * *', ['2024-02-01T12:00:00Z', '2024-03-01T12:00:00Z', '2024-04-01T12:00:00Z']],
		['0 0 12 15W 6 *', ['2024-06-14T12:00:00Z', '2025-06-16T12:00:00Z', '2026-06-15T12:00:00Z']],
	])('%s comes at its times', (interval, times) => {
		let now = at('2024-01-31T12:00:00Z');
		for (const time of times) {
			now = scheduleAgain({ due: 0, repetitions: null, interval }, now)!.due;
			expect(new Date(now).toISOString()).toBe(time.replace('Z', '.000Z'));
		}
	});
});

describe('an invalid cycle', () => {
	it.each([
		['', 'Empty expression!'],
		['R3', 'No interval given'],
		['Rx/PT1S', 'Cannot parse repetitions count'],
		['R3/abc', 'Text cannot be parsed to a Period'],
		['R3/PT1Sx', 'Text cannot be parsed to a Duration'],
		['R3/bad/PT1S', "Text 'bad' could not be parsed at index 0"],
		['10', 'Cron expression contains 1 parts but we expect one of [6]'],
		['1, * * * * *', "Invalid field value! Trailing commas not permitted! '1,'"],
		...[
			['0 0 99 * * ?', 'Value 99 not in range [0, 23]'],
			['* * * L-40 * *', 'Value 40 not in range [1, 31]'],
			['* * * * * MON#9', 'Value 9 not in range [0, 7]'],
			['0/70 * * * * *', 'Period 70 not in range [0, 59]'],
			['5-2 * * * * *', 'Invalid range! [5,2]'],
			['* * * * FOO *', 'Invalid chars in expression! Expression: FOO Invalid chars: FOO'],
			['1/2/3 * * * * *', 'Invalid expression: 1/2/3'],
			['1-2-3 * * * * *', 'Missing values for range: 1-2-3'],
			['* * * * * #1', 'Time should be specified!'],
		].map(([text = '', reason]) => [text, `Failed to parse cron expression. ${reason}`]),
	])('%j is refused for the reason that Zeebe 8.6 and 8.8 give', (text = '', fault) => {
		expect(parseSchedule('cycle', text, 0)).toEqual({ fault });
	});

	it('may count from a number with a plus', () => expect(parseSchedule('cycle', '+1 * * * * *', 0)).toMatchObject({ due: 1000 }));
});

describe('as Zeebe 8.6 reads it', () => {
	/** The calendar of JavaScript ends before that year. */
	const beyond = ['P999999Y'];

	it.each(['date', 'duration', 'cycle'] as const)('a %s', (kind) => {
		const recorded = Object.entries(readOutcomes()[kind]).filter(([text]) => !beyond.includes(text));
		expect(Object.fromEntries(recorded.map(([text, outcome]) => [text, ours(kind, text, outcome)]))).toEqual(
			Object.fromEntries(
				recorded.map(([text, outcome]) => [text, 'refused' in outcome ? outcome : { due: outcome.due, repetitions: outcome.repetitions }]),
			),
		);
	});

	/** The engine read its clock up to some milliseconds before it wrote the record. */
	function ours(kind: TimerKind, text: string, outcome: TimerOutcome): object {
		const at = 'at' in outcome ? outcome.at : 0;
		let schedule = parseSchedule(kind, text, at);
		for (let early = 1; early < 100 && 'due' in schedule && 'due' in outcome && schedule.due !== outcome.due; early++)
			schedule = parseSchedule(kind, text, at - early);
		return 'due' in schedule ? { due: schedule.due, repetitions: schedule.repetitions ?? -1 } : { refused: true };
	}
});
