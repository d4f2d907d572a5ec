import { readAssignments } from './read-assignments';

const read = (...assignments: object[]) => readAssignments({ assignments }, 'The field "Variables"');

test('gives each value its type, as the editor and expressions give them', () => {
	const given = [
		{ name: ' order ', type: 'string', value: 'AU-1' },
		{ name: 'count', type: 'number', value: '2' },
		{ name: 'price', type: 'number', value: 49.9 },
		{ name: 'paid', type: 'boolean', value: 'false' },
		{ name: 'lines', type: 'array', value: '[1, 2]' },
		{ name: 'buyer', type: 'object', value: { id: 7 } },
		{ name: 'note', type: 'string', value: undefined },
	];
	expect(read(...given)).toEqual({ order: 'AU-1', count: 2, price: 49.9, paid: false, lines: [1, 2], buyer: { id: 7 }, note: null });
	expect(readAssignments({}, 'The field')).toEqual({});
	expect(readAssignments(undefined, 'The field')).toEqual({});
});

test.each([
	[{ name: ' ', type: 'string', value: 'x' }, 'has no name for its value 1'],
	[{ name: 'count', type: 'number', value: 'two' }, 'a value for "count" that is not a number'],
	// JSON has no such number: it would become null.
	[{ name: 'count', type: 'number', value: 'Infinity' }, 'a value for "count" that is not a number'],
	[{ name: 'count', type: 'number', value: ' ' }, 'a value for "count" that is not a number'],
	[{ name: 'paid', type: 'boolean', value: 'maybe' }, 'a value for "paid" that is not true or false'],
	[{ name: 'lines', type: 'array', value: '{}' }, 'a value for "lines" that is not a list'],
	[{ name: 'buyer', type: 'object', value: '{' }, 'The field "Variables", "buyer", is not JSON'],
])('refuses %j and says what is wrong', (assignment, message) => {
	expect(() => read(assignment)).toThrow(message);
});
