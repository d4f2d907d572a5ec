import { parseLimits } from './parse-limits';

const parse = (document: unknown) => parseLimits(JSON.stringify(document), 'budgets.json');

describe('a file of budgets', () => {
	it('holds budgets, prices, both or nothing', async () => {
		const budgets = [
			{ name: 'month', per: 'month', costUsd: 50 },
			{ name: 'rate of a', agent: 'a', tenant: 't', model: 'openai', per: 'minute', calls: 60, tokens: 100_000 },
		];
		const prices = { 'openai:our-own': { input: 0, output: 0 } };
		expect(await parse({ budgets, prices })).toEqual({ budgets, prices });
		const rerankers = { 'cohere:our-own': { search: 0.001 } };
		expect((await parse({ prices: rerankers })).prices).toEqual({ 'cohere:our-own': { input: 0, output: 0, search: 0.001 } });
		expect(await parse({})).toEqual({ budgets: [], prices: {} });
	});

	it.each([
		[{ budgets: [{ name: 'a', per: 'day' }] }, 'budgets.0 needs costUsd or tokens or calls'],
		[{ budgets: [{ name: 'a', per: 'week', calls: 1 }] }, 'budgets.0.per must be one of minute, hour, day, month, total, instance, run'],
		[{ budgets: [{ per: 'day', calls: 1 }] }, "budgets.0 must have required property 'name'"],
		[{ budgets: [{ name: 'a', per: 'day', costUSD: 1, calls: 1 }] }, 'budgets.0 has the unknown field "costUSD"'],
		[{ budgets: [{ name: 'a', per: 'day', costUsd: -1 }] }, 'budgets.0.costUsd must be >= 0'],
		[{ budgets: [0, 0].map(() => ({ name: 'a', per: 'day', calls: 1 })) }, 'budgets has two entries named "a"'],
		[{ prices: { 'openai:x': { input: 1 } } }, "prices.openai:x must have required property 'output'"],
		[[], 'the document must be object'],
	])('with a fault names the field: %j', async (document, problem) => {
		await expect(parse(document)).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: `budgets.json is not a valid list of budgets: ${problem}.`,
		});
	});

	it('is JSON', async () => {
		await expect(parseLimits('{', 'budgets.json')).rejects.toMatchObject({
			message: 'budgets.json is not a valid list of budgets: it is not JSON.',
		});
	});
});
