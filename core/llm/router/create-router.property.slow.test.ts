import fc from 'fast-check';
import { type Act, ActingModel, read, VirtualTime } from '../../../test/fakes/acting-model';
import type { TroupeErrorCode } from '../../base/errors';
import type { ChatPart, ChatRequest, ChatResponse, ModelAttempt } from '../../ports/models/models';
import { readAttempts, addUsage } from '../attempts';
import type { Breaker, Permit } from './breaker';
import { type Breakers, createBreakers } from './breakers';
import { createRouter } from './create-router';
import { slowTest } from '../../../test/support/slow-tests';

const codes: TroupeErrorCode[] = [
	'MODEL_AUTHENTICATION',
	'MODEL_NOT_FOUND',
	'MODEL_BAD_REQUEST',
	'MODEL_CONTEXT_TOO_LONG',
	'MODEL_RATE_LIMITED',
	'MODEL_OUT_OF_CREDIT',
	'MODEL_OVERLOADED',
	'MODEL_TIMEOUT',
	'MODEL_UNREACHABLE',
	'MODEL_MALFORMED_RESPONSE',
	'BUDGET_EXCEEDED',
	'RATE_LIMITED',
	'CANCELLED',
	'INTERNAL',
];

const code = fc.constantFrom(...codes);
const tokens = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined });
const act: fc.Arbitrary<Act> = fc.oneof(
	{ weight: 2, arbitrary: fc.constant<Act>({ kind: 'answers' }) },
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('fails' as const),
			code,
			retryAfterMs: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
			used: tokens,
		}),
	},
	fc.record({ kind: fc.constant('breaks' as const), code, used: tokens }),
	fc.record({ kind: fc.constant('hangs' as const) }),
	fc.record({ kind: fc.constant('stops' as const) }),
);
const step = fc.record({
	acts: fc.array(act, { minLength: 1, maxLength: 6 }),
	provider: fc.constantFrom('one', 'two'),
	/** Two steps of one key share a breaker. */
	breakerKey: fc.constantFrom('a', 'b', undefined),
	timeoutMs: fc.option(fc.integer({ min: 20, max: 500 }), { nil: undefined }),
	lastResort: fc.constantFrom(false, false, false, true),
});
const call = fc.record({
	startsAt: fc.integer({ min: 0, max: 300 }),
	streams: fc.boolean(),
	maxAttempts: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
	/** After the call's start. */
	until: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
	/** Ends what hangs without a time of its own. */
	cancelledAfter: fc.integer({ min: 1, max: 100_000 }),
});
const scenario = fc.record({
	steps: fc.array(step, { minLength: 1, maxLength: 4 }),
	calls: fc.array(call, { minLength: 1, maxLength: 4 }),
	random: fc.integer({ min: 0, max: 999 }).map((number) => number / 1000),
});

/** Breakers that fail the test when they let a second probe through. */
function watched(breakers: Breakers): Breakers & { underWay: Map<string, number> } {
	const underWay = new Map<string, number>();
	const enter = (breaker: Breaker, key: string, early?: boolean): Permit | undefined => {
		const probe = breaker.state !== 'closed';
		const permit = breaker.enter(early);
		if (!permit || !probe) return permit;
		underWay.set(key, (underWay.get(key) ?? 0) + 1);
		expect(underWay.get(key)).toBe(1);
		let over = false;
		const end = () => {
			if (!over) underWay.set(key, 0);
			over = true;
		};
		return {
			succeeded: () => (end(), permit.succeeded()),
			failed: (error) => (end(), permit.failed(error)),
			released: () => (end(), permit.released()),
		};
	};
	return {
		underWay,
		get: (key) => {
			const breaker = breakers.get(key);
			return new Proxy(breaker, {
				get: (_target, name) => {
					const value: unknown = Reflect.get(breaker, name, breaker);
					if (name === 'enter') return (early?: boolean) => enter(breaker, key, early);
					return typeof value === 'function' ? value.bind(breaker) : value;
				},
			});
		},
	};
}

interface Ended {
	attempts: ModelAttempt[];
	parts: ChatPart[];
	failed: boolean;
}

slowTest('whatever its models do, a route ends, says of every call what it used, repeats nothing and probes alone', async () => {
	await fc.assert(
		fc.asyncProperty(scenario, async ({ steps, calls, random }) => {
			const time = new VirtualTime();
			const breakers = watched(createBreakers({ clock: time.clock }));
			const models = steps.map(({ acts, provider }, index) => new ActingModel(`${provider}:${index}`, time, acts));
			const route = createRouter(
				steps.map((each, index) => ({ ...each, model: models[index]! })),
				{ clock: time.clock, sleep: time.sleep, random: () => random, breakers },
			);

			async function make({ startsAt, streams, maxAttempts, until, cancelledAfter }: (typeof calls)[number]): Promise<Ended> {
				await time.spend(startsAt);
				const host = new AbortController();
				const over = new AbortController();
				void time.spend(cancelledAfter, over.signal).then((whole) => whole && host.abort());
				const request: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }], maxAttempts };
				if (until !== undefined) request.until = time.clock.now() + until;
				const parts: ChatPart[] = [];
				try {
					const response = streams
						? ((await read(route.stream(request, host.signal), parts)).at(-1) as { response: ChatResponse }).response
						: await route.generate(request, host.signal);
					return { attempts: response.attempts!, parts, failed: false };
				} catch (error) {
					return { attempts: readAttempts(error), parts, failed: true };
				} finally {
					over.abort();
				}
			}
			const ended = await time.run(Promise.all(calls.map(make)));

			const counted = models.filter((_model, index) => !steps[index]!.lastResort);
			const attempts = ended.flatMap((each) => each.attempts);
			expect(attempts).toHaveLength(models.reduce((sum, model) => sum + model.calls, 0));
			const charged = attempts.filter(({ model }) => counted.some(({ id }) => id === model));
			expect(addUsage(charged)?.inputTokens ?? 0).toBe(counted.reduce((sum, { spent }) => sum + spent, 0));
			ended.forEach(({ attempts: made, parts, failed }, index) => {
				const texts = parts.flatMap((part) => (part.kind === 'text' ? part.text : []));
				expect(texts.length).toBeLessThanOrEqual(1);
				expect(parts.filter(({ kind }) => kind === 'end')).toHaveLength(!failed && calls[index]!.streams ? 1 : 0);
				const asked = made.filter(({ model }) => counted.some(({ id }) => id === model));
				expect(asked.length).toBeLessThanOrEqual(Math.min(calls[index]!.maxAttempts ?? Infinity, 3 * counted.length));
			});
			expect([...breakers.underWay.values()].every((probes) => probes === 0)).toBe(true);
			expect(time.sleeping).toBe(0);
		}),
		{ numRuns: 250 },
	);
});
