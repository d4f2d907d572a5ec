import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenUsage } from '../../ports/models/models';
import { computeCost, computeMaxCost } from './cost';
import { describeModel, findFeatures, findPrice } from './describe-model';
import { estimateCost } from './estimate-cost';
import { findModel } from './find-model';
import { loadPriceTable, type Price, type Rates } from './price-table';
import { slowTest } from '../../../test/support/slow-tests';

const definedPrice = (standard: Rates): Price => ({ table: 'definition', standard });
const usage = (change: Partial<TokenUsage> = {}): TokenUsage => ({
	inputTokens: 1_000_000,
	outputTokens: 100_000,
	estimated: false,
	...change,
});

describe('the table of prices', () => {
	it('says which version it is of, carries its licence, and stays small', async () => {
		const { table, date, models } = await loadPriceTable();
		expect(table).toMatch(/^litellm \d+\.\d+\.\d+$/);
		expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(Object.keys(models).length).toBeGreaterThan(300);
		expect(readFileSync(join(__dirname, 'table.json')).length).toBeLessThan(200_000);
		expect(readFileSync(join(__dirname, 'table.json.licence.txt'), 'utf8')).toMatch(
			new RegExp(`^${table} [^]*MIT[^]*Permission is hereby granted`),
		);
	});

	it.each([
		['its own name', 'openai:gpt-4.1-mini', undefined, 'openai/gpt-4.1-mini'],
		['a snapshot', 'anthropic:claude-haiku-4-5-20991231', undefined, 'anthropic/claude-haiku-4-5'],
		['a snapshot of a long date', 'openai:gpt-4.1-2099-04-14', undefined, 'openai/gpt-4.1'],
		['the path of Google’s API', 'google:models/gemini-2.5-pro', undefined, 'google/gemini-2.5-pro'],
		['a gateway', 'openai:anthropic/claude-haiku-4.5', 'https://openrouter.ai/api/v1', 'anthropic/claude-haiku-4-5'],
		['the vendor of its server', 'openai:openai/gpt-oss-20b', 'https://api.groq.com/openai/v1', 'groq/openai/gpt-oss-20b'],
		['the name alone where a workflow connected it', 'n8n:claude-haiku-4-5', undefined, 'anthropic/claude-haiku-4-5'],
		['a fine-tune of a base', 'openai:ft:gpt-4.1-mini-2025-04-14:acme::a1b2', undefined, 'openai/ft:gpt-4.1-mini-2025-04-14'],
	])('finds a model by %s', async (_, id, baseUrl, key) => {
		const table = await loadPriceTable();
		expect(Object.keys(table.models)).toContain(key);
		expect(findModel(table, id, baseUrl)).toBe(table.models[key]);
	});

	it.each([
		['nobody knows', 'openai:our-own-7b', 'http://127.0.0.1:8000/v1'],
		['is fine-tuned from an unknown base', 'openai:ft:our-own-7b:acme::a1b2', undefined],
		['has a name of every object', 'openai:constructor', undefined],
	])('has no price for a model that %s', async (_, id, baseUrl) => {
		expect(await findPrice(id, baseUrl)).toBeUndefined();
		expect(await describeModel(id, baseUrl)).toEqual({ id, model: id.slice(7), kind: 'chat' });
	});

	it('has Ollama’s models cost nothing', async () => {
		expect(await findPrice('ollama:llama3.2')).toEqual({ table: 'local', standard: { input: 0, output: 0 } });
	});

	it('describes what a model can do', async () => {
		expect(await findFeatures('openai:gpt-4.1')).toEqual({ tools: true, vision: true, jsonSchema: true, reasoning: false });
		expect(await describeModel('openai:text-embedding-3-small')).toMatchObject({
			kind: 'embedding',
			contextTokens: 8191,
			price: { output: 0 },
		});
		expect(await describeModel('openai:gpt-4.1')).toMatchObject({
			contextTokens: 1_047_576,
			maxOutputTokens: 32_768,
			price: { input: 2, output: 8 },
		});
	});
});

