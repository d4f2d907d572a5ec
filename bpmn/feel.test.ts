import { checkExpression } from './check-expression';
import { loadFeel, type FeelResult } from './feel';

/** What Zeebe makes of expressions is recorded: feel/conformance. Here is what cannot be. */
describe('FEEL', () => {
	const evaluate = async (expression: string, variables: Record<string, unknown> = {}, now = Date.now()): Promise<FeelResult> =>
		(await loadFeel()).evaluate(expression, { lookUp: (name) => variables[name], now: () => now });

	it('fails where an assertion does', async () => {
		await expect(evaluate('assert(gone, gone != null, "no text")')).rejects.toThrow('no text');
	});

	it('asks the given clock for now and today', async () => {
		const noon = Date.UTC(2030, 0, 31, 12);
		expect((await evaluate('now() + duration("PT1H")', {}, noon)).value).toBe('2030-01-31T13:00Z[Etc/UTC]');
		expect((await evaluate('string(today())', {}, noon)).value).toBe('2030-01-31');
		expect((await evaluate('now', { now: 'a variable' }, noon)).value).toBe('a variable');
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

	it.each(['for i in 1..1000000000 return i', 'for a in 1..2000, b in 1..2000 return 0', '10 ** 999999999', '{a: 1}[10 ** 900000000]'])(
		'ends soon, whatever %s asks for',
		async (expression) => {
			await loadFeel();
			const started = performance.now();
			await evaluate(expression).catch((error: unknown) => error);
			expect(performance.now() - started).toBeLessThan(3_000);
		},
	);

	it('refuses a regular expression that is not linear when it comes from a variable', async () => {
		await expect(evaluate('matches(text, pattern)', { text: 'aa', pattern: '(a)\\1' })).rejects.toThrow('linear time');
	});

	it('refuses an expression that is too long or too deep', async () => {
		const feel = await loadFeel();
		const longer = { message: expect.stringContaining('longer than') as unknown };
		expect(checkExpression(feel, `="${'x'.repeat(20_001)}"`)).toMatchObject(longer);
		const deeper = { message: expect.stringContaining('levels deep') as unknown };
		expect(checkExpression(feel, `=${'('.repeat(9_000)}1${')'.repeat(9_000)}`)).toMatchObject(deeper);
	});
});
