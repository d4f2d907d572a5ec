import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import type { Host } from '../../providers/compose/hosts/host';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { type FakeServer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { readRun } from '../../providers/compose/runs/read-run';
import { openRuns } from '../../providers/compose/state/host-runs';
import { openSwitches } from '../../providers/compose/state/host-switches';
import { bundleProgram } from '../../test/support/bundle-program';
import { describeSlow } from '../../test/support/slow-tests';
import { runRecord } from '../eval/record-run';
import { testTerminal } from '../../test/support/test-terminal';
import { type AgentSandboxOptions, runAgentCommand } from './agent-run';

let folder: string;
let program: string;
let model: FakeServer;
let shop: FakeServer;
const at = (name: string) => join(folder, name);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-sandbox-agent-'));
	program = bundleProgram(join(__dirname, '../../sandbox/kinds/inside/agent-program.ts'));
}, 120_000);
beforeEach(async () => {
	[model, shop] = await Promise.all([
		startOpenAiServer({ respond }),
		startFakeServer(() => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status: 'sent' }) })),
	]);
	writeFileSync(at('clerk.json'), JSON.stringify(clerk()));
});
afterEach(() => Promise.all([model.close(), shop.close()]));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clerk = () => ({
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Answers.',
	prompt: 'Answer.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [
			{
				kind: 'http',
				name: 'order',
				description: 'An order.',
				parameters: { type: 'object', properties: { mail: { type: 'string' } }, required: ['mail'] },
				method: 'GET',
				url: `http://shop.example.com/orders/{mail}`,
			},
		],
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 5, outputTokens: 100, tokens: 10_000, wallClockMs: 60_000 },
});

const usage = { input: 10, output: 5 };
/** A model that copies the token of the message, and says what the tool told it. */
const respond: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	const token = /\[EMAIL_\w+\]/.exec(last.content)?.[0];
	if (last.role === 'tool') return { text: `It is sent to ${token ?? 'you'}.`, usage };
	return { text: '', calls: [{ name: 'order', input: { mail: token ?? 'nobody' } }], usage };
};

async function run(options: Partial<AgentSandboxOptions>, host: Partial<Host> = {}) {
	const terminal = testTerminal({ TROUPE_HOME: folder });
	const open = async (): Promise<Host> => ({ gate: openGate(), agentFolders: [], providers: {}, ...host });
	const code = await runAgentCommand(
		{
			...{ agent: at('clerk.json'), message: 'Where is my order? I am ana@example.com', conversation: 'sandbox' },
			...{ level: 'L0', memory: 512, timeout: 120_000, json: true, standIn: [], allow: [], secret: [] },
			...options,
		},
		terminal,
		open,
		program,
	);
	return {
		code,
		...terminal,
		document: terminal.printed[0]?.startsWith('{') ? (JSON.parse(terminal.printed.join('\n')) as Ended) : undefined,
	};
}

interface Ended {
	outcome: string;
	runId: string;
	agent: { runId: string; kind: string; reply: string };
	error?: { code: string; message: string };
	steps: Array<{ kind: string; name: string; rule: string; error?: string }>;
	report: { subject: object; steps: object[]; requests: object[] };
}

