import Ajv from 'ajv';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import type { Host } from '../../providers/compose/hosts/host';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { reportSchema, type SandboxReport } from '../../sandbox/report/report-shape';
import { bundleProgram } from '../../test/support/bundle-program';
import { describeSlow } from '../../test/support/slow-tests';
import { runAgentResume, runAgentRun } from '../agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { type AgentSandboxOptions, runAgentCommand } from './agent-run';
import { createShellOpener } from '../../sandbox/computer/computer-openers';

let folder: string;
let model: FakeServer;
/** What the model asks for, one call a round; then it answers with the last result. */
let calls: Array<{ name: string; input: object }> = [];
const results: string[] = [];
const usage = { input: 10, output: 5 };
const at = (name: string) => join(folder, name);

const respond: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool') results.push(String(last.content));
	const call = calls.shift();
	return call ? { text: '', calls: [call], usage } : { text: String(last.content), usage };
};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-shell-tool-'));
	mkdirSync(at('orders'));
	writeFileSync(at('orders/may.csv'), 'customer,total\nana,40\nbia,2\n');
	model = await startOpenAiServer({ respond });
});
afterAll(async () => {
	await model.close();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => results.splice(0));

const clerk = (more: object = {}, tools: object = {}) => ({
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Works with lists.',
	prompt: 'Work with the lists.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [{ kind: 'sandbox-shell', name: 'shell', description: 'Works with lists of orders.', folder: 'orders', ...more }],
		timeoutMs: 120_000,
		...tools,
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 10, outputTokens: 500, tokens: 50_000, wallClockMs: 280_000 },
});

const open = async (): Promise<Host> => ({
	...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true, stateFolder: folder },
	providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
	openShell: createShellOpener(folder),
});

async function run(asked: typeof calls, options: object = {}, changed: { definition?: object; host?: Partial<Host> } = {}) {
	const { definition = clerk(), host } = changed;
	calls = asked;
	writeFileSync(at('clerk.json'), JSON.stringify(definition));
	const terminal = testTerminal({ TROUPE_HOME: folder });
	const given = { agent: at('clerk.json'), message: 'Add them for ana@example.com.', conversation: 'c', json: true, ...options };
	await runAgentRun(given, terminal, async () => ({ ...(await open()), ...host }));
	return { outcome: JSON.parse(terminal.printed.join('\n')) as AgentOutcome, noted: terminal.noted };
}

const isReport = new Ajv({ strict: true, strictRequired: false, strictTypes: false, validateFormats: false }).compile(reportSchema);
const shell = (input: object) => ({ name: 'shell', input });
const command = (text: string) => shell({ operation: 'run', command: text });

