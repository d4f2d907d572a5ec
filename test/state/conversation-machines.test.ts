import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runAgent } from '../../core/agents/run-agent';
import type { ViolationRecord } from '../../core/ports/guardrails/violations';
import { composeVault } from '../../providers/compose/guardrails/vault';
import { composeAgent } from '../../providers/compose/agents/agent';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { openGate } from '../fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { buildProcess } from '../support/build-process';
import { type Databases, onPostgres, postgresDatabases } from '../support/servers/databases';
import { until, within } from '../support/wait-until';

const vaultKey = Buffer.alloc(32, 7).toString('base64');
type Outcome = { answer?: unknown; error?: string; message?: string; fix?: string };

onPostgres('machines with one database, each with a home of its own', () => {
	let databases: Databases;
	let built: ReturnType<typeof buildProcess>;
	let place: string;
	let folder: string;
	const children: ChildProcess[] = [];
	beforeAll(async () => {
		databases = await postgresDatabases();
		built = buildProcess('conversation-machine');
	});
	afterAll(async () => {
		built.remove();
		await databases.remove();
	});
	beforeEach(async () => {
		place = await databases.create();
		folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
	});
	afterEach(async () => {
		for (const child of children.splice(0)) {
			child.stdin!.end();
			if (child.exitCode === null) await once(child, 'exit');
		}
		rmSync(folder, { recursive: true, force: true });
	});

	const home = (name: string) => join(folder, name);
	/** Starts a machine, which answers one request after the other. */
	function startMachine(name: string, settings: Record<string, string> = { TROUPE_VAULT_KEY: vaultKey }) {
		const { PATH } = process.env;
		const env = { PATH, TROUPE_HOME: home(name), TROUPE_DATABASE_URL: place, ...settings };
		const child = spawn(process.execPath, ['--no-warnings', built.script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
		children.push(child);
		const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
		return async (...request: string[]): Promise<Outcome> => {
			child.stdin.write(`${JSON.stringify(request)}\n`);
			const { value } = await within(request.join(' '), lines.next());
			return JSON.parse(value as string) as Outcome;
		};
	}

	test('restore each other’s tokens, and give a value one token', async () => {
		const [a, b] = [startMachine('a'), startMachine('b')];
		const { answer: text } = await a('mask', 'c', 'ana@example.com');
		expect(text).toMatch(/^\[EMAIL_1_/);
		expect(await b('restore', 'c', text as string)).toEqual({ answer: 'ana@example.com' });
		expect(await b('mask', 'c', 'ana@example.com')).toEqual({ answer: text });
		const both = await Promise.all([a('mask', 'new', 'bob@example.com'), b('mask', 'new', 'bob@example.com')]);
		expect(both[0]).toEqual(both[1]);
		expect(existsSync(join(home('a'), 'state.db'))).toBe(false);
	});

	test('count questions together', async () => {
		const machines = [startMachine('a'), startMachine('b'), startMachine('c')];
		await Promise.all(Array.from({ length: 30 }, (_, index) => machines[index % 3]!('ask', 'c')));
		expect(await machines[0]!('ask', 'c')).toEqual({ answer: { replies: 31, questionsInARow: 31 } });
	});

	test('warn, slow down and block a contact together', async () => {
		const [a, b] = [startMachine('a'), startMachine('b')];
		expect((await a('write', 'c', 'Vou te matar.')).answer).toMatch(/^Não posso continuar/);
		expect((await b('write', 'c', 'I will kill you.')).answer).toMatch(/only from time to time/);
		const slowed = await Promise.all([a, b].map((machine) => machine('write', 'c', 'Good morning.')));
		expect(slowed).toEqual([1, 2].map(() => ({ answer: expect.stringMatching(/only from time to time/) as string })));
		expect((await b('write', 'c', 'Vou te matar.')).answer).toMatch(/não pode escrever/);
		expect((await a('write', 'c', 'Good morning.')).answer).toMatch(/you cannot write here/);
		expect(await b('write', 'other', 'Good morning.')).toEqual({ answer: 'pass' });
	});

	test('tell one subscriber of all their violations, each once', async () => {
		const machines = [startMachine('a'), startMachine('b'), startMachine('c')];
		const log = await composeViolationLog({ stateFolder: home('trigger'), database: place, vaultKey });
		const seen: ViolationRecord[] = [];
		const end = log.subscribe(
			(record) => void seen.push(record),
			(error) => {
				throw error;
			},
			0,
		);
		await Promise.all(machines.flatMap((machine) => Array.from({ length: 10 }, () => machine('violate', 'c'))));
		await until(() => seen.length === 30);
		end();
		expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
		expect(new Set(seen.map(({ conversation }) => conversation)).size).toBe(1);
	});

	describe('with keys in files', () => {
		test('the first creates the key, and every other is told to copy it before it masks anything', async () => {
			const { answer: text } = await startMachine('a', {})('mask', 'c', 'ana@example.com');
			const refused = { error: 'VAULT_UNREADABLE', fix: expect.stringContaining('vault.key') as string };
			const b = startMachine('b', {});
			expect(await b('mask', 'c', 'ana@example.com')).toMatchObject(refused);
			expect(await b('ask', 'c')).toMatchObject(refused);
			expect(await b('violate', 'c')).toMatchObject(refused);
			expect(existsSync(join(home('b'), 'vault.key'))).toBe(false);
			expect(await startMachine('d', { TROUPE_VAULT_KEY: vaultKey })('restore', 'c', text as string)).toMatchObject(refused);
			// The same process goes on as soon as it has the key.
			copyKey('a', 'b');
			expect(await b('restore', 'c', text as string)).toEqual({ answer: 'ana@example.com' });
		});

		test('of many that start at once one creates the key', async () => {
			const names = ['a', 'b', 'c', 'd'];
			const outcomes = await Promise.all(names.map((name) => startMachine(name, {})('mask', 'c', 'ana@example.com')));
			expect(outcomes.filter(({ answer }) => answer !== undefined)).toHaveLength(1);
			expect(outcomes.filter(({ error }) => error === 'VAULT_UNREADABLE')).toHaveLength(3);
			expect(names.filter((name) => existsSync(join(home(name), 'vault.key')))).toHaveLength(1);
		});
	});

	const copyKey = (from: string, to: string) => {
		mkdirSync(home(to), { recursive: true });
		copyFileSync(join(home(from), 'vault.key'), join(home(to), 'vault.key'));
	};

	test('forget a person together', async () => {
		const definition = {
			...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'You help.', model: { extractive: false } },
			memory: { turns: 5, memories: 5 },
			guardrails: {
				personalData: { types: ['EMAIL_ADDRESS'] },
				policy: { id: 'rules', checks: [{ check: 'question-streak', most: 5, action: 'log' }] },
			},
			limits: {},
		};
		const machines = ['h', 'g'].map((name) => ({
			...{ gate: openGate(), agentFolders: [], providers: {}, name: 'n8n' },
			...{ stateFolder: home(name), database: place, vaultKey },
		}));
		const never = new AbortController().signal;
		for (const [index, machine] of machines.entries()) {
			const agent = await composeAgent({ kind: 'inline', definition }, { ...machine, model: scriptedChatModel('Is it done?') });
			const request = {
				person: 'ana',
				conversationId: `conversation ${index}`,
				runId: `run ${index}`,
				message: 'Write to ana@example.com',
			};
			expect(await runAgent(request, agent, never)).toMatchObject({ kind: 'reply' });
		}
		const [h, g] = machines as [(typeof machines)[0], (typeof machines)[0]];
		const whose = { conversationId: 'conversation 1', owner: { agent: 'clerk' } };
		const { text } = await composeVault(g, whose).mask('ana@example.com');
		const states = (await composeConversationStates(g, { agent: 'clerk' }))!;
		expect(await states.read('conversation 1')).toMatchObject({ replies: 1 });

		const forgotten = await runMemoryTask({ operation: 'forget', person: 'ana' }, h, never);
		expect(forgotten).toMatchObject({ removed: { conversations: 2, turns: 2, vaultKeys: 1 } });
		expect(forgotten).not.toHaveProperty('notReached');
		expect(await composeVault(g, whose).restore(text)).toBe(text);
		expect(await states.read('conversation 1')).toBeUndefined();
		expect(await runMemoryTask({ operation: 'forget', person: 'ana' }, g, never)).toMatchObject({
			removed: { memories: 0, conversations: 0, turns: 0, vaultKeys: 0 },
		});
	});
});
