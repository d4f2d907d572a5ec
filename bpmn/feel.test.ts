import { checkExpression } from './validate/check-expression';
import { loadFeel } from './feel';
import type { FeelResult } from './feel/feel-port';
import { processorSeconds } from '../test/support/processor-time';
import { slowTest } from '../test/support/slow-tests';

/** Zeebe's results of expressions are recorded in feel/conformance. These tests cover what cannot be recorded. */
describe('FEEL', () => {
	const evaluate = async (expression: string, variables: Record<string, unknown> = {}, now = Date.now()): Promise<FeelResult> =>
		(await loadFeel()).evaluate(expression, { lookUp: (name) => variables[name], now: () => now });

	/** With a clock that runs that many times as fast. */
	const atSpeed = async (times: number, work: () => Promise<void>): Promise<void> => {
		const now = performance.now.bind(performance);
		const clock = jest.spyOn(performance, 'now').mockImplementation(() => times * now());
		try {
			await work();
		} finally {
			clock.mockRestore();
		}
	};

	it('fails where an assertion does', async () => {
		await expect(evaluate('assert(gone, gone != null, "no text")')).rejects.toThrow('no text');
	});

	it('asks the given clock for now and today', async () => {
		const noon = Date.UTC(2030, 0, 31, 12);
		expect((await evaluate('now() + duration("PT1H")', {}, noon)).value).toBe('2030-01-31T13:00Z[Etc/UTC]');
		expect((await evaluate('string(today())', {}, noon)).value).toBe('2030-01-31');
		expect((await evaluate('now', { now: 'a variable' }, noon)).value).toBe('a variable');
	});

	/** As Zeebe 8.6.0 and 8.8.21 give them. */
	it.each([
		['America/Sao_Paulo', '-03:00'],
		['Europe/Paris', '+01:00'],
		['Pacific/Auckland', '+13:00'],
		['America/Port-au-Prince', '-05:00'],
		['Europe/Madrid', '+01:00'],
	])('reads a date and time in the zone %s', async (zone, offset) => {
		const literal = `@"2026-01-01T10:00:00@${zone}"`;
		expect((await evaluate(literal)).value).toBe(`2026-01-01T10:00${offset}[${zone}]`);
		expect((await evaluate(`string(${literal} + @"P1DT2H")`)).value).toBe(`2026-01-02T12:00:00@${zone}`);
		expect((await evaluate(`${literal} = date and time("2026-01-01T10:00:00@${zone}")`)).value).toBe(true);
	});

	it('tells why a value is null', async () => {
		expect((await evaluate('gone')).warnings).toEqual([`[NO_VARIABLE_FOUND] No variable found with name 'gone'`]);
	});

	it('looks up only what the evaluation comes to', async () => {
		const asked: string[] = [];
		const lookUp = (name: string): unknown => (asked.push(name), name === 'a');
		(await loadFeel()).evaluate('if a then 1 else b', { lookUp, now: Date.now });
		expect(asked).toEqual(['a']);
	});

	it('passes on integers that no double holds', async () => {
		const big = 9223372036854775807n;
		expect((await evaluate('{copy: big, list: [big], less: big - 1}', { big })).value).toEqual({ copy: big, list: [big], less: big - 1n });
	});

	const text = 'a'.repeat(200_000);
	const list = Array.from({ length: 100_000 }, (_, index) => index);
	const doubled = (twice: string, from = '[1]'): string =>
		`{f: function(x) ${twice}, g: function(x) f(f(f(f(f(f(f(f(x)))))))), b: g(g(g(g(${from}))))}.b`;
	slowTest.each([
		'for i in 1..1000000000 return i',
		'for a in 1..2000, b in 1..2000 return 0',
		'for i in 1..30000 return partial',
		'for i in 1..400000 return upper case(text)',
		'for i in 1..300000 return [text] + i',
		'floor(10 ** 900000000)',
		'decimal(10 ** 900000000, 2)',
		'replace(text, "a", text)',
		'matches(text, "(a?){900}b")',
		'extract(text, "a.*b|a")',
		'for i in 1..400000 return matches("a", "a{1,900}" + string(i))',
		doubled('x + x', '"x"'),
		doubled('[x, x]'),
	])('says soon that %s is beyond it', async (expression) => {
		await loadFeel();
		// Its two seconds are over after a fifth of one.
		const refused = () => expect(evaluate(expression, { text, list })).rejects.toThrow(/more than|longer than|exceeds/);
		expect(await processorSeconds(() => atSpeed(10, refused))).toBeLessThan(5);
	});

	slowTest('compares and cuts what is large, as long as that is quickly done', async () => {
		// A busy machine may take twenty seconds for it.
		await atSpeed(0.1, async () => {
			expect((await evaluate('count(distinct values(list)) + count(duplicate values(concatenate(list, list)))', { list })).value).toBe(
				200_000,
			);
			expect((await evaluate('count(split(text, "b")) + count(extract(text, "a+"))', { text })).value).toBe(2);
		});
		expect((await evaluate('duplicate values([1, "1", 1.0, [2], [2], null, {a: 3}, null, {a: 3}])')).value).toEqual([
			1,
			[2],
			null,
			{ a: 3 },
		]);
	});

	it('refuses a regular expression that is not linear when it comes from a variable', async () => {
		await expect(evaluate('matches(text, pattern)', { text: 'aa', pattern: '(a)\\1' })).rejects.toThrow('linear time');
	});

	it.each([25_000, 40_000, 1_000_000])('evaluates a text of %d characters', async (length) => {
		const text = `<p>${'é'.repeat(length - 7)}</p>`;
		expect(checkExpression(await loadFeel(), `="${text}"`)).toBeUndefined();
		expect((await evaluate(`"${text}" + mark`, { mark: '!' })).value).toBe(`${text}!`);
	});

	slowTest('reads long texts as null in linear time where dates are expected', async () => {
		const evaluateAll = async (text: string): Promise<unknown[]> =>
			Promise.all(
				[`@"${text}"`, `date and time("${text}")`, 'date and time(t)', 'time(t)'].map(
					async (one) => (await evaluate(one, { t: text })).value,
				),
			);
		const seconds = await processorSeconds(async () => {
			for (const part of ['T1', '@', 'P', '1', 'T10:00@'])
				expect(await evaluateAll(part.repeat(200_000))).toEqual([null, null, null, null]);
		});
		expect(seconds).toBeLessThan(30);
	});

	slowTest('refuses an expression that is too deep or too complex', async () => {
		const feel = await loadFeel();
		const deeper = { message: expect.stringContaining('levels deep') as unknown };
		expect(checkExpression(feel, `=${'('.repeat(9_000)}1${')'.repeat(9_000)}`)).toMatchObject(deeper);
		const broader = { message: expect.stringContaining('too complex') as unknown };
		expect(checkExpression(feel, `=a${'[1]'.repeat(6_600)}`)).toMatchObject(broader);
	});
});
