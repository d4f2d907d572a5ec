import { run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../../../test/fakes/tool-agent';
import { TroupeError } from '../../../base/errors';
import type { Tool } from '../../../ports/tools/tools';
import { createAskingTool, createHandOverTool } from '../../../channels/hand-over-tool';

const handOvers = { draft: () => Promise.resolve() };
const tools = () => [createHandOverTool(handOvers, { tenant: 't', conversation: 'c', key: 'k' })];
const hangs = (_request: unknown, signal: AbortSignal) =>
	new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
const emergency = calling(['hand_over', { reason: 'emergência na empresa do cliente' }, 'h']);
const sale = calling(['hand_over', { reason: 'pronto para comprar' }, 'h']);
const late = { limits: { wallClockMs: 300, softStop: false } };
const message = 'Meu colega ficou preso na prensa, o que eu faço?';

it('tells who is in danger where help is, where the time of the run is up after the hand-over', async () => {
	const outcome = await run(toolAgent(scriptedChatModel(emergency, hangs), { tools: tools(), ...late }), message);
	expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'wall-clock' });
	expect(outcome.reply).toMatch(/192 .*193 .*190 .*\. A nossa equipe foi avisada\.$/);
	expect(outcome.reply).not.toContain('188');
});

it.each([
	['of calls', [emergency, sale], { limits: { modelCalls: 2, softStop: false } }],
	['that cannot be used, as it only announces something', [emergency, 'Vou verificar isso.', 'Vou verificar isso.', 'Vou verificar.'], {}],
])('does so at another end %s', async (_what, steps, changes) => {
	const outcome = await run(toolAgent(scriptedChatModel(...(steps as string[])), { tools: tools(), ...changes }), message);
	expect(outcome.reply).toMatch(/192/);
});

it('does so in a process, and by the words of the customer where the reason says less', async () => {
	const model = scriptedChatModel(calling(['hand_over', { reason: 'pediu ajuda' }, 'h']), hangs);
	expect(await run(toolAgent(model, { tools: [createAskingTool()], ...late }), message)).toMatchObject({
		...{ kind: 'needs-human', reason: 'promised', reply: expect.stringContaining('193') as string },
	});
});

describe('where the model is down after the hand-over', () => {
	const down = new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'The model is down.', retryable: true });

	it.each([
		['an emergency', emergency, message, /192/],
		['a sale', sale, 'Quero duas prensas.', /uma pessoa pode ajudar/],
	])('ends the run at once, so that people hear of %s', async (_what, call, words, reply) => {
		const outcome = await run(toolAgent(scriptedChatModel(call, down), { tools: tools() }), words);
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'promised', reply: expect.stringMatching(reply) as string });
	});

	it('does so in a process, also where its agent answers as JSON', async () => {
		const output = { schema: { type: 'object', properties: { reply: { type: 'string' } }, required: ['reply'] } };
		const parts = toolAgent(scriptedChatModel(emergency, down), { tools: [createAskingTool()] });
		for (const definition of [parts.definition, { ...parts.definition, output }])
			expect(await run({ ...parts, definition, model: { ...parts.model, ...scriptedChatModel(emergency, down) } }, message)).toMatchObject({
				kind: 'needs-human',
				reason: 'promised',
			});
	});

	it('does so where another call shared the answer with the hand-over, and where the model has no words left (livekit/agents#7320, fazer-ai/agents#662)', async () => {
		const search: Tool = {
			...{
				name: 'search',
				description: 'Searches.',
				parameters: { type: 'object', properties: {} },
				effect: 'reads',
				source: 'definition',
			},
			call: async () => ({ kind: 'ok', text: 'nothing' }),
		};
		const both = calling(['hand_over', { reason: 'pronto para comprar' }, 'h'], ['search', {}, 's']);
		for (const end of [[down], ['', '', '', '']])
			expect(await run(toolAgent(scriptedChatModel(both, ...end), { tools: [...tools(), search] }), 'Quero duas.')).toMatchObject({
				...{ kind: 'needs-human', reply: expect.stringMatching(/uma pessoa pode ajudar/) as string },
			});
	});

	it('fails as before where nothing was handed over, or the hand-over was refused', async () => {
		const refused = calling(['hand_over', { reason: 'acidente', notes: 'x'.repeat(1_001) }, 'h']);
		for (const steps of [[down], [refused, down]])
			await expect(run(toolAgent(scriptedChatModel(...steps), { tools: tools() }), message)).rejects.toMatchObject({ code: down.code });
	});
});

it('takes the text of the agent, and leaves a sale and a run without a hand-over alone', async () => {
	const texts = { emergency: { pt: 'Ligue 193.' } };
	const own = toolAgent(scriptedChatModel(emergency, hangs), { tools: tools(), ...late });
	expect((await run({ ...own, definition: { ...own.definition, texts } }, message)).reply).toBe('Ligue 193.');
	const others = [scriptedChatModel(sale, hangs), scriptedChatModel(hangs)] as const;
	for (const model of others)
		expect((await run(toolAgent(model, { tools: tools(), ...late }), 'Quero uma prensa com botão de emergência.')).reply).toMatch(
			/a tempo/,
		);
});
