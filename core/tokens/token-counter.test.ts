import type { ChatRequest } from '../ports/models/models';
import { sampleCount } from './count-text';
import { countTokens, createTokenCounter } from './token-counter';
import { processorSeconds } from '../../test/support/processor-time';

const newer = 'openai:gpt-4.1-mini';
const older = 'openai:gpt-4';
const foreign = 'anthropic:claude-sonnet-4-5';

describe('tokens of a text', () => {
	it('are the model’s own where its vocabulary is known', async () => {
		expect(await countTokens('O prazo de devolução é de 30 dias.', newer)).toEqual({ tokens: 11, isEstimate: false });
		expect(await countTokens('O prazo de devolução é de 30 dias.', 'openai:ft:gpt-4o-2024-08-06:acme::x')).toEqual({
			tokens: 11,
			isEstimate: false,
		});
	});

	it('are measured with a margin where it is not', async () => {
		for (const model of [older, foreign])
			expect(await countTokens('O prazo de devolução é de 30 dias.', model)).toEqual({ tokens: 15, isEstimate: true });
		const counter = await createTokenCounter(foreign);
		expect(counter.maxText('O prazo de devolução é de 30 dias.')).toBe(25);
		expect(counter.maxText('वापसी की अवधि 30 दिन है।')).toBeGreaterThan(counter.text('वापसी की अवधि 30 दिन है।') * 2);
		expect(counter.maxText('ab')).toBe(2);
	});

	it('take marks of the vocabulary for text', async () => {
		expect((await countTokens('<|endoftext|>', newer)).tokens).toBeGreaterThan(1);
	});

	it.each([
		['letters without a space', 'a'.repeat(1_000_000)],
		['spaces', ' '.repeat(1_000_000)],
		['characters of no alphabet', '的一是在不了有和人'.repeat(100_000)],
	])('are counted in bounded time: %s', async (_, text) => {
		const counter = await createTokenCounter(newer);
		expect(await processorSeconds(() => expect(counter.text(text)).toBeGreaterThan(5000))).toBeLessThan(5);
		expect(counter.maxText(text)).toBe(Buffer.byteLength(text));
	});

	it('are sampled evenly in a text that is too long to be counted', () => {
		const count = sampleCount((text) => text.length / 4);
		expect(count('x'.repeat(1_000_000))).toBe(250_000);
		expect(count('word '.repeat(10_000))).toBe(12_500);
	});
});

describe('tokens of a request', () => {
	const request: ChatRequest = { messages: [{ role: 'user', content: 'Hello there!' }] };
	const countRequestTokens = async (asked: ChatRequest, model: string) => (await createTokenCounter(model)).request(asked);
	const more = async (change: Partial<ChatRequest>) =>
		(await countRequestTokens({ ...request, ...change }, newer)) - (await countRequestTokens(request, newer));

	it('count what stands around messages', async () => {
		expect(await countRequestTokens(request, newer)).toBe(10);
	});

	it('count tools, calls, schema and images', async () => {
		const parameters = { type: 'object', properties: { order: { type: 'string' } } };
		expect(await more({ tools: [{ name: 'find', description: 'Finds an order.', parameters }] })).toBeGreaterThan(120);
		expect(await more({ responseSchema: { name: 'order', schema: parameters } })).toBeGreaterThan(15);
		expect(
			await more({ messages: [{ role: 'user', content: 'Hello there!', images: [{ kind: 'url', url: 'https://x.example/y.png' }] }] }),
		).toBe(1300);
		const call = { id: '1', name: 'find', arguments: '{"order":"4711"}' };
		expect(await more({ messages: [...request.messages, { role: 'assistant', content: '', toolCalls: [call] }] })).toBe(19);
	});

	it('are never more than their bound', async () => {
		for (const model of [newer, older, foreign]) {
			const counter = await createTokenCounter(model);
			expect(counter.maxRequest(request)).toBeGreaterThanOrEqual(counter.request(request));
		}
	});
});
