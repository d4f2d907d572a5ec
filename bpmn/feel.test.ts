import { checkExpression } from './check-expression';
import { loadFeel } from './feel';

describe('FEEL', () => {
	/** Values recorded from Zeebe 8.6. */
	it.each<[string, unknown]>([
		['"a" > 1', null],
		['1 < "2"', null],
		['{a: 1} >= 0', null],
		['now() > 1', null],
		['date("2026-01-02") > date("2026-01-01")', true],
		['"b" > "a"', true],
		['2 >= 2', true],
		['x > 1 and true', null],
		['x = 1', false],
		['"a" = 1', null],
		['x.y = null', true],
		['null or true', true],
		['true and null', null],
		['count(x) = 0', false],
		['list contains(x, 1)', null],
		['x between 1 and 2', null],
		['date(x) < now()', null],
	])('gives what Zeebe gives for %s', async (expression, value) => {
		expect((await loadFeel()).evaluate(expression, {}).value).toBe(value);
	});

	it.each<[string, unknown]>([
		['get or else(gone, "other")', 'other'],
		['get or else(text, "other")', ' a '],
		['trim(text)', 'a'],
		['trim(1)', null],
		['assert(text, text != null)', ' a '],
		['string length(uuid())', 36],
	])('has the function of Camunda in %s', async (expression, value) => {
		expect((await loadFeel()).evaluate(expression, { text: ' a ' }).value).toBe(value);
	});

	it('fails where an assertion does', async () => {
		const { evaluate } = await loadFeel();
		expect(() => evaluate('assert(gone, gone != null, "no text")', {})).toThrow('no text');
	});

	it('asks the given clock for now and today', async () => {
		const { evaluate } = await loadFeel();
		const clock = { now: () => Date.UTC(2030, 0, 31, 12) };
		expect(evaluate('string(now() + duration("PT1H"))', {}, clock).value).toBe('2030-01-31T13:00:00Z');
		expect(evaluate('string(today())', {}, clock).value).toBe('2030-01-31');
		expect(evaluate('now', { now: 'a variable' }, clock).value).toBe('a variable');
	});

	it('tells why a value is null', async () => {
		expect((await loadFeel()).evaluate('gone', {}).warnings).toEqual([expect.stringContaining('gone')]);
	});

	it('refuses an expression that is too long', async () => {
		expect(checkExpression(await loadFeel(), `="${'x'.repeat(20_001)}"`)).toMatchObject({
			message: expect.stringContaining('longer than') as unknown,
		});
	});
});
