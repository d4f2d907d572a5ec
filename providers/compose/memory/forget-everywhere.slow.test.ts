import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { runAgent } from '../../../core/agents/run-agent';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../../test/fakes/tool-agent';
import { givenDocuments } from '../../sources/given-documents';
import { WebPages } from '../../sources/web-pages';
import { composeAgent } from '../agents/agent';
import type { Host } from '../hosts/host';
import { closeKnowledge, openKnowledge } from '../knowledge/knowledge';
import { runMemoryTask } from './memory';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;
let stateFolder: string;
let server: FakeServer;
let host: Host;
beforeAll(async () => {
	server = await startOpenAiServer();
	stateFolder = mkdtempSync(join(tmpdir(), 'troupe-forget-'));
	const providers = { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } };
	host = { gate: openGate(), agentFolders: [], providers, stateFolder, name: 'n8n' };
});
afterAll(async () => {
	await closeKnowledge(host);
	await server.close();
	rmSync(stateFolder, { recursive: true, force: true });
});

/** What names somebody: it stands nowhere in clear. */
const names = (who: string) => [`${who}qzperson`, `${who}qzconversation`, `${who}qzmail@example.com`];
/** What they said, did or like. */
const said = (who: string) => ['message', 'reply', 'fact', 'liking', 'argument', 'answer', 'question'].map((what) => `${who}qz${what}`);

const definition = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
	knowledge: { collection: 'house', passages: 2, citations: 'optional' },
	memory: { turns: 5, memories: 5 },
	tools: {
		rules: [
			{ tool: 'send', permission: 'ask' },
			{ tool: 'look', permission: 'allow', afterResults: true },
		],
	},
	guardrails: {
		personalData: { types: ['EMAIL_ADDRESS'] },
		policy: {
			id: 'rules',
			checks: [
				{ check: 'pattern', patterns: ['qz'], stages: ['input'], action: 'log' },
				{ check: 'question-streak', most: 5, action: 'log' },
			],
		},
	},
	limits: {},
};

/** Speaks twice with the agent, the second time until it waits for a person, and is remembered by a node as well. */
async function live(who: string): Promise<void> {
	const [person, conversationId, mail] = names(who);
	const asked = { person: person!, conversationId: conversationId! };
	const run = (task: object) => runMemoryTask({ person, ...task }, host, never);
	await run({
		operation: 'remember',
		facts: [`${who}qzfact`],
		conversation: conversationId,
		turn: { message: 'Hi', reply: `${who}qzreply` },
	});
	await run({ operation: 'preferences', set: { tone: `${who}qzliking` } });
	const model = scriptedChatModel(
		calling(['look', { at: `${who}qzargument` }]),
		`Is it ${who}qzreply?`,
		calling(['send', { text: `${who}qzargument` }, 'p']),
	);
	const tools = [fakeTool('send'), fakeTool('look', () => `${who}qzanswer`)];
	const agent = { ...(await composeAgent({ kind: 'inline', definition }, { ...host, model })), tools };
	await runAgent({ ...asked, runId: `run 1 of ${who}`, message: `${who}qzmessage and ${who}qzquestion of ${mail}?` }, agent, never);
	const waiting = (await runAgent(
		{ ...asked, runId: `run 2 of ${who}`, message: `Send ${who}qzmessage to ${mail}` },
		agent,
		never,
	)) as AgentOutcome & { state: unknown };
	expect(waiting).toMatchObject({ kind: 'needs-human', pending: [{ id: 'p' }] });
	await run({ operation: 'recall', question: `${who}qzquestion` });
}

/** In whatever way a file might hold it. */
function filesWith(text: string): string[] {
	const forms = [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(Buffer.from(text).toString('hex'))];
	const paths = readdirSync(stateFolder, { recursive: true, encoding: 'utf8' }).filter((path) =>
		statSync(join(stateFolder, path)).isFile(),
	);
	return paths.filter((path) => {
		const bytes = readFileSync(join(stateFolder, path));
		return path.includes(text) || forms.some((form) => bytes.includes(form));
	});
}

slowTest('of a person who is forgotten no byte is left in any file of the state folder, and who is not stays', async () => {
	const knowledge = await openKnowledge(host);
	const documents = givenDocuments([{ id: 'a.md', text: 'All is said in the handbook.', format: 'markdown' as const }], new WebPages());
	await knowledge.ingest('house', documents, { embedder: 'openai:text-embedding-3-small' }, never);
	for (const who of ['ana', 'bob']) await live(who);

	expect(
		readdirSync(stateFolder)
			.filter((name) => !/-(?:wal|shm)$/.test(name))
			.sort(),
	).toEqual(['knowledge.db', 'memory.db', 'state.db', 'vault.key']);
	for (const name of names('ana')) expect([name, filesWith(name)]).toEqual([name, []]);
	// That they are found where they are.
	expect(said('ana').filter((text) => filesWith(text).length > 0)).toContain('anaqzargument');

	expect(await runMemoryTask({ operation: 'forget', person: 'anaqzperson' }, host, never)).toMatchObject({
		removed: { memories: 2, conversations: 2, turns: 2, vaultKeys: 1, runs: 2 },
	});
	for (const text of [...names('ana'), ...said('ana')]) expect([text, filesWith(text)]).toEqual([text, []]);
	expect(await runMemoryTask({ operation: 'export', person: 'bobqzperson' }, host, never)).toMatchObject({
		memories: [{}, {}],
		conversations: [{ conversation: 'bobqzconversation', turns: [{}, {}] }],
	});
	expect(filesWith('bobqzargument')).toContain('state.db');
});

slowTest(
	'a person who was forgotten on one machine can be forgotten on the next, which shares the memory and has stores of its own',
	async () => {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
		const shared = { memoryStore: join(folder, 'shared.db'), vaultKey: Buffer.alloc(32, 7).toString('base64') };
		const { knowledge: _, ...bare } = definition;
		const machines = ['h', 'g'].map((name) => ({ ...host, ...shared, stateFolder: join(folder, name) }));
		try {
			for (const [index, machine] of machines.entries()) {
				const model = scriptedChatModel(calling(['look', { at: 'x' }]), 'Done.');
				const tools = [fakeTool('look', () => 'here')];
				const agent = { ...(await composeAgent({ kind: 'inline', definition: bare }, { ...machine, model })), tools };
				const request = {
					person: 'ana',
					conversationId: `conversation ${index}`,
					runId: `run ${index}`,
					message: 'Write to ana@example.com',
				};
				expect(await runAgent(request, agent, never)).toMatchObject({ kind: 'reply' });
			}
			for (const machine of machines)
				expect(await runMemoryTask({ operation: 'forget', person: 'ana' }, machine, never)).toMatchObject({
					removed: { vaultKeys: 1, runs: 1 },
					notReached: { stores: expect.arrayContaining(['state.db']) as string[] },
				});
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	},
);
