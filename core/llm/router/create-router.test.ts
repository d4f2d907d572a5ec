import { answers, readFailure, fails, used } from '../../../test/fakes/acting-model';
import { actingRoutes, greeting as request, never } from '../../../test/fakes/acting-route';
import { readAttempts, isModelCallLimit } from '../attempts';
import type { RouteStep } from './route-step';

let { time, modelOf, routeOf } = actingRoutes();
beforeEach(() => ({ time, modelOf, routeOf } = actingRoutes()));
const codesOf = (error: unknown) => readAttempts(error).map(({ errorCode }) => errorCode);

describe('a route of models', () => {
	it('answers with the first that can, and says whom it asked and what they used', async () => {
		const b = modelOf('b', answers);
		const c = modelOf('c', answers);
		const route = routeOf([modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 9000, used: 30 })), b, c]);
		const response = await time.run(route.generate(request, never));
		expect(response).toMatchObject({ text: 'from b', model: 'b', usage: used(100) });
		expect(response.attempts).toEqual([
			{ model: 'a', ok: false, durationMs: 10, errorCode: 'MODEL_RATE_LIMITED', usage: used(30) },
			{ model: 'b', ok: true, durationMs: 10, usage: used(100) },
		]);
		expect([time.sleeps, c.calls]).toEqual([[], 0]);
	});

	it.each([
		'MODEL_RATE_LIMITED',
		'MODEL_OVERLOADED',
		'MODEL_TIMEOUT',
		'MODEL_UNREACHABLE',
		'MODEL_MALFORMED_RESPONSE',
		'MODEL_OUT_OF_CREDIT',
		'MODEL_AUTHENTICATION',
		'MODEL_NOT_FOUND',
		'MODEL_CONTEXT_TOO_LONG',
		'BUDGET_EXCEEDED',
		'RATE_LIMITED',
	] as const)('moves on at once on %s', async (code) => {
		const response = await time.run(routeOf([modelOf('a', fails(code)), modelOf('b', answers)]).generate(request, never));
		expect([response.model, time.sleeps]).toEqual(['b', []]);
	});

	it.each(['CANCELLED', 'INTERNAL'] as const)('stops at once on %s, and keeps its attempts', async (code) => {
		const c = modelOf('c', answers);
		const error = await time.run(
			readFailure(routeOf([modelOf('a', fails('MODEL_TIMEOUT')), modelOf('b', fails(code)), c]).generate(request, never)),
		);
		expect(error).toMatchObject({ code, message: 'b failed.' });
		expect([codesOf(error), c.calls]).toEqual([['MODEL_TIMEOUT', code], 0]);
	});

	it('asks another provider what one refused as a bad request, but no other model of that one', async () => {
		const sibling = modelOf('one:b', answers);
		const steps = [modelOf('one:a', fails('MODEL_BAD_REQUEST')), sibling];
		expect(await time.run(readFailure(routeOf(steps).generate(request, never)))).toMatchObject({ code: 'MODEL_BAD_REQUEST' });
		expect(sibling.calls).toBe(0);
		expect((await time.run(routeOf([...steps, modelOf('two:a', answers)]).generate(request, never))).model).toBe('two:a');
	});

	it('lets an error that is not a TroupeError through unchanged', async () => {
		const bug = new Error('a bug');
		const broken = { ...modelOf('a'), id: 'a', generate: () => Promise.reject(bug), stream: modelOf('a').stream };
		expect(await readFailure(routeOf([{ model: broken }, modelOf('b', answers)]).generate(request, never))).toBe(bug);
		expect(readAttempts(bug)).toEqual([]);
	});

	it('throws the last error with the others as causes, every attempt and all that was used, when all fail', async () => {
		const steps = [modelOf('a', fails('MODEL_OUT_OF_CREDIT', { used: 1 })), modelOf('b', fails('MODEL_CONTEXT_TOO_LONG', { used: 2 }))];
		const error = await time.run(readFailure(routeOf(steps).generate(request, never)));
		expect(error).toMatchObject({ code: 'MODEL_CONTEXT_TOO_LONG', message: 'All 2 models failed: a, b. The last error: b failed.' });
		expect((error.cause as AggregateError).errors).toMatchObject([{ code: 'MODEL_OUT_OF_CREDIT' }, { code: 'MODEL_CONTEXT_TOO_LONG' }]);
		expect(error.details.usage).toEqual({ inputTokens: 3, outputTokens: 2, estimated: false });
		expect(isModelCallLimit(error)).toBe(false);
	});

	it('says that no model was asked where a budget kept it from each', async () => {
		const steps = [modelOf('a', fails('BUDGET_EXCEEDED')), modelOf('b', fails('BUDGET_EXCEEDED'))];
		const error = await time.run(readFailure(routeOf(steps).generate(request, never)));
		expect(error.message).toBe('None of the 2 models was asked. b failed.');
	});

	it('counts the tries of a route within a route as its own', async () => {
		const inner = routeOf([modelOf('a', fails('MODEL_OUT_OF_CREDIT')), modelOf('b', fails('MODEL_OUT_OF_CREDIT', { used: 5 }))]);
		const route = routeOf([{ model: inner }, modelOf('c', answers), modelOf('d', answers)], { maxCalls: 3 });
		const response = await time.run(route.generate(request, never));
		expect(response.attempts?.map(({ model, usage }) => [model, usage?.inputTokens])).toEqual([
			['a', undefined],
			['b', 5],
			['c', 100],
		]);
	});
});

