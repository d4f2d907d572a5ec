import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { runAgent } from '../../core/agents/run-agent';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { listenToBudgets } from '../../providers/compose/models/announce-budget';
import { openKnowledge } from '../../providers/compose/knowledge/knowledge';
import { openMemory } from '../../providers/compose/memory/memory';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { callTroupe } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-tenant-command-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const troupe = (...args: string[]) => callTroupe(['tenant', ...args], { TROUPE_HOME: home });

const definition: AgentDefinition = {
	...{ id: 'support', version: '1.0.0', name: 'Support', purpose: 'Answers.', capabilities: [], prompt: 'Answer briefly.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 4000, modelCalls: 2, outputTokens: 500, tokens: 8000, wallClockMs: 30_000 },
};

test('sets, shows, lists, clears and removes rules', async () => {
	expect(await troupe('list')).toMatchObject({ code: 0, noted: expect.stringContaining('No tenant has rules') as string });
	expect(await troupe('set', 'acme', '--runs-per-month', '10', '--time-zone', 'America/Sao_Paulo')).toMatchObject({ code: 0 });
	expect(await troupe('set', 'acme', '--agents', '2')).toMatchObject({
		printed: expect.stringMatching(/runsPerMonth 10.*agents 2/) as string,
	});
	expect(JSON.parse((await troupe('show', 'acme', '--json')).printed)).toMatchObject({
		tenant: 'acme',
		rules: { runsPerMonth: 10, agents: 2, timeZone: 'America/Sao_Paulo' },
		use: { runsThisMonth: 0, runningNow: 0, agents: [] },
	});
	expect(await troupe('set', 'acme', '--clear', 'agents')).toMatchObject({ printed: expect.not.stringContaining('agents') as string });
	expect((await troupe('list')).printed).toMatch(/acme\s+runsPerMonth 10/);
	expect(await troupe('remove', 'acme')).toMatchObject({
		code: 2,
		noted: expect.stringMatching(/rules of acme \(runsPerMonth 10.*--yes/s),
	});
	expect((await troupe('remove', 'acme', '--yes')).code).toBe(0);
	expect((await troupe('remove', 'acme')).code).toBe(1);
	expect(statSync(join(home, 'state.db')).mode & 0o777).toBe(0o600);
});

test('shows stored characters where they are limited, and removes what is older than the retention', async () => {
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, tenant: 'acme' };
	await troupe('set', 'acme', '--stored-characters', '10', '--retention-days', '1');
	const documents = [
		{ id: 'refunds', load: async () => ({ kind: 'text' as const, text: 'Refunds take five days.', format: 'plain' as const }) },
	];
	await (await openKnowledge(host)).ingest('handbook', documents, {}, new AbortController().signal);
	expect(await troupe('show', 'acme')).toMatchObject({
		code: 1,
		printed: expect.stringMatching(/characters in its collections: \d+ of 10/) as string,
	});
	let now = Date.now() - 2 * 86_400_000;
	// The process shares one memory, which the command uses too.
	const memory = await openMemory({ ...host, clock: { now: () => now } });
	await memory.addTurns('c', [{ message: 'Hi', reply: 'Hello', at: 1 }]);
	now = Date.now();
	expect(await troupe('clean')).toMatchObject({
		code: 0,
		printed:
			'acme: removed 0 memories, 1 conversations, 1 turns, 0 tokens, 0 runs, 0 operations, 0 contacts, 0 messages, 0 requests, 0 executions',
	});
	const cleaned = await troupe('clean', 'globex', '--json');
	expect(JSON.parse(cleaned.printed)).toMatchObject({ tenant: 'globex', conversations: 0 });
	expect(cleaned.noted).toContain('globex has none of the rules retentionDays, runDays and retention');
	expect((await troupe('clean', 'acme')).noted).not.toContain('none of the rules');
});

test.each([
	[['set', 'acme'], 2, 'Nothing was set'],
	[['set', '*', '--agents', '1'], 2, 'Expected a name'],
	[['set', 'acme', '--agents', '-1'], 2, 'Expected a whole number'],
	[['set', 'acme', '--time-zone', 'Moon'], 2, 'not a time zone'],
	[['set', 'acme', '--clear', 'agents'], 2, 'has no rule "agents"'],
])('refuses %j', async (args, code, words) => {
	expect(await troupe(...args)).toMatchObject({ code, noted: expect.stringContaining(words) as string });
});

describe('an agent of a tenant with limits', () => {
	let server: Awaited<ReturnType<typeof startOpenAiServer>>;
	beforeAll(async () => {
		server = await startOpenAiServer();
	});
	afterAll(() => server.close());

	const run = async (tenant: string) => {
		const host = {
			gate: openGate(),
			agentFolders: [],
			stateFolder: home,
			tenant,
			providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
		};
		const parts = await composeAgent({ kind: 'inline', definition }, host);
		return runAgent({ message: 'Hi', conversationId: 'c' }, parts, new AbortController().signal);
	};

	test('runs until the month is used up, warns before, and does not concern others', async () => {
		await troupe('set', 'acme', '--runs-per-month', '2');
		const first = await run('acme');
		expect(first.manifest.warnings ?? []).toEqual([]);
		expect((await run('acme')).manifest.warnings).toContainEqual(expect.stringContaining('used 100 % of its runs'));
		await expect(run('acme')).rejects.toMatchObject({ code: 'TENANT_LIMIT_REACHED' });
		await run('globex');
		expect(await troupe('show', 'acme')).toMatchObject({ code: 1, printed: expect.stringContaining('2 of 2') as string });
	});

	test('announces 80 and 100 percent of its runs once, in its own log, also where the limit was lowered', async () => {
		await troupe('set', 'hooli', '--runs-per-month', '5');
		const events: unknown[] = [];
		const end = listenToBudgets(({ budget, percent, field, cap, spent }) => events.push([budget.name, percent, field, cap, spent]));
		for (let count = 0; count < 5; count += 1) await run('hooli');
		await expect(run('hooli')).rejects.toMatchObject({
			code: 'TENANT_LIMIT_REACHED',
			details: { month: expect.stringMatching(/^\d{4}-\d\d$/) as string },
		});
		end();
		expect(events).toEqual([
			['tenant hooli runs', 80, 'runs', 5, 4],
			['tenant hooli runs', 100, 'runs', 5, 5],
		]);
		const log = await composeViolationLog({ stateFolder: home, tenant: 'hooli' });
		expect(await log.read()).toMatchObject([
			{ code: 'BUDGET_80', guardrail: 'tenant hooli runs', stage: 'usage', action: 'log' },
			{ code: 'BUDGET_100', guardrail: 'tenant hooli runs', stage: 'usage', action: 'block' },
		]);
		expect(await (await composeViolationLog({ stateFolder: home })).read()).toEqual([]);
	});

	test('has its tokens counted in a budget of its own', async () => {
		await troupe('set', 'initech', '--tokens-per-month', '5');
		expect(await run('initech')).toMatchObject({ kind: 'limit-reached', limit: 'budget' });
	});
});