describeSlow('an agent in the sandbox', () => {
	it('is played from the recordings of an evaluation', async () => {
		const live = { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } };
		const open = async (): Promise<Host> => ({ gate: openGate(), agentFolders: [], providers: live, allowPrivateNetworks: true });
		writeFileSync(at('clerk.json'), JSON.stringify(clerk()).replace('http://shop.example.com', shop.url));
		writeFileSync(
			at('clerk.eval.json'),
			JSON.stringify({
				name: 'Clerk',
				agent: './clerk.json',
				cases: [
					{ name: 'order', input: { message: 'Where is my order? I am ana@example.com' }, expect: [{ assert: 'contains', text: 'sent' }] },
				],
			}),
		);
		expect(await runRecord(at('clerk.eval.json'), { concurrency: 1 }, testTerminal(), open)).toBe(0);
		await Promise.all([model.close(), shop.close()]);
		const { code, document } = await run({ replay: at('clerk.recordings.json') });
		expect(document).toMatchObject({
			outcome: 'completed',
			agent: { kind: 'reply', reply: 'It is sent to you.' },
			steps: [
				{ kind: 'tools', name: 'definition', rule: 'replayed' },
				{ kind: 'model', name: 'openai:gpt-4.1-mini', rule: 'replayed' },
				{ kind: 'tool', name: 'order', rule: 'replayed' },
				{ kind: 'model', name: 'openai:gpt-4.1-mini', rule: 'replayed' },
			],
		});
		expect(code).toBe(0);
	}, 300_000);

	it('asks stand-ins with keys of theirs, and records what its models and tools answer', async () => {
		const providers = { openai: { apiKey: 'sk-real-key-of-the-host' } };
		const standIn = ['openai'];
		const { document } = await run({ standIn, record: at('own.recordings.json'), message: 'Hello ana@example.com' }, { providers });
		expect(document).toMatchObject({
			agent: { reply: 'You wrote: Hello ana@example.com' },
			steps: [
				{ kind: 'tools', rule: 'host' },
				{ kind: 'model', rule: 'stand-in' },
			],
			report: {
				subject: { kind: 'agent', name: 'clerk@1.0.0' },
				requests: [{ method: 'POST', host: 'api.openai.com', action: 'stand-in', status: 200 }],
			},
		});
		expect(document!.report.steps).toEqual(document!.steps);
		const recorded = readFileSync(at('own.recordings.json'), 'utf8');
		expect(recorded).not.toMatch(/sk-real-key|ana@example/);
		const again = await run({ replay: at('own.recordings.json'), message: 'Hello ana@example.com' });
		expect(again.document?.agent).toMatchObject({ reply: 'You wrote: Hello ana@example.com' });
		const changed = await run({ replay: at('own.recordings.json'), message: 'Hello!' });
		expect([changed.code, changed.document?.error?.code]).toEqual([1, 'REPLAY_DIVERGED']);
		expect(changed.document?.error?.message).toContain('+ messages.1.content: Hello!');
	}, 300_000);

	it('ends when its agent is stopped, and does not begin while it is (openclaw/openclaw#104315)', async () => {
		const switches = (await openSwitches({ stateFolder: folder }))!;
		const target = { tenant: 'default', target: 'agent:clerk' };
		let stoppedAt = 0;
		const stop = async () => {
			await switches.turnOff({ ...target, reason: 'wrong prices', changedBy: 'user:ana' });
			stoppedAt = performance.now();
		};
		const slow = await startOpenAiServer({ respond: () => (void stop(), { text: 'Late.', usage, delayMs: 60_000 }) });
		const host = { providers: { openai: { apiKey: 'sk-fake', baseUrl: `${slow.url}/v1` } }, stateFolder: folder };
		const rules = { allow: [`POST http://${new URL(slow.url).host}`], allowPrivateNetworks: true };
		await expect(run(rules, host)).rejects.toMatchObject({ code: 'RUN_STOPPED', details: { reason: 'wrong prices' } });
		expect(performance.now() - stoppedAt).toBeLessThan(5_000);
		await expect(run(rules, host)).rejects.toMatchObject({ code: 'RUN_STOPPED' });
		await switches.turnOn({ ...target, reason: null, changedBy: 'user:ana' });
		await slow.close();
	}, 300_000);

	it('refuses what no rule allows, and says how to allow it', async () => {
		const { code, document } = await run({}, { providers: { openai: { apiKey: 'sk-fake' } } });
		expect(code).toBe(1);
		expect(document?.error).toMatchObject({ code: 'ADDRESS_REFUSED', message: expect.stringContaining('POST api.openai.com') as string });
		expect(document?.steps.at(-1)).toMatchObject({ kind: 'model', rule: 'refused', error: 'ADDRESS_REFUSED' });
	}, 300_000);

	it('keeps the permissions of its definition: a call that asks a person waits, or is approved by the command', async () => {
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } };
		const definition = { ...clerk(), tools: { ...clerk().tools, rules: [{ tool: 'order', permission: 'ask' }] } };
		writeFileSync(at('clerk.json'), JSON.stringify(definition));
		const { host } = new URL(model.url);
		const rules = { allow: [`POST http://${host}`], standIn: ['shop.example.com=shop'], allowPrivateNetworks: true };
		const waiting = await run(rules, { providers, stateFolder: folder });
		expect(waiting.document?.agent).toMatchObject({ kind: 'needs-human' });
		expect(waiting.document?.steps.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual(['tools host', 'model forwarded']);
		const approved = await run({ ...rules, approve: true }, { providers, stateFolder: folder });
		expect(approved.document?.steps.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual([
			...['tools host', 'model forwarded', 'tools host', 'tool stand-in', 'model forwarded'],
		]);
		// Both are runs of the tenant, with that of the sandbox which they belong to.
		const runs = await openRuns({ stateFolder: folder }, folder);
		for (const [{ document }, outcome, calls] of [
			[waiting, 'needs-human', 1],
			[approved, 'reply', 2],
		] as const) {
			const { runId, agent } = document!;
			expect(await runs.findRecord(runId)).toMatchObject({ state: 'completed', host: 'sandbox', of: { sandbox: 'agent' }, costUsd: 0 });
			const [own, ...others] = await runs.list(5, false, { caller: runId });
			expect([agent.runId, others]).toEqual([`${runId}/agent`, []]);
			expect(own).toMatchObject({ runId: agent.runId, state: 'completed', outcome, modelCalls: calls, agent: { id: 'clerk' } });
		}
		const shown = await readRun(approved.document!.agent.runId, { gate: openGate(), agentFolders: [], providers: {}, stateFolder: folder });
		expect(JSON.stringify(shown)).not.toContain('ana@example.com');
		expect(shown.steps.map(({ kind }) => kind)).toContain('tool');
	}, 300_000);

	it('proposes the tools of the agent and its requests, and refuses a list without them', async () => {
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } };
		const { host } = new URL(model.url);
		const rules = { allow: [`POST http://${host}`], standIn: ['shop.example.com=shop'], allowPrivateNetworks: true };
		const discovered = await run({ ...rules, discover: at('clerk.capabilities.json') }, { providers });
		const proposed = JSON.parse(readFileSync(at('clerk.capabilities.json'), 'utf8')) as Capabilities;
		expect(proposed).toEqual({ version: 1, tools: ['order'], requests: ['GET shop.example.com', `POST ${host}`] });
		const enforced = await run({ ...rules, capabilities: at('clerk.capabilities.json') }, { providers });
		const listSteps = ({ document }: typeof discovered) => document?.steps.map(({ kind, name, rule }) => [kind, name, rule]);
		expect(listSteps(enforced)).toEqual(listSteps(discovered));
		expect(enforced.document?.agent.reply).toBe(discovered.document?.agent.reply);
		writeFileSync(at('without.json'), JSON.stringify({ ...proposed, tools: ['other'] }));
		await expect(run({ ...rules, capabilities: at('without.json') }, { providers })).rejects.toMatchObject({
			code: 'CAPABILITY_MISSING',
			message: expect.stringMatching(/without\.json does not contain order, which the agent clerk has/) as string,
			details: { capability: 'tools', actual: 'order' },
		});
		const requests = proposed.requests!.filter((one) => one.startsWith('POST'));
		writeFileSync(at('closed.json'), JSON.stringify({ ...proposed, requests }));
		const closed = await run({ ...rules, capabilities: at('closed.json') }, { providers });
		expect(closed.document?.steps.find(({ kind }) => kind === 'tool')).toMatchObject({ rule: 'refused' });
	}, 300_000);

	it.each([
		['a stand-in that is missing', { standIn: ['opnai'] }, /"opnai" is not a provider of models with a stand-in/],
		['a recording that is missing', { replay: 'missing.json' }, /missing\.json/],
		['a replay that is recorded', { replay: 'a.json', record: 'b.json' }, /cannot be used together/],
		['an agent that does not exist', { agent: '/nowhere/agent.json' }, /does not exist/],
		['a stand-in that does not exist', { standIn: ['api.openai.com=opnai'] }, /opnai/],
	])('is refused before it runs for %s', async (_case, options, message) => {
		await expect(run({ ...options })).rejects.toThrow(message);
	});
});