describe('the limit on calls', () => {
	it('asks no more models than it, and says that it was the limit', async () => {
		const steps = [modelOf('a', fails('MODEL_TIMEOUT')), modelOf('b', fails('MODEL_TIMEOUT')), modelOf('c', answers)];
		const error = await time.run(readFailure(routeOf(steps, { maxCalls: 2 }).generate(request, never)));
		expect(isModelCallLimit(error)).toBe(true);
		const notAsked = [{ model: 'c', reason: 'no model call was left for it' }];
		expect(error).toMatchObject({ code: 'MODEL_TIMEOUT', details: { limit: 'model-calls', notAsked } });
		expect(codesOf(error)).toEqual(['MODEL_TIMEOUT', 'MODEL_TIMEOUT']);
		expect(isModelCallLimit(await time.run(readFailure(routeOf(steps).generate({ ...request, maxAttempts: 1 }, never))))).toBe(true);
	});

	it('is no reason where every model was asked, and one of them could only be asked again', async () => {
		const error = await time.run(readFailure(routeOf([modelOf('a', fails('MODEL_TIMEOUT'))], { maxCalls: 1 }).generate(request, never)));
		expect([error.code, isModelCallLimit(error)]).toEqual(['MODEL_TIMEOUT', false]);
	});

	it('does not count a last resort, which is not a call', async () => {
		const last: RouteStep = { model: modelOf('last', answers), lastResort: true };
		const route = routeOf([modelOf('a', fails('MODEL_NOT_FOUND')), last, modelOf('b', answers)], { maxCalls: 1 });
		const response = await time.run(route.generate(request, never));
		expect(response.attempts?.at(-1)).toEqual({ model: 'last', ok: true, durationMs: 10 });
		expect((await time.run(routeOf([last], { maxCalls: 0 }).generate(request, never))).model).toBe('last');
	});

	it('says with a last resort’s answer why no model gave it, also where none was asked', async () => {
		const last: RouteStep = { model: modelOf('last', answers), lastResort: true };
		const failing = routeOf([modelOf('a', fails('MODEL_AUTHENTICATION')), last]);
		expect((await time.run(failing.generate(request, never))).instead).toMatchObject({
			code: 'MODEL_AUTHENTICATION',
			message: 'a failed.',
		});
		const uncalled = await time.run(routeOf([modelOf('a', answers), last], { maxCalls: 0 }).generate(request, never));
		expect(uncalled.instead?.message).toContain('limit of 0 model calls');
		expect((await time.run(routeOf([last]).generate(request, never))).instead).toBeUndefined();
	});

	it('says so when it lets nobody be asked at all', async () => {
		const error = await readFailure(routeOf([modelOf('a', answers)], { maxCalls: 0 }).generate(request, never));
		expect([isModelCallLimit(error), readAttempts(error)]).toEqual([true, []]);
	});
});

