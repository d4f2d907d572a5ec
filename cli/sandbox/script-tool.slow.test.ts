import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../providers/compose/hosts/host';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { describeSlow } from '../../test/support/slow-tests';
import { runAgentRun } from '../agent/agent-run';
import { testTerminal } from '../../test/support/test-terminal';
import { createLevelCheck, createScriptRunner } from '../../sandbox/run/script-runner';

const script = `
const { readFileSync, writeFileSync, readdirSync } = require('node:fs');
const { numbers } = JSON.parse(readFileSync(0, 'utf8'));
writeFileSync('note.txt', 'written');
const tried = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
const host = tried(() => readFileSync('/etc/hostname'));
const child = tried(() => require('node:child_process').execFileSync('/bin/true'));
console.log(JSON.stringify({ sum: numbers.reduce((sum, one) => sum + one, 0), files: readdirSync('.'), host, child, environment: Object.keys(process.env) }));
`;
let folder: string;
let model: FakeServer;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-script-tool-'));
	model = await startOpenAiServer({ respond });
});
afterAll(async () => {
	await model.close();
	rmSync(folder, { recursive: true, force: true });
});

/** The last result that the model read. */
let result: string;
const usage = { input: 10, output: 5 };
const respond: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool') result = last.content;
	return last.role === 'tool' ? { text: 'It is done.', usage } : { text: '', calls: [{ name: 'sum', input: { numbers: [2, 40] } }], usage };
};

const calculator = () => ({
	id: 'calculator',
	version: '1.0.0',
	name: 'Calculator',
	purpose: 'Adds.',
	prompt: 'Add.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [
			{
				kind: 'sandbox-script',
				name: 'sum',
				description: 'Adds numbers.',
				parameters: { type: 'object', properties: { numbers: { type: 'array', items: { type: 'number' } } }, required: ['numbers'] },
				script: 'sum.js',
				sha256: createHash('sha256').update(script).digest('hex'),
				level: 'L0',
			},
		],
	},
	guardrails: { personalData: { types: [], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 5, outputTokens: 500, tokens: 10_000, wallClockMs: 240_000 },
});

async function run(content: string, host: Partial<Host> = {}, definition: object = calculator()): Promise<string> {
	writeFileSync(at('sum.js'), content);
	writeFileSync(at('calculator.json'), JSON.stringify(definition));
	const terminal = testTerminal({ TROUPE_HOME: folder });
	const open = async (): Promise<Host> => ({
		...{ gate: openGate(), agentFolders: [], allowPrivateNetworks: true },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
		...{ runScript: createScriptRunner(folder), requireLevel: createLevelCheck(folder) },
		...host,
	});
	const options = { agent: at('calculator.json'), message: 'What is 2 + 40?', conversation: 'c', json: true };
	await runAgentRun(options, terminal, open);
	return result;
}

describeSlow('a script as a tool', () => {
	it('gets its arguments, writes in a folder of its own, and reaches nothing else', async () => {
		expect(JSON.parse(await run(script))).toEqual({
			sum: 42,
			files: ['note.txt'],
			host: 'ERR_ACCESS_DENIED',
			child: 'ERR_ACCESS_DENIED',
			environment: [],
		});
	}, 300_000);

	it('says what a script that fails printed', async () => {
		const failing = 'console.error("no numbers"); process.exit(3);';
		const definition = calculator();
		definition.tools.define[0]!.sha256 = createHash('sha256').update(failing).digest('hex');
		expect(await run(failing, {}, definition)).toMatch(/exit code 3.*no numbers/);
	}, 300_000);

	it('does not begin with a script that is not the one of the definition, or without a sandbox', async () => {
		await expect(run(`${script}// changed`)).rejects.toMatchObject({ code: 'TOOL_CHANGED' });
		await expect(run(script, { runScript: undefined })).rejects.toMatchObject({ code: 'TOOL_INVALID' });
	});
});
