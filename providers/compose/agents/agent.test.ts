import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../../core/agents/run-agent';
import { createHandOverTool } from '../../../core/channels/hand-over-tool';
import type { Tool } from '../../../core/ports/tools/tools';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../../test/fakes/tool-agent';
import { composeAgent } from './agent';

const folder = mkdtempSync(join(tmpdir(), 'troupe-compose-'));
writeFileSync(join(folder, 'returns.md'), '# Returns\n\nYou may return a machine within 30 days.\n');
afterAll(() => rmSync(folder, { recursive: true }));

const definition = {
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Answers.',
	prompt: 'Answer.',
	model: { extractive: false },
	knowledge: { documents: '.', citations: 'required' },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: { messageCharacters: 100 },
};

async function ask(reply: string, { message = 'Can I return a machine?', changes = {} } = {}) {
	const host = { gate: openGate(), agentFolders: [folder], providers: {}, model: scriptedChatModel(reply, reply) };
	const parts = await composeAgent({ kind: 'inline', definition: { ...definition, ...changes } }, host);
	return runAgent({ message, conversationId: 'c' }, parts, new AbortController().signal);
}

describe('an agent as it is composed', () => {
	it('asks for a person by a tool of its own where the host hands nothing over', async () => {
		const calls = calling(['hand_over', { reason: 'fire' }]);
		const end = async (tools?: Tool[]) => {
			const model = scriptedChatModel(calls, 'Call 911.');
			const { knowledge: _none, ...plain } = definition;
			const handsOver = { ...plain, tools: { handOver: true, rules: [{ tool: 'hand_over', permission: 'allow' }] } };
			const host = { gate: openGate(), agentFolders: [folder], providers: {}, model, ...(tools && { tools }) };
			const parts = await composeAgent({ kind: 'inline', definition: handsOver }, host);
			return runAgent({ message: 'The press makes a noise.', conversationId: 'c' }, parts, new AbortController().signal);
		};
		expect(await end()).toMatchObject({ kind: 'needs-human', reason: 'promised', reply: 'Call 911.' });
		const drafts: unknown[] = [];
		const handOvers = { draft: async (...draft: unknown[]) => void drafts.push(draft) };
		const own = createHandOverTool(handOvers, { tenant: 't', conversation: 'c', key: 'k' });
		expect(await end([own])).toMatchObject({ kind: 'reply', reply: 'Call 911.' });
		expect(drafts).toMatchObject([['t', 'c', 'k', { reason: 'fire' }]]);
	});

	it('blocks a message over its length', async () => {
		expect(await ask('unused', { message: 'x'.repeat(101) })).toMatchObject({ kind: 'blocked', guardrail: 'message-length' });
	});

	it('masks personal data for the model and restores it in the reply', async () => {
		expect(await ask('Yes [1].', { message: 'I am ana@example.com. May I return it?' })).toMatchObject({
			kind: 'reply',
			guardrails: [{ guardrail: 'personal-data', stage: 'input', action: 'rewrite' }],
		});
	});

	it('blocks a reply with a token of another conversation', async () => {
		expect(await ask('I wrote to [EMAIL_1_zzzzzz] [1].')).toMatchObject({ kind: 'blocked', guardrail: 'foreign-token' });
	});

	it('repeats what the person wrote like a token, as it is', async () => {
		expect(
			await ask('[CPF_1_abcdef] hides it, a machine may return within 30 days [1].', {
				message: 'Can I return a machine? What does [CPF_1_abcdef] mean?',
			}),
		).toMatchObject({
			kind: 'reply',
			reply: expect.stringContaining('[CPF_1_abcdef] hides') as string,
		});
	});

	it('blocks a reply with personal data that nobody gave', async () => {
		expect(await ask('Ask boss@elsewhere.example [1].')).toMatchObject({ kind: 'blocked', guardrail: 'unknown-personal-data' });
	});

	it('hands over a reply that cites nothing, where citations are required', async () => {
		expect(await ask('Sure.')).toMatchObject({ kind: 'needs-human', reason: 'no-citation' });
		const optional = { knowledge: { documents: '.', citations: 'optional' } };
		expect(await ask('Sure.', { changes: optional })).toMatchObject({ kind: 'reply', reply: 'Sure.' });
	});
});
