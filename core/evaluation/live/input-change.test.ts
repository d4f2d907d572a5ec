import type { InputDay } from '../../ports/quality';
import { compareInputs } from './input-change';

const today = '2026-11-26';
const daysAgo = (age: number) => new Date(Date.parse(today) - age * 86_400_000).toISOString().slice(0, 10);
/** @param share of Portuguese, by age in days */
const ask = (share: (age: number) => number, perDay = 200): InputDay[] =>
	Array.from({ length: 36 }, (_, age) => age).flatMap((age) =>
		Object.entries({ pt: Math.round(perDay * share(age)), en: Math.round(perDay * (1 - share(age))) }).map(([value, count]) => ({
			...{ agent: 'shop', day: daysAgo(age), trait: 'language', value, count },
		})),
	);
const kinds = (days: InputDay[]) => compareInputs(days, today).flatMap(({ kind, isChanged }) => (isChanged ? [kind] : []));

test('finds nothing where inputs stay as they are, also with chance', () => {
	expect(kinds(ask(() => 0.5))).toEqual([]);
	expect(kinds(ask((age) => 0.5 + ((age * 37) % 11) / 100))).toEqual([]);
});

test('tells a sudden shift from a drift', () => {
	expect(kinds(ask((age) => (age === 0 ? 0.95 : 0.5)))).toEqual(['shift']);
	const flood = { agent: 'shop', day: daysAgo(0), trait: 'language', value: 'Han', count: 5_000 };
	expect(kinds([...ask(() => 0.5), flood])).toEqual(['shift']);
	expect(kinds(ask((age) => (age < 7 ? 0.85 : age < 14 ? 0.5 : 0.3)))).toEqual(['drift']);
});

test('one sudden day does not count as a drift on the days after it', () => {
	const english = Array.from({ length: 31 }, (_, age) => ({ agent: 'shop', day: daysAgo(age), trait: 'language', value: 'en', count: 40 }));
	const chinese = (age: number) => ({ agent: 'shop', day: daysAgo(age), trait: 'language', value: 'Han', count: 105 });
	expect(kinds([...english, chinese(1)])).toEqual([]);
	expect(kinds([...english, chinese(5)])).toEqual([]);
	expect(kinds([...english, chinese(5), chinese(6)])).toEqual(['drift']);
});

test('finds a value that was never there before', () => {
	const program = { agent: 'shop', day: daysAgo(0), trait: 'origin', value: 'worker, nobody', count: 150 };
	const people = Array.from({ length: 30 }, (_, age) => ({
		agent: 'shop',
		day: daysAgo(age),
		trait: 'origin',
		value: 'serve, person',
		count: 50,
	}));
	const [change] = compareInputs([...people, program], today);
	expect(change).toMatchObject({ trait: 'origin', kind: 'shift', isChanged: true, now: { 'worker, nobody': 150, 'serve, person': 50 } });
});

test('says nothing of few inputs', () =>
	expect(
		compareInputs(
			ask((age) => (age === 0 ? 1 : 0), 20),
			today,
		).map(({ kind }) => kind),
	).toEqual(['drift']));
