import { actingRoutes, greeting as request, never } from '../../../test/fakes/acting-route';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { collect } from '../../../test/support/collect';
import type { ChatModel, ChatResponse } from '../../ports/models/models';
import { createBreakers } from './breakers';

let { time, routeOf } = actingRoutes();
beforeEach(() => ({ time, routeOf } = actingRoutes()));

const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const named = (id: string, ...script: Parameters<typeof scriptedChatModel>) => ({
	model: Object.assign(scriptedChatModel(...script), { id }),
});
const forms: Array<[string, (model: ChatModel) => Promise<ChatResponse>]> = [
	['whole', (model) => model.generate(request, never)],
	[
		'streamed',
		async (model) => {
			const parts = await collect(model.stream(request, never));
			const end = parts.at(-1)!;
			if (end.kind !== 'end') throw new Error('the stream has no end');
			expect(parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')).toBe(end.response.text);
			return end.response;
		},
	],
];

describe.each(forms)('an answer, %s', (_form, ask) => {
	it.each(['', ' \n', '\u200b\ufeff'])('that is %j is left to the next model, and its usage is counted', async (text) => {
		const answer = await time.run(ask(routeOf([named('a', { text }), named('b', 'Yes.')])));
		expect(answer).toMatchObject({
			text: 'Yes.',
			attempts: [
				{ model: 'a', ok: false, errorCode: 'MODEL_OUTPUT_INVALID', usage },
				{ model: 'b', ok: true },
			],
		});
	});

	it('that is blank is asked for again where no other model is left', async () => {
		expect(await time.run(ask(routeOf([named('a', '', 'Yes.')])))).toMatchObject({ text: 'Yes.', attempts: [{ ok: false }, { ok: true }] });
	});

	it('that is always blank is an error', async () => {
		const asked = ask(routeOf([named('a', '', '', '')]));
		await expect(time.run(asked)).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID', message: expect.stringContaining('blank') });
	});

	it.each([
		['has a call', { text: '', finish: 'tool-calls', toolCalls: [{ id: '1', name: 'look', arguments: '{}' }] }],
		['was cut', { text: '', finish: 'length' }],
		['was filtered', { text: '', finish: 'content-filter' }],
	] satisfies Array<[string, Partial<ChatResponse>]>)('without a text that %s is passed on', async (_what, response) => {
		expect(await time.run(ask(routeOf([named('a', response), named('b', 'Yes.')])))).toMatchObject(response);
	});

	it('keeps the blanks before its text', async () => {
		expect(await time.run(ask(routeOf([named('a', '\n\nYes.')])))).toMatchObject({ text: '\n\nYes.' });
	});
});

it('does not open the breaker: a customer can ask for a blank answer', async () => {
	const breakers = createBreakers({ clock: time.clock });
	const route = routeOf([{ ...named('a', ...Array.from({ length: 40 }, () => '')), breakerKey: 'a' }], { breakers });
	for (let times = 0; times < 10; times += 1) await time.run(route.generate(request, never)).catch(() => undefined);
	expect(breakers.get('a').state).toBe('closed');
});
