import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeChecks } from '../guardrails/policy/create-guard';
import { placeGrounded, placeStandard } from '../guardrails/policy/place-standard';
import type { AgentEvent } from './agent-event';
import { agentGuardrails } from './agent-guardrails';
import type { AgentParts } from './agent-parts';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const message = 'My order A-1001 came broken. Refund it please.';
const order = '{"order":"A-1001","total":89.9,"delivered":true,"refunded":0}';
const look = calling(['get_order', { order: 'A-1001' }]);
const refund = calling(['refund_order', { order: 'A-1001', amount: 89.9 }]);

type Script = Parameters<typeof scriptedChatModel>;

/** Answers a message with what the model says, under the standard policy. */
async function answer(script: Script, changes: Partial<AgentParts> = {}, request: { message?: string; trail?: unknown[] } = {}) {
	const model = scriptedChatModel(...script);
	const give = fakeTool('refund_order', () => '{"refunded":true}');
	const tools = [{ ...fakeTool('get_order', () => order), effect: 'reads' as const }, give];
	const parts = toolAgent(model, { tools, ...changes });
	const recorded: unknown[] = [];
	const outcome = await runAgent(
		{ message, conversationId: 'c1', ...request },
		{
			...parts,
			guard: createPlacedGuard([
				...agentGuardrails(parts.definition),
				...(await placeStandard([], [])),
				...(await placeGrounded(true, [])),
			]),
			onTrail: (entries) => void recorded.push(...entries),
		},
		never,
	);
	return { outcome, model, calls: give.calls, recorded };
}

test.each<[string, Script]>([
	['without any call', ['Done! I refunded 89.90 for order A-1001.', 'I refunded 89.90 for order A-1001.']],
	['after a call that only read', [look, 'Pronto! O pedido A-1001 foi reembolsado.', 'Your refund has been processed.']],
	['of another kind than the call had', [refund, 'I have sent you an e-mail with the receipt.', 'I e-mailed you the receipt.']],
])('a claimed effect %s does not reach the customer (amd/gaia#2621)', async (_how, script) => {
	const { outcome, model, recorded } = await answer(script);
	expect(outcome).toMatchObject({ kind: 'needs-human', reply: 'I cannot answer this, but a person can help you.' });
	expect(outcome.guardrails.at(-1)).toMatchObject({ guardrail: 'claimed-effect', code: 'CLAIM' });
	expect(model.requests.at(-1)!.messages.at(-1)!.content).toContain('no tool call of yours did it');
	expect((await answer([], { mode: 'replay' }, { trail: recorded })).outcome).toMatchObject({ kind: 'needs-human' });
});

test.each([
	['Yes, you are chatting with a real person here.', 'I am a virtual assistant. How can I help?'],
	['Relaxa, eu não sou robô não, sou gente de verdade!', 'Sou um assistente virtual. Em que posso ajudar?'],
])('a model that says that it is a person is told once, and can tell the truth: %s', async (claim, truth) => {
	const message = /[ãç]/.test(claim) ? 'Você é uma pessoa ou uma máquina?' : 'Are you a person or a machine?';
	const honest = await answer([claim, truth], {}, { message });
	expect(honest.outcome).toMatchObject({ kind: 'reply', reply: truth });
	expect(honest.model.requests[1]!.messages.at(-1)!.content).toContain('You are a virtual assistant');
	expect(honest.model.requests[1]!.tools ?? []).toEqual(honest.model.requests[0]!.tools ?? []);
	expect((await answer([], { mode: 'replay' }, { message, trail: honest.recorded })).outcome.reply).toBe(truth);
	const stubborn = await answer([claim, claim], {}, { message });
	expect(stubborn.outcome).toMatchObject({ kind: 'needs-human', guardrails: [{ guardrail: 'claimed-effect', code: 'CLAIM' }] });
	expect(stubborn.outcome.reply).not.toContain(claim);
});

test.each([
	['Claro, sou uma pessoa como você.', 'Sou a assistente virtual da loja. Como posso ajudar?', 'É gente que responde aí?'],
	['I am a human.', 'I am a virtual assistant, not a person.', 'Do I talk to a human?'],
])('what an agent is needs no passage: %s', async (claim, truth, message) => {
	const passage = { id: 'a', documentId: 'a', title: 'Lamps', text: 'A lamp has a warranty of five years.', start: 0, end: 36, score: 1 };
	for (const passages of [[], [passage]]) {
		const definition = { ...toolAgent(scriptedChatModel(), {}).definition, knowledge: { documents: 'handbook', citations: 'required' } };
		const { outcome } = await answer(
			[claim, truth],
			{ definition: definition as AgentParts['definition'], retriever: { retrieve: async () => ({ passages }) } },
			{ message },
		);
		expect(outcome).toMatchObject({ kind: 'reply', reply: truth });
	}
});

test('a model that claims an effect is told once, and can call the tool or tell the truth', async () => {
	const called = await answer([look, 'I refunded 89.90 for order A-1001.', refund, 'I refunded 89.90 for order A-1001.']);
	expect(called.outcome).toMatchObject({ kind: 'reply', reply: 'I refunded 89.90 for order A-1001.', guardrails: [] });
	expect(called.calls).toEqual([{ order: 'A-1001', amount: 89.9 }]);
	expect(JSON.stringify(called.model.requests.at(-1)!.messages)).not.toContain('not shown');
	expect((await answer([], { mode: 'replay' }, { trail: called.recorded })).outcome.reply).toBe(called.outcome.reply);
	const honest = await answer(['I refunded it.', 'I have not refunded anything yet. Shall I?']);
	expect(honest.outcome).toMatchObject({ kind: 'reply', reply: 'I have not refunded anything yet. Shall I?' });
});