describe('the cost of a call', () => {
	const price: Price = {
		table: 'test',
		standard: { input: 1, output: 10, cacheRead: 0.1, cacheWrite: 1.25, above: { 200000: { input: 2, output: 15 }, 500000: { input: 3 } } },
		batch: { input: 0.5, output: 5 },
		priority: { input: 2, output: 20, above: { 200000: { input: 4, output: 30 } } },
	};
	const short = usage({ inputTokens: 100_000, outputTokens: 10_000 });

	it('is by tokens in and out', () => {
		expect(computeCost(usage(), definedPrice({ input: 2, output: 8 }))).toEqual({ costUsd: 2.8, estimated: false });
		expect(computeCost(usage({ estimated: true }), definedPrice({ input: 2, output: 8 })).estimated).toBe(true);
	});

	it('counts what the cache gave and took at its own price, or as input where it has none', () => {
		const cached = { ...short, cachedInputTokens: 50_000, cacheWriteTokens: 20_000 };
		expect(computeCost(cached, price).costUsd).toBeCloseTo(0.03 + 0.005 + 0.025 + 0.1);
		expect(computeCost(cached, definedPrice({ input: 1, output: 10 })).costUsd).toBeCloseTo(0.2);
	});

	it('is that of its tier, and estimated where the tier has no price', () => {
		expect(computeCost({ ...short, tier: 'batch' }, price)).toEqual({ costUsd: 0.1, estimated: false });
		expect(computeCost({ ...short, tier: 'flex' }, price)).toEqual({ costUsd: 0.2, estimated: true });
	});

	it('is the long context’s above its threshold, for the whole call', () => {
		expect(computeCost(usage({ inputTokens: 200_000, outputTokens: 0 }), price).costUsd).toBeCloseTo(0.2);
		expect(computeCost(usage({ inputTokens: 300_000, outputTokens: 0 }), price).costUsd).toBeCloseTo(0.6);
		expect(computeCost(usage({ inputTokens: 600_000, outputTokens: 0 }), price).costUsd).toBeCloseTo(1.8);
		expect(computeCost(usage({ inputTokens: 300_000, outputTokens: 0, tier: 'priority' }), price)).toEqual({
			costUsd: 1.2,
			estimated: false,
		});
		expect(computeCost(usage({ inputTokens: 300_000, outputTokens: 0, tier: 'batch' }), price)).toEqual({ costUsd: 0.6, estimated: true });
	});

	it('is at most with all of the input written into the cache', () => {
		expect(computeMaxCost(short, price)).toBeCloseTo(0.125 + 0.1);
	});
});

describe('an estimate before a call', () => {
	const request = { messages: [{ role: 'user' as const, content: 'Hello there!' }] };

	slowTest('says what is likely, and what it is at most', async () => {
		const { likely, most, priceTable } = await estimateCost({ ...request, maxOutputTokens: 1000 }, 'openai:gpt-4.1');
		expect(likely).toEqual({ usage: { inputTokens: 10, outputTokens: 300, estimated: true }, costUsd: (10 * 2 + 300 * 8) / 1e6 });
		expect(most.usage.outputTokens).toBe(1000);
		expect(most.costUsd).toBeGreaterThan(likely.costUsd!);
		expect(priceTable).toMatch(/^litellm /);
	});

	it('takes as much as the model can say where the request does not bound it', async () => {
		expect((await estimateCost(request, 'openai:gpt-4.1')).most.usage.outputTokens).toBe(32_768);
		expect((await estimateCost(request, 'openai:our-own-7b')).most).toMatchObject({ usage: { outputTokens: 8192 }, costUsd: null });
	});

	it('takes a definition’s price first', async () => {
		const { likely, priceTable } = await estimateCost(request, 'openai:gpt-4.1', { price: definedPrice({ input: 1, output: 1 }) });
		expect([likely.costUsd, priceTable]).toEqual([310 / 1e6, 'definition']);
	});
});
