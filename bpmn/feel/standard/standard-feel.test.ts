import { slowTest } from '../../../test/support/slow-tests';
import { withinBudget } from '../evaluation-budget';
import { Evaluation, Scope } from '../scope';
import { FeelSyntaxError } from '../syntax';
import { openStandardFeel } from './standard-feel';
import { toJson } from './values';

const now = Date.UTC(2030, 0, 31, 12);

function evaluate(expression: string, variables: Record<string, unknown> = {}, known: string[] = []): unknown {
	const feel = openStandardFeel([...Object.keys(variables), ...known], () => undefined);
	const compiled = feel.expression(expression);
	const evaluation = new Evaluation({ lookUp: () => undefined, now: () => now });
	return withinBudget(() => toJson(compiled(new Scope(evaluation, variables))));
}

/** Results that DMN 1.5, chapter 10, gives. */
const expressions: Array<[expression: string, value: unknown]> = [
	['1 + 2', 3],
	['if 1 > 2 then "a" else "b"', 'b'],
	['for x in [1,2,3], y in [x, x*10] return y', [1, 10, 2, 20, 3, 30]],
	['some x in [1,2] satisfies x > 1', true],
	['every x in [1,2] satisfies x > 1', false],
	['{a: 1, b: a + 1}.b', 2],
	['[1,2,3][item > 1]', [2, 3]],
	['[1,2,3][-1]', 3],
	['5 in (1,2,[4..6])', true],
	['5 in > 3', true],
	['date("2020-01-31") + duration("P1M")', '2020-02-29'],
	['@"2020-01-01T10:00:00Z" - @"2020-01-01T09:00:00Z"', 'PT1H'],
	['substring("foobar", 3)', 'obar'],
	['substring(string: "foobar", start position: -2)', 'ar'],
	['sort([3,1,2], function(x,y) x < y)', [1, 2, 3]],
	['string(1.50)', '1.5'],
	['null = null', true],
	['1 = "1"', null],
	['{a: [1,2]}.a[2]', 2],
	['(function(a: number, b) a + b)(1, 2)', 3],
	['1 instance of number', true],
	['[1] instance of list<number>', true],
	['{a:1} instance of context<a: number>', true],
	['@"PT1H" instance of days and time duration', true],
	['not(true)', false],
	['-5', -5],
	['2 ** 3', 8],
	['10 / 4', 2.5],
	['[1..5].start included', true],
	['(< 5).end', 5],
	['count([1,2])', 2],
	['min(1,2,3)', 1],
	['for i in 3..1 return i', [3, 2, 1]],
	['for i in 1..3 return partial', [[], [[]], [[], [[]]]]],
	['is(1,1)', true],
	['date and time("2020-01-01T00:00:00").year', 2020],
	['time("10:00:00@Europe/Paris")', '10:00:00@Europe/Paris'],
	['"a" < "b"', true],
	['{"a b": 1, c: a b + 1}.c', 2],
	['[{x:1},{x:2}].x', [1, 2]],
	['[{x:1},{x:2}][x > 1].x', [2]],
	['split("a;b", ";")', ['a', 'b']],
	['string join(["a",null,"b"], "-")', 'a-b'],
	['list replace([1,2,3], 2, 9)', [1, 9, 3]],
	['list replace([1,2,3], function(a,b) a > b, 2)', [1, 2, 2]],
	['{f: function(n: number) if n = 0 then 1 else n * f(n - 1), r: f(5)}.r', 120],
	['1 between 0 and 2 and true', true],
	['duration("P1Y") + duration("P2M")', 'P1Y2M'],
	['number("1 000,5", " ", ",")', 1000.5],
	['1 + null', null],
	['range("[1..3]").end', 3],
	['3 in [1..5)', true],
	['"\\u0041"', 'A'],
	['duration("PT36H")', 'P1DT12H'],
	['years and months duration(date("2011-12-22"), date("2013-08-24"))', 'P1Y8M'],
	['abs(-3)', 3],
	['modulo(-12,5)', 3],
	['decimal(1.115,2)', 1.12],
	['if null then 1 else 2', 2],
	['get value({a:{b:1}}, ["a","b"])', 1],
	['context put({a:1}, "b", 2)', { a: 1, b: 2 }],
	['time(14,30,0,duration("-PT5H"))', '14:30:00-05:00'],
	['union([1,2],[2,3])', [1, 2, 3]],
	['date("2021-02-30")', null],
	['[1,2] = [1,2]', true],
	['day of week(@"2026-11-22")', 'Sunday'],
	['[< 5, 10][1].end', 5],
	['-(2 + 3)', -5],
	['--5', 5],
	['a.b', null],
	['all([true, false])', false],
	['x(1)', null],
	['time(11, 59, 45, duration("PT2H45M55S"))', '11:59:45+02:45:55'],
	['date and time("2030-01-31T24:00:00")', '2030-02-01T00:00:00'],
	['matches("a b", "A[ ] b", "ix")', true],
	['matches("a.b", "a.b", "q")', true],
	['round up(5.125, 2)', 5.13],
	['duration("P1D") / duration("PT5H")', 4.8],
	['duration("PT1H") * 1.5', 'PT1H30M'],
	['-duration("P1Y")', '-P1Y'],
	['date("2030-01-31") - @"2030-01-30T00:00:00Z"', 'P1D'],
	['1 in [[1..3], 7]', true],
	['{a: 1, a: 2}', null],
	['substring("\\U01F40Eab", 2)', 'ab'],
	['string length("\\U01F40E")', 1],
	['string({a: "x", b: [1, @"P1D"]})', '{a: "x", b: [1, P1D]}'],
	['10 > 5 = true', true],
];

