import { TroupeError, type TroupeErrorCode } from '../errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../ports';
import { attemptsOf, createChain, isModelCallLimit } from './chain';
import { withPrice } from './priced';

const request: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };
const never = new AbortController().signal;
const asked: string[] = [];
let time = 0;
const clock = { now: () => time };

beforeEach(() => {
	asked.length = 0;
	time = 0;
});

/** A model that takes 10 ms and streams its parts, then fails when it is told to. */
function modelOf(id: string, outcome: 'answers' | TroupeErrorCode | Error, parts: string[] = []): ChatModel {
	const response: ChatResponse = {
		text: `from ${id}`,
		finish: 'stop',
		model: id,
		usage: { inputTokens: 1000, outputTokens: 500, estimated: false },
	};
	const act = () => {
		time += 10;
		if (outcome instanceof Error) throw outcome;
		if (outcome !== 'answers')
			throw new TroupeError({ code: outcome, message: `${id} failed.`, retryable: outcome === 'MODEL_RATE_LIMITED' });
	};
	return {
		id,
		generate: async () => {
			asked.push(id);
			act();
			return response;
		},
		async *stream(): AsyncGenerator<ChatPart> {
			asked.push(id);
			for (const text of parts) yield { kind: 'text', text };
			act();
			yield { kind: 'end', response };
		},
	};
}

const chainOf = (models: ChatModel[], maxCalls = 3) => createChain(models, { maxCalls, clock });
const failureOf = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		(error: unknown) => error as TroupeError,
	);
async function read(stream: AsyncIterable<ChatPart>, into: ChatPart[] = []): Promise<ChatPart[]> {
	for await (const part of stream) into.push(part);
	return into;
}

describe('a chain of models', () => {
	it('answers with the first that can, and says whom it asked', async () => {
		const response = await chainOf([modelOf('a', 'MODEL_RATE_LIMITED'), modelOf('b', 'answers'), modelOf('c', 'answers')]).generate(
			request,
			never,
		);
		expect(response).toMatchObject({ text: 'from b', model: 'b' });
		expect(response.attempts).toEqual([
			{ model: 'a', ok: false, durationMs: 10, errorCode: 'MODEL_RATE_LIMITED' },
			{ model: 'b', ok: true, durationMs: 10 },
		]);
		expect(asked).toEqual(['a', 'b']);
	});

	it('throws the last error with the others as causes and every attempt, when all fail', async () => {
		const error = await failureOf(
			chainOf([modelOf('a', 'MODEL_RATE_LIMITED'), modelOf('b', 'MODEL_OUT_OF_CREDIT')]).generate(request, never),
		);
		expect(error).toMatchObject({ code: 'MODEL_OUT_OF_CREDIT', retryable: true, message: 'All 2 models failed, at last: b failed.' });
		expect((error!.cause as AggregateError).errors).toMatchObject([{ code: 'MODEL_RATE_LIMITED' }, { code: 'MODEL_OUT_OF_CREDIT' }]);
		expect(attemptsOf(error).map(({ errorCode }) => errorCode)).toEqual(['MODEL_RATE_LIMITED', 'MODEL_OUT_OF_CREDIT']);
		expect(isModelCallLimit(error)).toBe(false);
	});

	it.each(['CANCELLED', 'INTERNAL'] as const)('stops at once on %s, and keeps its attempts', async (code) => {
		const chain = chainOf([modelOf('a', 'MODEL_TIMEOUT'), modelOf('b', code), modelOf('c', 'answers')]);
		const error = await failureOf(chain.generate(request, never));
		expect(error).toMatchObject({ code, message: 'b failed.' });
		expect(attemptsOf(error)).toHaveLength(2);
		expect(asked).toEqual(['a', 'b']);
	});

	it('lets an error that is none of ours through as it is', async () => {
		const bug = new Error('a bug');
		await expect(chainOf([modelOf('a', bug), modelOf('b', 'answers')]).generate(request, never)).rejects.toBe(bug);
		expect(attemptsOf(bug)).toEqual([]);
	});

	it('asks no more models than the limit, and says that it was the limit', async () => {
		const chain = chainOf([modelOf('a', 'MODEL_TIMEOUT'), modelOf('b', 'MODEL_TIMEOUT'), modelOf('c', 'answers')], 2);
		const error = await failureOf(chain.generate(request, never));
		expect(isModelCallLimit(error)).toBe(true);
		expect(error).toMatchObject({ code: 'MODEL_TIMEOUT', details: { limit: 'model-calls' } });
		expect(attemptsOf(error)).toHaveLength(2);
		expect(asked).toEqual(['a', 'b']);
	});

	it('falls back on the extractive responder beyond the limit, since it is no call', async () => {
		const chain = chainOf([modelOf('a', 'MODEL_TIMEOUT'), modelOf('b', 'answers'), modelOf('troupe:extractive', 'answers')], 1);
		expect((await chain.generate(request, never)).model).toBe('troupe:extractive');
		expect((await chainOf([modelOf('troupe:extractive', 'answers')], 0).generate(request, never)).model).toBe('troupe:extractive');
	});

	it('says so when it may ask nobody at all', async () => {
		const error = await failureOf(chainOf([modelOf('a', 'answers')], 0).generate(request, never));
		expect(isModelCallLimit(error)).toBe(true);
		expect(attemptsOf(error)).toEqual([]);
	});
});

describe('a chain’s stream', () => {
	it('moves on while no text was given, and records whom it asked', async () => {
		const parts = await read(
			chainOf([modelOf('a', 'MODEL_OVERLOADED', ['']), modelOf('b', 'answers', ['Hel', 'lo'])]).stream(request, never),
		);
		expect(parts.slice(0, 2)).toEqual([
			{ kind: 'text', text: 'Hel' },
			{ kind: 'text', text: 'lo' },
		]);
		expect(parts[2]).toMatchObject({
			kind: 'end',
			response: {
				model: 'b',
				attempts: [
					{ model: 'a', ok: false },
					{ model: 'b', ok: true },
				],
			},
		});
	});

	it('is committed at its first text', async () => {
		const parts: ChatPart[] = [];
		const chain = chainOf([modelOf('a', 'MODEL_UNREACHABLE', ['Hel']), modelOf('b', 'answers', ['Hello'])]);
		const error = await failureOf(read(chain.stream(request, never), parts));
		expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', details: { attempts: [{ model: 'a', ok: false }] } });
		expect(parts).toEqual([{ kind: 'text', text: 'Hel' }]);
	});

	it('throws when every model failed, or one ended without its end', async () => {
		const endless: ChatModel = { ...modelOf('a', 'answers'), async *stream() {} };
		const error = await failureOf(
			read(chainOf([endless, modelOf('b', 'MODEL_TIMEOUT'), modelOf('c', 'answers')], 2).stream(request, never)),
		);
		expect(isModelCallLimit(error)).toBe(true);
		expect(attemptsOf(error).map(({ errorCode }) => errorCode)).toEqual(['MODEL_MALFORMED_RESPONSE', 'MODEL_TIMEOUT']);
	});
});

describe('a price', () => {
	it('adds what the call cost, in dollars per million tokens', async () => {
		const model = withPrice(modelOf('a', 'answers', ['Hello']), { input: 2, output: 8 });
		expect((await model.generate(request, never)).costUsd).toBeCloseTo(0.006, 10);
		const [text, end] = await read(model.stream(request, never));
		expect(text).toEqual({ kind: 'text', text: 'Hello' });
		expect(end).toMatchObject({ response: { costUsd: 0.006 } });
	});
});
