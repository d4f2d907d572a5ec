import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { type FakeServer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { findBrowser } from '../../sandbox/computer/browser/find-browser';
import { describeSlow } from '../../test/support/slow-tests';
import { runAgentRun } from '../agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { createComputerOpeners } from '../../sandbox/computer/computer-openers';

const hasBrowser = (() => {
	try {
		return findBrowser(process.env.TROUPE_CHROMIUM) !== '';
	} catch {
		return false;
	}
})();
const describeBrowser = hasBrowser || process.env.CI === 'true' ? describeSlow : describe.skip;

let folder: string;
let shop: FakeServer;
let model: FakeServer;
let calls: object[] = [];
const results: string[] = [];
const usage = { input: 10, output: 5 };
const at = (name: string) => join(folder, name);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-browser-tool-'));
	shop = await startFakeServer(() => ({
		status: 200,
		headers: { 'content-type': 'text/html' },
		body: '<title>Shop</title><h1>Cups</h1><a href="/cups">All cups</a>',
	}));
	model = await startOpenAiServer({
		respond: ({ messages }) => {
			const last = messages.at(-1)!;
			if (last.role === 'tool') results.push(String(last.content));
			const input = calls.shift();
			return input ? { text: '', calls: [{ name: 'web', input }], usage } : { text: String(last.content), usage };
		},
	});
});
afterAll(async () => {
	await Promise.all([shop.close(), model.close()]);
	rmSync(folder, { recursive: true, force: true });
});

async function run(asked: object[], { requests = [`GET ${shop.url}/*`], chromium = process.env.TROUPE_CHROMIUM, options = {} } = {}) {
	calls = asked;
	results.splice(0);
	const definition = {
		...{ id: 'reader', version: '1.0.0', name: 'Reader', purpose: 'Reads.', prompt: 'Read.' },
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		tools: { define: [{ kind: 'sandbox-browser', name: 'web', description: 'The shop.', requests }], timeoutMs: 120_000 },
		guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
		limits: { messageCharacters: 1000, modelCalls: 10, outputTokens: 500, tokens: 50_000, wallClockMs: 280_000 },
	};
	writeFileSync(at('reader.json'), JSON.stringify(definition));
	const terminal = testTerminal({ TROUPE_HOME: folder, ...(chromium !== undefined && { TROUPE_CHROMIUM: chromium }) });
	const given = { agent: at('reader.json'), message: 'What is there?', conversation: 'c', json: true, ...options };
	await runAgentRun(given, terminal, async () => ({
		...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true, stateFolder: folder },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		...createComputerOpeners(terminal.environment),
	}));
	return JSON.parse(terminal.printed.join('\n')) as AgentOutcome;
}

describeBrowser('a browser as a tool', () => {
	it('reads pages, lists its requests, and leaves screenshots to a person', async () => {
		const url = `${shop.url}/ana@example.com?token=abc`;
		const asked = [{ operation: 'open', url }, { operation: 'list' }, { operation: 'click' }, { operation: 'screenshot' }];
		const { sandbox } = await run(asked, { options: { message: `What is at ${url}`, keepChanges: at('kept') } });
		expect(results[0]).toContain('Cups');
		expect(results.slice(1, 3)).toEqual([
			`1. link "All cups" ${shop.url}/cups`,
			'The call failed: The operation click needs element. Nothing was done.',
		]);
		expect(sandbox!.map(({ operation }) => operation)).toEqual(['open', 'list', 'screenshot']);
		const request = {
			method: 'GET',
			host: new URL(shop.url).host,
			path: expect.stringMatching(/^\/\[EMAIL_1_\w+\]\?token$/) as string,
			action: 'forward',
			status: 200,
		};
		expect(sandbox![0]!.requests).toContainEqual(request);
		expect(readdirSync(at('kept/reader/web'))).toEqual([sandbox![2]!.files[0]!.path]);
	}, 300_000);

	it('asks a person before a call, if its requests do more than read', async () => {
		const outcome = await run([{ operation: 'open', url: `${shop.url}/` }], { requests: [`* ${shop.url}/*`] });
		expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'approval' });
	}, 300_000);

	it('begins with neither a request that cannot be read nor a program that cannot be started', async () => {
		await expect(run([], { requests: ['shop'] })).rejects.toMatchObject({
			code: 'AGENT_INVALID',
			message: expect.stringContaining('requests.0') as string,
		});
		await expect(run([], { chromium: at('reader.json') })).rejects.toMatchObject({
			code: 'TOOL_INVALID',
			fix: expect.stringContaining('TROUPE_CHROMIUM') as string,
		});
	}, 300_000);
});