test.each(expressions)('%s', (expression, value) => {
	expect(evaluate(expression)).toEqual(value);
});

describe('names', () => {
	test.each<[expression: string, variables: Record<string, unknown>, value: unknown]>([
		['Monthly Payment * 2', { 'Monthly Payment': 5 }, 10],
		['Monthly\n  Payment', { 'Monthly Payment': 5 }, 5],
		['a-b', { 'a-b': 1, a: 10, b: 3 }, 1],
		['a - b', { a: 10, b: 3 }, 7],
		['a-b', { a: 10, b: 3 }, 7],
		['rate/month + 1', { 'rate/month': 2 }, 3],
		['date and place', { 'date and place': 'here' }, 'here'],
		["Bo's age", { "Bo's age": 7 }, 7],
		['order for delivery', { 'order for delivery': 3 }, 3],
		['if loan amount > 5 then loan amount else 0', { 'loan amount': 6 }, 6],
		['for line item in order lines return line item.unit price', { 'order lines': [{ 'unit price': 2 }] }, [2]],
		['some x in xs satisfies x = target', { xs: [1, 2], target: 2 }, true],
		['person.first name', { person: { 'first name': 'Ana' } }, 'Ana'],
		['[{price: 3}][price > limit]', { limit: 2 }, [{ price: 3 }]],
		['preço', { preço: 3 }, 3],
	])('%s', (expression, variables, value) => {
		expect(evaluate(expression, variables, ['first name', 'unit price'])).toEqual(value);
	});
});

test.each([
	['1 +', 'it ends too early'],
	['(1', 'it ends too early'],
	['1 2', 'unexpected "2" at position 3'],
	['if a then b', 'it ends too early'],
	['{a: }', 'position'],
])('%s is refused with its position', (expression, reason) => {
	expect(() => evaluate(expression)).toThrow(FeelSyntaxError);
	expect(() => evaluate(expression)).toThrow(reason);
});

test('an expression that never ends is stopped', () => {
	expect(() => evaluate('{f: function(x) f(x), r: f(1)}.r')).toThrow('levels deep');
	expect(() => evaluate('('.repeat(500))).toThrow('nested');
});

slowTest('a loop that goes on for too long is stopped', () => {
	expect(() => evaluate('for a in 1..2000, b in 1..2000 return a')).toThrow(/takes (?:more than 500000 steps|longer than)/);
});

test('the clock is the given one', () => {
	expect(evaluate('string(today())')).toBe('2030-01-31');
	expect(evaluate('now() = @"2030-01-31T12:00:00Z"')).toBe(true);
});

describe('unary tests', () => {
	const holds = (tests: string, value: unknown): unknown => {
		const feel = openStandardFeel([], () => undefined);
		const compiled = feel.unaryTests(tests);
		return withinBudget(() => compiled(new Scope(new Evaluation({ lookUp: () => undefined, now: () => now }), { '?': value })));
	};

	test.each<[tests: string, value: unknown, result: boolean | null]>([
		['-', 1, true],
		['1, 2', 2, true],
		['not(1, 2)', 3, true],
		['not(1, 2)', 2, false],
		['< 5', 4, true],
		['< 5', 'text', null],
		['[1..5], > 10', 11, true],
		['(1..5]', 1, false],
		['? > 3 and ? < 5', 4, true],
		['"a", "b"', 'c', false],
		['[1, 2]', 2, true],
		['null', null, true],
		['contains(?, "b")', 'abc', true],
		['date("2030-01-01")', '2030-01-01', null],
	])('%s for %s', (tests, value, result) => {
		expect(holds(tests, value)).toBe(result);
	});
});