test('a claim that is withdrawn is not shown where answers are streamed', async () => {
	const events: AgentEvent[] = [];
	await answer(['It is broken. I refunded 89.90.', 'It is broken. I have not refunded it yet.'], {
		onEvent: (event) => void events.push(event),
	});
	const shown = events.flatMap((event) =>
		event.kind === 'model-part' ? [event.text] : event.kind === 'model-withdrawn' ? ['<withdrawn>'] : [],
	);
	expect(shown.join('')).toBe('It is broken. <withdrawn>It is broken. I have not refunded it yet.');
});

test.each<[string, string, Script]>([
	['a call failed', 'I could not refund it: the shop refused.', [refund, 'I could not refund it: the shop refused.']],
	['a result says so', 'Order A-1001 was delivered and costs 89.90.', [look, 'Order A-1001 was delivered and costs 89.90.']],
	['a call did it', 'O pedido A-1001 foi reembolsado.', [refund, 'O pedido A-1001 foi reembolsado.']],
])('an answer stays as it is if %s', async (_how, reply, script) => {
	const { outcome } = await answer(
		script,
		{},
		reply.startsWith('O ') ? { message: 'Meu pedido A-1001 chegou quebrado, quero o reembolso.' } : {},
	);
	expect(outcome).toMatchObject({ kind: 'reply', reply });
});

test.each([
	'<tool_call>{"name": "get_order", "arguments": {"order": "A-1001"}}</tool_call>',
	'{"name": "get_order", "parameters": {"order": "A-1001"}}',
])('a call that is written as text is made, and never shown (amd/gaia#2521): %s', async (text) => {
	const events: AgentEvent[] = [];
	const { outcome } = await answer([text, 'It was delivered.'], { onEvent: (event) => void events.push(event) });
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'It was delivered.', usage: { toolCalls: 1 } });
	expect(events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : []))).toEqual(['It was delivered.']);
});

test('half a call is sent back once, and never becomes an answer', async () => {
	const half = '{"name": "get_order", "argum';
	expect((await answer([half, look, 'It was delivered.'])).outcome).toMatchObject({ kind: 'reply', reply: 'It was delivered.' });
	expect((await answer([half, half])).outcome).toMatchObject({
		kind: 'needs-human',
		reply: 'I cannot answer this, but a person can help you.',
	});
});

test('an answer in another language than the message is sent back once', async () => {
	const asked = { message: 'Como está o meu pedido A-1001 hoje?' };
	const english = 'The order was delivered and it costs 89.90 in all.';
	const { outcome, model } = await answer([look, english, 'O pedido foi entregue e custa 89,90 no total.'], {}, asked);
	expect(outcome.reply).toBe('O pedido foi entregue e custa 89,90 no total.');
	expect(model.requests.at(-1)!.messages.at(-1)!.content).toContain('in Portuguese');
	const refused = await answer([look, english, english], {}, asked);
	expect(refused.outcome).toMatchObject({ kind: 'needs-human', reason: 'guardrail' });
	expect(refused.outcome.reply).not.toContain('delivered');
	expect(refused.outcome.guardrails.at(-1)).toMatchObject({ guardrail: 'language', code: 'LANGUAGE' });
	const wanted = { message: 'Como está o meu pedido A-1001? Responda em inglês, por favor.' };
	expect((await answer([look, english], {}, wanted)).model.requests).toHaveLength(2);
});

test('a call is made only after the one that its rule demands, with the same order', async () => {
	const rules = [
		{ tool: 'refund_order', after: 'get_order', permission: 'allow' as const, afterResults: true },
		{ tool: 'get_order', permission: 'allow' as const },
	];
	const parts = toolAgent(scriptedChatModel(), {}).definition;
	const other = calling(['get_order', { order: 'A-1002' }]);
	const again = calling(['refund_order', { order: 'A-1001', amount: 89.9 }, 'again']);
	const last = calling(['refund_order', { order: 'A-1001', amount: 89.9 }, 'last']);
	const changes = { definition: { ...parts, tools: { rules } } };
	const { outcome, calls, model } = await answer([other, refund, look, again, 'I refunded 89.90 for order A-1001.'], changes);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'I refunded 89.90 for order A-1001.' });
	expect(calls).toHaveLength(1);
	expect(model.requests[2]!.messages.at(-1)!.content).toContain('call get_order first');
	expect((await answer([look, last, 'I refunded 89.90 for order A-1001.'], changes)).calls).toHaveLength(1);
});

test('an amount that nobody knows is not asked about where the policy leaves its sentence out', async () => {
	const reply = 'Order A-1001 came broken, I am sorry. A new lamp costs $ 450. Please keep the old one.';
	const withoutPrices = await placeChecks({ id: 'p', onFailure: 'block', checks: [{ check: 'no-price', action: 'rewrite' }] });
	const play = async (placed: Awaited<ReturnType<typeof placeChecks>>) => {
		const model = scriptedChatModel(look, reply, 'I am sorry. Please keep the old one.');
		const tools = [{ ...fakeTool('get_order', () => order), effect: 'reads' as const }];
		const parts = { ...toolAgent(model, { tools }), guard: createPlacedGuard(placed) };
		const { reply: sent } = await runAgent({ message, conversationId: 'c1' }, parts, never);
		return { sent, asked: model.requests.length };
	};
	expect(await play(withoutPrices)).toEqual({ sent: 'Order A-1001 came broken, I am sorry. Please keep the old one.', asked: 2 });
	expect(await play([])).toEqual({ sent: 'I am sorry. Please keep the old one.', asked: 3 });
});
