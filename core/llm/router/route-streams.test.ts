import { type ActingModel, answers, fails, read, readFailure, used } from '../../../test/fakes/acting-model';
import { actingRoutes, greeting as request, never } from '../../../test/fakes/acting-route';
import { TroupeError } from '../../base/errors';
import type { ChatPart } from '../../ports/models/models';
import { readAttempts } from '../attempts';
import { type Breakers, createBreakers } from './breakers';

let { time, modelOf, routeOf } = actingRoutes();
beforeEach(() => ({ time, modelOf, routeOf } = actingRoutes()));

describe('a route’s stream', () => {
	it('moves on while nothing was given, and records whom it asked and what they used', async () => {
		const steps = [modelOf('a', fails('MODEL_OVERLOADED', { used: 40 })), modelOf('b', { kind: 'stops' }), modelOf('c', answers)];
		const parts = await time.run(read(routeOf(steps).stream(request, never)));
		expect(parts.map(({ kind }) => kind)).toEqual(['text', 'end']);
		expect(parts[1]).toMatchObject({
			response: {
				model: 'c',
				attempts: [
					{ model: 'a', errorCode: 'MODEL_OVERLOADED', usage: used(40) },
					{ model: 'b', errorCode: 'MODEL_MALFORMED_RESPONSE' },
					{ model: 'c', ok: true, usage: used(100) },
				],
			},
		});
	});

	it('is committed at its first text: what breaks then is thrown, with what it used', async () => {
		const b = modelOf('b', answers);
		const parts: ChatPart[] = [];
		const route = routeOf([modelOf('a', { kind: 'breaks', code: 'MODEL_UNREACHABLE', used: 12 }), b]);
		const error = await time.run(readFailure(read(route.stream(request, never), parts)));
		expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', details: { usage: used(12), attempts: [{ model: 'a', usage: used(12) }] } });
		expect([parts, b.calls]).toEqual([[{ kind: 'text', text: 'Hel' }], 0]);
	});

	it('is no longer committed by a text that was withdrawn', async () => {
		const model = {
			id: 'a',
			generate: modelOf('a', answers).generate,
			async *stream(): AsyncGenerator<ChatPart> {
				yield { kind: 'text', text: 'Hm. ' };
				yield { kind: 'withdrawn' };
				throw new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'It broke.' });
			},
		};
		const parts = await time.run(read(routeOf([{ model }, modelOf('b', answers)]).stream(request, never)));
		expect(parts.map(({ kind }) => kind)).toEqual(['text', 'withdrawn', 'text', 'end']);
		expect(parts.at(-1)).toMatchObject({ response: { model: 'b', attempts: [{ model: 'a', ok: false }, { model: 'b' }] } });
	});

	it('is committed by a tool call as well', async () => {
		const call = { id: '1', name: 'look', arguments: '{}' };
		const calling = modelOf('a', fails('MODEL_UNREACHABLE'));
		const model = {
			id: 'a',
			generate: calling.generate,
			async *stream(...given: Parameters<ActingModel['stream']>): AsyncGenerator<ChatPart> {
				yield { kind: 'tool-call', call };
				yield* calling.stream(...given);
			},
		};
		const b = modelOf('b', answers);
		await time.run(readFailure(read(routeOf([{ model }, b]).stream(request, never))));
		expect(b.calls).toBe(0);
	});

	it('throws at the first read, not before', async () => {
		const stream = routeOf([]).stream(request, never);
		expect(await readFailure(read(stream))).toMatchObject({ code: 'NOT_SUPPORTED' });
	});
});

