import type { Event } from '../plan-tree';
import { readTree } from '../read-tree';

const read = (when: string, date = '2030-01-31T09:00:00Z') => {
	const { tree } = readTree({
		...{
			name: 'x',
			inputs: [
				{ name: 'dueDate', type: 'date' },
				{ name: 'note', type: 'text' },
			],
		},
		do: [
			{ kind: 'event', name: 'Wait', waits: [{ on: { kind: 'date', date } }] },
			{ kind: 'choice', name: 'Due?', branches: [{ name: 'yes', when, do: [{ kind: 'end', name: 'Due' }] }], otherwise: { do: [] } },
		],
	});
	const [wait, choice] = tree!.do as [Event, { branches: Array<{ when: string }> }];
	return { when: choice.branches[0]!.when, date: (wait.waits[0]!.on as { date: string }).date };
};

it.each([
	['dueDate < today()', 'date(dueDate) < today()'],
	['today() + duration("P2D") > dueDate', 'today() + duration("P2D") > date(dueDate)'],
	['dueDate - duration("P2D") < today() and note = "dueDate"', 'date(dueDate) - duration("P2D") < today() and note = "dueDate"'],
	['date(dueDate) < today()', 'date(dueDate) < today()'],
	['dueDate = "2030-01-31"', 'dueDate = "2030-01-31"'],
	['note < today()', 'note < today()'],
])('reads the date of a field where a condition needs one: %s', (written, expected) => {
	expect(read(written).when).toBe(expected);
});

it.each([
	['dueDate', 'date and time(date(dueDate), time("00:00:00Z"))'],
	['dueDate - duration("P2D")', 'date and time(date(dueDate) - duration("P2D"), time("00:00:00Z"))'],
	['date and time(date(dueDate), time("09:00:00Z"))', 'date and time(date(dueDate), time("09:00:00Z"))'],
	['2030-01-31T09:00:00Z', '2030-01-31T09:00:00Z'],
	['now() + duration("P2D")', 'now() + duration("P2D")'],
])('waits until midnight of the date of a field: %s', (written, expected) => {
	const { date } = read('note = "x"', written);
	expect(date).toBe(expected);
	expect(read('note = "x"', date).date).toBe(expected);
});