describe('a model with nobody beside it', () => {
	it('is asked again after the time that its provider named', async () => {
		const a = modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 2000 }), answers);
		const response = await time.run(routeOf([a]).generate(request, never));
		expect(response.attempts?.map(({ ok }) => ok)).toEqual([false, true]);
		expect(time.sleeps).toEqual([2000]);
	});

	it('is asked again at once by no server that names a time of nothing', async () => {
		await time.run(routeOf([modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 0 }), answers)]).generate(request, never));
		expect(time.sleeps).toEqual([250]);
	});

	it('is not said to be unasked where only its last call was too much for a budget', async () => {
		const short = fails('BUDGET_EXCEEDED');
		const error = await time.run(readFailure(routeOf([modelOf('a', fails('MODEL_OVERLOADED'), short)]).generate(request, never)));
		expect(error).toMatchObject({ message: 'a failed. Before that, the model was called once without an answer.' });
	});

	it('is asked again twice, each time after a longer wait, and not as long as chance says', async () => {
		const error = await time.run(
			readFailure(routeOf([modelOf('a', fails('MODEL_OVERLOADED'))], { random: () => 0.5 }).generate(request, never)),
		);
		expect(time.sleeps).toEqual([187.5, 375]);
		expect(error).toMatchObject({ code: 'MODEL_OVERLOADED', retryable: true, message: 'a failed. The model was called 3 times.' });
		expect(codesOf(error)).toHaveLength(3);
	});

	it.each([
		'MODEL_OUT_OF_CREDIT',
		'MODEL_AUTHENTICATION',
		'MODEL_NOT_FOUND',
		'MODEL_BAD_REQUEST',
		'MODEL_CONTEXT_TOO_LONG',
		'BUDGET_EXCEEDED',
	] as const)('is not asked again on %s', async (code) => {
		const a = modelOf('a', fails(code), answers);
		expect(await time.run(readFailure(routeOf([a]).generate(request, never)))).toMatchObject({ code });
		expect([a.calls, time.sleeps]).toEqual([1, []]);
	});

	it('fails at once when its provider wants to be left alone for too long, or for longer than the caller waits', async () => {
		const a = modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 60_000 }));
		expect(await time.run(readFailure(routeOf([a]).generate(request, never)))).toMatchObject({ retryAfterMs: 60_000 });
		const b = modelOf('b', fails('MODEL_RATE_LIMITED', { retryAfterMs: 2000 }));
		await time.run(readFailure(routeOf([b]).generate({ ...request, until: time.clock.now() + 1500 }, never)));
		expect([a.calls, b.calls, time.sleeps]).toEqual([1, 1, []]);
	});

	it('is waited for no longer than the host wants the answer', async () => {
		const host = new AbortController();
		const work = readFailure(routeOf([modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 2000 }))]).generate(request, host.signal));
		void time.spend(1000).then(() => host.abort());
		const error = await time.run(work);
		expect(error.code).toBe('CANCELLED');
		expect(codesOf(error)).toEqual(['MODEL_RATE_LIMITED']);
	});

	it('is asked again before a last resort is, unless that takes long', async () => {
		const last: RouteStep = { model: modelOf('last', answers), lastResort: true };
		const busy = modelOf('a', fails('MODEL_OVERLOADED'), answers);
		expect((await time.run(routeOf([busy, last]).generate(request, never))).model).toBe('a');
		const limited = modelOf('b', fails('MODEL_RATE_LIMITED', { retryAfterMs: 20_000 }), answers);
		expect((await time.run(routeOf([limited, last]).generate(request, never))).model).toBe('last');
	});
});

test('after a round of failures, those are asked again that may be better, in their order', async () => {
	const a = modelOf('a', fails('MODEL_OVERLOADED'));
	const b = modelOf('b', fails('MODEL_OUT_OF_CREDIT'));
	const c = modelOf('c', fails('MODEL_RATE_LIMITED', { retryAfterMs: 300 }), answers);
	const response = await time.run(routeOf([a, b, c]).generate(request, never));
	expect(response.attempts?.map(({ model }) => model)).toEqual(['a', 'b', 'c', 'a', 'c']);
});
