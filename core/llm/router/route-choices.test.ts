import { type Act, answers, readFailure, fails, read } from '../../../test/fakes/acting-model';
import { actingRoutes, greeting as request, never } from '../../../test/fakes/acting-route';
import { TroupeError } from '../../base/errors';
import type { ChatRequest } from '../../ports/models/models';
import { type Breakers, createBreakers } from './breakers';
import type { ModelCondition } from './model-condition';
import type { RouteStep } from './route-step';

let { time, modelOf, routeOf } = actingRoutes();
beforeEach(() => ({ time, modelOf, routeOf } = actingRoutes()));

describe('routes that share their breakers', () => {
	let breakers: Breakers;
	beforeEach(() => (breakers = createBreakers({ clock: time.clock })));
	const ask = (steps: RouteStep[], asked = request) => time.run(routeOf(steps, { breakers }).generate(asked, never));

	it('do not ask a model that failed too often, fallbacks and broken streams counted, until a probe succeeds', async () => {
		const a: RouteStep = {
			model: modelOf('a', ...Array<Act>(5).fill({ kind: 'breaks', code: 'MODEL_UNREACHABLE' }), answers),
			breakerKey: 'a',
		};
		const b: RouteStep = { model: modelOf('b', answers), breakerKey: 'b' };
		for (let round = 0; round < 3; round += 1) await time.run(readFailure(read(routeOf([a], { breakers }).stream(request, never))));
		for (let round = 0; round < 2; round += 1) expect((await ask([a, b])).attempts).toHaveLength(2);
		expect((await ask([a, b])).attempts).toMatchObject([{ model: 'b' }]);
		await time.run(time.spend(5000));
		expect((await ask([a, b])).attempts).toMatchObject([{ model: 'a', ok: true }]);
	});

	it('ask a resting model all the same when there is nobody else, one call at a time, and the others once that succeeded', async () => {
		const a = modelOf('a', ...Array<Act>(6).fill(fails('MODEL_OVERLOADED')), answers);
		const steps = [{ model: a, breakerKey: 'a' }];
		await readFailure(ask(steps));
		await readFailure(ask(steps));
		expect(breakers.get('a').state).toBe('open');
		const before = a.calls;
		const work = Promise.all([ask(steps), ask(steps), ask(steps)]);
		expect((await work).map(({ text }) => text)).toEqual(Array(3).fill('from a'));
		expect(a.calls - before).toBe(3);
	});

	it('say when to come back, where the provider said so and nobody else is there', async () => {
		const a = modelOf('a', fails('MODEL_RATE_LIMITED', { retryAfterMs: 60_000 }));
		const steps = [{ model: a, breakerKey: 'a' }];
		await readFailure(ask(steps));
		await time.run(time.spend(10_000));
		expect(await readFailure(ask(steps))).toMatchObject({
			code: 'MODEL_CIRCUIT_OPEN',
			message: 'No model of the route is available: a (it failed too often and is paused).',
			retryable: true,
			retryAfterMs: 50_000,
		});
		expect(a.calls).toBe(1);
	});

	it('wait for another’s probe no longer than their caller does', async () => {
		breakers
			.get('a')
			.enter()!
			.failed(new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'No.' }));
		breakers.get('a').enter(true);
		const steps = [{ model: modelOf('a', answers), breakerKey: 'a' }];
		const started = time.clock.now();
		expect((await readFailure(ask(steps, { ...request, until: started + 700 }))).code).toBe('MODEL_CIRCUIT_OPEN');
		expect(time.clock.now() - started).toBeLessThan(700);
	});
});

describe('what a request is like', () => {
	const image = { kind: 'url', url: 'https://shop.example/machine.png' } as const;
	const tool = { name: 'look', description: 'Looks.', parameters: { type: 'object' } };
	const kinds: Record<string, ChatRequest> = {
		plain: request,
		long: { messages: [{ role: 'user', content: 'word '.repeat(1000) }] },
		portuguese: { messages: [{ role: 'user', content: 'Qual é o prazo de devolução da minha máquina?' }] },
		image: { messages: [{ role: 'user', content: 'What is this?', images: [image] }] },
		tools: { ...request, tools: [tool] },
		json: { ...request, responseSchema: { name: 'x', schema: { type: 'object' } } },
	};
	it.each<[ModelCondition, string[]]>([
		[{ inputTokensAbove: 500 }, ['long']],
		[{ inputTokensBelow: 500 }, ['plain', 'portuguese', 'image', 'tools', 'json']],
		[{ language: 'pt' }, ['portuguese']],
		[{ hasImages: true }, ['image']],
		[{ hasTools: true }, ['tools']],
		[{ wantsJson: true }, ['json']],
		[{ hasTools: false, wantsJson: false, hasImages: false, language: 'en', inputTokensBelow: 500 }, ['plain']],
	])('decides with %j who is asked', async (when, expected) => {
		const taken: string[] = [];
		const route = routeOf([{ model: modelOf('special', answers), when }, modelOf('other', answers)]);
		for (const [kind, asked] of Object.entries(kinds))
			if ((await time.run(route.generate(asked, never))).model === 'special') taken.push(kind);
		expect(taken).toEqual(expected);
	});

	it('keeps models from what they are known to lack, and says so when nobody is left', async () => {
		const blind: RouteStep = { model: modelOf('blind', answers), features: { vision: false } };
		const idle: RouteStep = { model: modelOf('idle', answers), features: { tools: false, jsonSchema: false } };
		const english: RouteStep = { model: modelOf('english', answers), when: { language: 'pt' } };
		const last: RouteStep = { model: modelOf('last', answers), lastResort: true };
		expect((await time.run(routeOf([blind, idle]).generate(kinds.image!, never))).model).toBe('idle');
		expect((await time.run(routeOf([idle, blind]).generate(kinds.json!, never))).model).toBe('idle');
		const error = await readFailure(routeOf([idle, english, last]).generate(kinds.tools!, never));
		expect(error).toMatchObject({
			code: 'NOT_SUPPORTED',
			message:
				'No model of the route can take this request: idle (it does not support tools), english (its condition does not hold), last (it supports neither tools nor schemas).',
		});
	});
});
