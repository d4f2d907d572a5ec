import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { describeSlow } from '../../test/support/slow-tests';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-computer-'));
const script = `console.log(JSON.parse(require('node:fs').readFileSync(0, 'utf8')).numbers.reduce((sum, one) => sum + one, 0));`;
let server: FakeServer;
let executions = 0;

beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ keys: null });
	mkdirSync(join(home, 'agents/clerk/orders'), { recursive: true });
	writeFileSync(join(home, 'agents/clerk/orders/may.csv'), 'customer,total\nana,40\nbia,2\n');
	writeFileSync(join(home, 'agents/clerk/sum.js'), script);
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true, force: true });
});
beforeEach(() => server.calls.splice(0));

const shell = { kind: 'sandbox-shell', name: 'shell', description: 'Works with lists of orders.', folder: 'orders' };
const sum = {
	...{ kind: 'sandbox-script', name: 'sum', description: 'Adds numbers.', script: 'sum.js' },
	parameters: { type: 'object', properties: { numbers: { type: 'array', items: { type: 'number' } } }, required: ['numbers'] },
	sha256: createHash('sha256').update(script).digest('hex'),
};
const clerk = (...define: object[]) => ({
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Works with lists.', prompt: 'Work with the lists.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: { define, timeoutMs: 120_000 },
	guardrails: { personalData: { types: [], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 10, outputTokens: 500, tokens: 50_000, wallClockMs: 280_000 },
});

/** Runs the node with the agent of a file, as an operator stores it, or with a definition in the node itself. */
async function run(definition: object, source: 'choose' | 'define' = 'choose') {
	writeFileSync(join(home, 'agents/clerk/agent.json'), JSON.stringify(definition));
	const agent = source === 'choose' ? { agent: { mode: 'id', value: 'clerk' } } : { definition: JSON.stringify(definition) };
	executions += 1;
	const context = fakeExecuteFunctions({
		executionId: `e${executions}`,
		credentials: { troupeOpenAiApi: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
		parameters: { source, ...agent, message: 'What is the sum?', conversationId: 'c', model: 'openai', options: { simplify: false } },
	});
	const [output] = await execute.call(context, openGate());
	return output![0]!.json;
}

it('refuses a definition in the node itself, before a model is asked', async () => {
	await expect(run(clerk(shell), 'define')).rejects.toMatchObject({
		message: 'The tool shell is a shell, which a definition that comes with a request cannot have.',
		description: expect.stringContaining('Name the agent by its file or id') as string,
	});
	expect(server.calls).toHaveLength(0);
});

describeSlow('an agent of a file that uses a computer', () => {
	it('runs commands on a copy and a script, and lists what they did', async () => {
		const command = `awk -F, 'NR > 1 { sum += $2 } END { print sum }' may.csv | tee sum.txt`;
		server.script([
			{ text: '', calls: [{ name: 'shell', input: { operation: 'run', command } }] },
			{ text: '', calls: [{ name: 'sum', input: { numbers: [2, 40] } }] },
			{ text: 'It is 42.' },
		]);
		const json = await run(clerk(shell, sum));
		expect(json).toMatchObject({
			...{ outcome: 'reply', reply: 'It is 42.' },
			sandbox: [{ tool: 'shell', operation: 'run', exitCode: 0, level: expect.stringMatching(/^L[12]$/) as string }],
		});
		const results = server.calls.map(({ body }) => (body as { messages: Array<{ content: string }> }).messages.at(-1)!.content);
		expect(results[1]).toMatch(/^exit code 0\nstdout:\n42\nfiles:\ncreated sum.txt \(3 bytes\)$/);
		expect(results[2]).toBe('42\n');
	});

	it.each([
		['a shell', shell, 'level L0; the run demands L1'],
		['a script', sum, 'level L0; the run demands L0+'],
	])(
		'are refused with %s where bubblewrap and koffi are missing, before a model is asked, with the ways out',
		async (_what, tool, levels) => {
			// What the probes show in n8n's container.
			const file = join(home, 'sandbox/measured.json');
			const { key } = JSON.parse(readFileSync(file, 'utf8')) as { key: string };
			const blocked = { reached: false, results: [], blocker: 'The program bwrap is not installed', fix: 'Install bubblewrap.' };
			const higher = ['L0+', 'L1', 'L2', 'L3'].map((one) => ({ level: one, ...blocked }));
			const measured = [{ level: 'L0', reached: true, results: [] }, ...higher];
			writeFileSync(file, JSON.stringify({ key, measuredAt: new Date().toISOString(), measured }));
			await expect(run(clerk(tool))).rejects.toMatchObject({
				message: `This machine isolates code at ${levels}. The program bwrap is not installed.`,
				description: expect.stringMatching(
					/^Install bubblewrap\. (?:For code that you trust, ask for level L0\. )?Or run the agent with `troupe serve`.*\(SANDBOX_LEVEL_TOO_LOW\)/,
				) as string,
			});
			expect(server.calls).toHaveLength(0);
		},
	);
});