describeSlow('a shell as a tool', () => {
	it('works on a copy, and lists each step with hashes and without personal data', async () => {
		const asked = [
			command(`awk -F, 'NR > 1 { sum += $2 } END { print sum }' may.csv >sum.txt; cp sum.txt ana@example.com.txt; echo oops >&2; exit 4`),
			shell({ operation: 'read', path: 'sum.txt' }),
			shell({ operation: 'write', path: 'out/note.md', content: 'Sum: 42' }),
			command('rm may.csv sum.txt; cat out/note.md'),
		];
		const { outcome, noted } = await run(asked, { keepChanges: at('kept') });
		expect(results[0]).toMatch(
			/^exit code 4\nstderr:\noops\nfiles:\ncreated \[EMAIL_1_\w+\].txt \(3 bytes\)\ncreated sum.txt \(3 bytes\)$/,
		);
		expect(results.slice(1, 3)).toEqual(['42\n', 'created out/note.md (7 bytes)']);
		expect(outcome.reply).toBe('exit code 0\nstdout:\nSum: 42\nfiles:\nremoved may.csv\nremoved sum.txt');
		const [first, ...rest] = outcome.sandbox!;
		const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
		expect(first).toMatchObject({ tool: 'shell', operation: 'run', exitCode: 4, level: expect.stringMatching(/^L[12]$/), outputBytes: 5 });
		expect(first!.files).toEqual([
			{ path: expect.stringMatching(/^\[EMAIL_1_\w+\].txt$/) as string, change: 'created', bytes: 3, sha256 },
			{ path: 'sum.txt', change: 'created', bytes: 3, sha256 },
		]);
		expect(rest.map(({ operation }) => operation)).toEqual(['read', 'write', 'run']);
		expect(JSON.stringify(outcome.sandbox)).not.toContain('ana@');
		expect(readFileSync(at('orders/may.csv'), 'utf8')).toContain('ana,40');
		expect(readdirSync(at('kept/clerk/shell')).sort()).toEqual(['ana@example.com.txt', 'out']);
		expect(noted).toContainEqual(expect.stringMatching(/^kept 2 files of clerk\/shell in .*kept\/clerk\/shell$/));
	}, 300_000);

	it('tells the model of a run that went on without the files of its earlier calls', async () => {
		const mail = {
			kind: 'http',
			name: 'send',
			description: 'Sends.',
			parameters: { type: 'object' },
			method: 'POST',
			url: `${model.url}/x`,
		};
		const definition = clerk();
		const asking = { ...definition, tools: { ...definition.tools, define: [...definition.tools.define, mail] } };
		const { outcome } = await run([command('echo 1 >one.txt'), { name: 'send', input: {} }, command('ls')], {}, { definition: asking });
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'approval' });
		const resumed = testTerminal({ TROUPE_HOME: folder });
		const [{ id }] = (outcome as unknown as { pending: [{ id: string }] }).pending;
		await runAgentResume({ run: outcome.runId, decline: [id], json: true }, resumed, open);
		const { reply, sandbox } = JSON.parse(resumed.printed.join('\n')) as AgentOutcome;
		expect(reply).toMatch(/^The folder was as at the beginning: .*\nexit code 0\nstdout:\nmay.csv$/);
		expect(sandbox).toHaveLength(2);
	}, 300_000);

	it('ends at its number of calls, and says what a call lacks', async () => {
		const asked = [shell({ operation: 'run' }), shell({ operation: 'read', path: '../clerk.json' }), command('true')];
		await run(asked, {}, { definition: clerk({ limits: { calls: 2 } }) });
		expect(results).toEqual([
			'The call failed: The operation run needs command. Nothing was done.',
			'The call failed: ../clerk.json is not a relative path in the folder.',
			'The call failed: The tool shell was called 2 times, which is its max in a run: this call was not made. Go on without it.',
		]);
	}, 300_000);

	it('gives the model the beginning and the end of a long output', async () => {
		await run([command('seq 1 20000')], {}, { definition: clerk({}, { resultCharacters: 2_000 }) });
		expect(results[0]).toMatch(/^exit code 0\nstdout:\n1\n2\n[\s\S]*\[\d+ characters left out here\]\n[\s\S]*\n20000$/);
		expect(results[0]!.length).toBeLessThan(2_100);
	}, 300_000);

	it('is listed in the report of a sandboxed agent, and a recording answers in its place', async () => {
		const program = bundleProgram(join(__dirname, '../../sandbox/kinds/inside/agent-program.ts'));
		writeFileSync(at('clerk.json'), JSON.stringify(clerk()));
		const sandboxed = async (options: Partial<AgentSandboxOptions>, host: Partial<Host> = {}) => {
			const terminal = testTerminal({ TROUPE_HOME: folder });
			const given: AgentSandboxOptions = {
				...{
					agent: at('clerk.json'),
					message: 'Count for ana@example.com.',
					conversation: 'c',
					level: 'L0',
					memory: 512,
					timeout: 240_000,
				},
				...{ json: true, standIn: [], allow: [], secret: [], ...options },
			};
			await runAgentCommand(given, terminal, async () => ({ ...(await open()), ...host }), program);
			return JSON.parse(terminal.printed.join('\n')) as { agent: AgentOutcome; report: SandboxReport };
		};
		calls = [command('wc -l <may.csv | tee ana@example.com.txt')];
		const record = at('clerk.recordings.json');
		const live = await sandboxed({ allow: [`POST ${model.url}/*`], allowPrivateNetworks: true, record });
		expect(live.agent.reply).toMatch(/^exit code 0\nstdout:\n3\nfiles:\ncreated ana@example.com.txt/);
		const step = live.report.steps!.find(({ kind }) => kind === 'tool')!;
		expect(step).toMatchObject({ name: 'shell', rule: 'host', sandbox: { operation: 'run', exitCode: 0, outputBytes: 2 } });
		expect(step.sandbox!.files).toMatchObject([{ path: expect.stringMatching(/^\[EMAIL_1_\w+\].txt$/) as string, change: 'created' }]);
		expect([isReport(live.report), isReport.errors]).toEqual([true, null]);
		const replayed = await sandboxed({ replay: record }, { openShell: undefined, providers: {} });
		expect(replayed.agent.reply).toBe(live.agent.reply);
		expect(replayed.report.steps!.find(({ kind }) => kind === 'tool')).toMatchObject({ rule: 'replayed', sandbox: { exitCode: 0 } });
	}, 300_000);

	it('begins on no host without a sandbox, and with no folder from elsewhere', async () => {
		await expect(run([], {}, { host: { openShell: undefined } })).rejects.toMatchObject({ code: 'TOOL_INVALID' });
		await expect(run([], {}, { definition: clerk({ folder: 'missing' }) })).rejects.toMatchObject({ code: 'TOOL_INVALID' });
		await expect(run([], {}, { definition: clerk({ folder: 'orders/../..' }) })).rejects.toMatchObject({ code: 'AGENT_INVALID' });
		await expect(run([], { keepChanges: folder })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	}, 300_000);
});
