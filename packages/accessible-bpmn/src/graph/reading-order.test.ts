import { orderByFlow, type Placed } from './reading-order';

const place = (id: string, next: string[] = [], more: Partial<Placed> = {}): Placed => ({
	...{ id, next, boundaries: [], isStart: id.startsWith('start'), isAside: false, x: 0, y: 0 },
	...more,
});

it('reads one branch after the other, and what joins them after all', () => {
	const elements = [
		place('join', ['end']),
		place('end'),
		place('b', ['join']),
		place('a', ['join']),
		place('start', ['split']),
		place('split', ['a', 'b']),
	];
	expect(orderByFlow(elements)).toEqual(['start', 'split', 'a', 'b', 'join', 'end']);
});

it('puts boundary events after their activity, and what they lead to after the rule', () => {
	const elements = [
		place('repair', ['end']),
		place('timeout', ['repair']),
		place('start', ['task']),
		place('task', ['next'], { boundaries: ['timeout'] }),
		place('next', ['end']),
		place('end'),
	];
	expect(orderByFlow(elements)).toEqual(['start', 'task', 'timeout', 'next', 'repair', 'end']);
});

it('ends in a circle, with or without an entry', () => {
	expect(orderByFlow([place('start', ['a']), place('b', ['a']), place('a', ['b'])])).toEqual(['start', 'a', 'b']);
	expect(orderByFlow([place('b', ['a'], { y: 2 }), place('a', ['b'], { y: 1 })])).toEqual(['a', 'b']);
	expect(orderByFlow([place('a', ['a'])])).toEqual(['a']);
});

it('reads several starts from top to bottom, then what nothing leads to, then notes', () => {
	const elements = [
		place('note', [], { isAside: true }),
		place('alone', [], { y: 5 }),
		place('start-2', ['both'], { y: 9 }),
		place('start-1', ['both'], { y: 1 }),
		place('both'),
	];
	expect(orderByFlow(elements)).toEqual(['start-1', 'start-2', 'both', 'alone', 'note']);
});

it('follows a chain of 50,000 elements', () => {
	const elements = Array.from({ length: 50_000 }, (_, index) => place(index === 0 ? 'start' : `n${index}`, [`n${index + 1}`]));
	expect(orderByFlow(elements).at(-1)).toBe('n49999');
});
