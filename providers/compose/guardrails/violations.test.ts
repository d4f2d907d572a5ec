import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { runAgent } from '../../../core/agents/run-agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { composeAgent } from '../agents/agent';
import type { Host } from '../hosts/host';
import { composeVault } from './vault';
import { composeViolationLog } from './violations';

let stateFolder: string;
beforeEach(() => {
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-compose-violations-'));
});
afterEach(() => rmSync(stateFolder, { recursive: true, force: true }));

const definitionWith = (action: 'token' | 'partial' | 'block'): AgentDefinition => ({
	id: 'support',
	version: '1.0.0',
	name: 'Support',
	purpose: 'Answers.',
	capabilities: [],
	prompt: 'You answer.',
	model: { route: [] },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], action } },
	limits: { messageCharacters: 200, modelCalls: 3, outputTokens: 100, tokens: 4000, wallClockMs: 10_000 },
});

const secrets = [
	'distinctive.person',
	'leaked.person',
	'mine.com',
	'example.org',
	'529.982.247-25',
	'52998224725',
	'98765-4321',
	'5511987654321',
];
const message = 'I am distinctive.person@example.org, CPF 529.982.247-25, fone (11) 98765-4321.';

async function runWith(action: 'token' | 'partial' | 'block', reply: string, changes: Partial<Host> = {}): Promise<string> {
	const model = scriptedChatModel(reply);
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder, name: 'n8n', model, ...changes };
	const parts = await composeAgent({ kind: 'inline', definition: definitionWith(action) }, host);
	return (await runAgent({ message, conversationId: '5511987654321' }, parts, new AbortController().signal)).kind;
}

test('agents write down what their guardrails found, and no value is in any file, the logs of the files included', async () => {
	expect(await runWith('token', 'Thank you.')).toBe('reply');
	expect(await runWith('partial', 'Thank you.')).toBe('reply');
	expect(await runWith('block', 'Thank you.')).toBe('blocked');
	expect(await runWith('token', 'Write to leaked.person@mine.com.')).toBe('blocked');

	const log = await composeViolationLog({ stateFolder });
	const records = await log.read();
	expect(records.map(({ stage, action }) => `${stage} ${action}`)).toEqual(
		expect.arrayContaining(['input rewrite', 'input block', 'output block']),
	);
	expect(new Set(records.map(({ conversation }) => conversation))).toEqual(new Set([await log.hashConversation('5511987654321')]));
	expect(records[0]).toMatchObject({ agent: 'support', host: 'n8n', code: 'PERSONAL_DATA' });

	const bytes = Buffer.concat(readdirSync(stateFolder).map((name) => readFileSync(join(stateFolder, name))));
	expect(bytes.includes('PERSONAL_DATA')).toBe(true);
	for (const secret of secrets) {
		expect([secret, bytes.includes(secret), bytes.includes(Buffer.from(secret, 'utf16le'))]).toEqual([secret, false, false]);
	}
});

test('an agent’s conversation keeps its tokens from run to run', async () => {
	await runWith('token', 'Thank you.');
	const { text } = await composeVault({ stateFolder }, { conversationId: '5511987654321' }).mask('distinctive.person@example.org');
	expect(text).toMatch(/^\[EMAIL_1_/);
});

test('an agent that shall remember nothing writes its violations down all the same', async () => {
	await runWith('token', 'Thank you.', { remembers: false });
	expect(await (await composeViolationLog({ stateFolder })).read()).toHaveLength(1);
	expect(readdirSync(stateFolder)).not.toContain('memory.db');
	const vault = composeVault({ stateFolder }, { conversationId: '5511987654321' });
	expect(await vault.findUnknown('distinctive.person@example.org')).toHaveLength(1);
});

test('without a state folder, a process has its own log', async () => {
	const log = await composeViolationLog({ tenant: 'test' });
	await log.record([{ guardrail: 'g', code: 'PRICE', stage: 'output', action: 'log', matches: [], reason: '' }], {
		conversationId: 'c',
		host: 'n8n',
	});
	const [record] = await (await composeViolationLog({ tenant: 'test' })).read();
	expect(record).toMatchObject({ code: 'PRICE', conversation: await log.hashConversation('c') });
});