describe('a model without a time of its own', () => {
	const within = (milliseconds: number) => ({ ...request, until: time.clock.now() + milliseconds });
	function breakersWithOpen(key = 'other'): Breakers {
		const breakers = createBreakers({ clock: time.clock });
		breakers
			.get(key)
			.enter()!
			.failed(new TroupeError({ code: 'MODEL_NOT_FOUND', message: 'No such model.' }));
		return breakers;
	}

	it('gets half of the time that is left where another is at hand, and the last one all of it', async () => {
		const steps = [modelOf('a', { kind: 'hangs' }), modelOf('b', { kind: 'hangs' }), modelOf('c', answers)];
		const { model, attempts } = await time.run(routeOf(steps).generate(within(40_000), never));
		expect([model, attempts?.map(({ durationMs }) => durationMs)]).toEqual(['c', [20_000, 10_000, 10]]);
		const parts = await time.run(read(routeOf(steps).stream(within(40_000), never)));
		expect(parts.at(-1)).toMatchObject({ response: { model: 'c' } });
	});

	it.each([
		['nobody else is there', 40_000, ['a'], {}],
		['the other one rests', 40_000, ['a', 'b'], { rests: 'b' }],
		['no call is left for another', 40_000, ['a', 'b'], { maxCalls: 1 }],
		['there is little time', 4_000, ['a', 'b'], {}],
		['nobody says how much time there is', Infinity, ['a', 'b'], {}],
	])('gets it all where %s', async (_where, milliseconds, ids, { rests, maxCalls }: { rests?: string; maxCalls?: number }) => {
		const steps = ids.map((id) => ({ model: modelOf(id, { kind: 'hangs' }), breakerKey: id }));
		const asked = { ...request, ...(milliseconds < Infinity && { until: time.clock.now() + milliseconds }) };
		const host = new AbortController();
		const work = readFailure(routeOf(steps, { maxCalls, breakers: breakersWithOpen(rests) }).generate(asked, host.signal));
		void time.spend(39_000).then(() => host.abort());
		expect(readAttempts(await time.run(work))).toMatchObject([{ model: 'a', durationMs: 39_000 }]);
	});

	it('is left to its stream once that has begun', async () => {
		const slow = modelOf('a', answers);
		const model = {
			id: 'a',
			generate: slow.generate,
			async *stream(...given: Parameters<ActingModel['stream']>): AsyncGenerator<ChatPart> {
				yield { kind: 'text', text: 'Hel' };
				await time.spend(35_000);
				yield* slow.stream(...given);
			},
		};
		const parts = await time.run(read(routeOf([{ model }, modelOf('b', answers)]).stream(within(40_000), never)));
		expect(parts.at(-1)).toMatchObject({ response: { model: 'a' } });
		expect(time.sleeping).toBe(0);
	});
});

describe('a model with a time of its own', () => {
	it('is aborted when it is up, and the next one asked', async () => {
		const a = modelOf('a', { kind: 'hangs' });
		const steps = [{ model: a, timeoutMs: 500 }, modelOf('b', answers)];
		const response = await time.run(routeOf(steps).generate(request, never));
		expect(response.attempts?.[0]).toMatchObject({ errorCode: 'MODEL_TIMEOUT', durationMs: 500, usage: used(7) });
		const parts = await time.run(read(routeOf(steps).stream(request, never)));
		expect(parts.at(-1)).toMatchObject({ response: { model: 'b', attempts: [{ errorCode: 'MODEL_TIMEOUT' }, { ok: true }] } });
		expect([a.aborted, time.sleeping]).toEqual([2, 0]);
	});

	it('is not waited for when it does not heed that', async () => {
		const deaf = { model: modelOf('a', { kind: 'hangs', deaf: true }), timeoutMs: 500 };
		const error = await time.run(readFailure(routeOf([deaf], { maxCalls: 1 }).generate(request, never)));
		expect([error.code, time.sleeping]).toEqual(['MODEL_TIMEOUT', 0]);
		expect((await time.run(readFailure(read(routeOf([deaf], { maxCalls: 1 }).stream(request, never))))).code).toBe('MODEL_TIMEOUT');
	});

	it('leaves no timer behind, and is not charged for the reader’s time', async () => {
		const route = routeOf([{ model: modelOf('a', answers), timeoutMs: 50 }]);
		const kinds: string[] = [];
		await time.run(
			(async () => {
				for await (const { kind } of route.stream(request, never)) {
					kinds.push(kind);
					await time.sleep(200, never);
				}
			})(),
		);
		expect([kinds, time.sleeping]).toEqual([['text', 'end'], 0]);
	});

	it('is aborted when the reader goes away', async () => {
		const a = modelOf('a', { kind: 'breaks', code: 'MODEL_UNREACHABLE' });
		const stream = routeOf([{ model: a, timeoutMs: 500 }]).stream(request, never);
		const parts = stream[Symbol.asyncIterator]();
		expect(await parts.next()).toEqual({ done: false, value: { kind: 'text', text: 'Hel' } });
		await parts.return!();
		expect(time.sleeping).toBe(0);
	});

	it('is cancelled with the host, deaf or not', async () => {
		for (const deaf of [true, false]) {
			const host = new AbortController();
			const route = routeOf([{ model: modelOf('a', { kind: 'hangs', deaf }), timeoutMs: 5000 }]);
			const work = readFailure(route.generate(request, host.signal));
			void time.spend(100).then(() => host.abort());
			expect((await time.run(work)).code).toBe('CANCELLED');
		}
	});
});
