import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOpenAiServer, type FakeOpenAiOptions } from '../../sandbox/fakes/openai/openai-server';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { asksForTool, obedientModel } from '../../test/fakes/obedient-model';
import { openGate } from '../../test/fakes/permissive-gate';
import { testTerminal } from '../../test/support/test-terminal';
import { runModelCheck } from './check-run';

/** What the person asked last. */
const askedOf = ({ messages }: { messages: Array<{ role: string; content: string }> }) =>
	messages.at(-1)!.role === 'user' ? messages.at(-1)!.content : '';

interface Checked {
	code: number;
	notes: string;
	printed: string;
	results: Record<string, string>;
}

async function check(
	respond: FakeResponder,
	options: Partial<FakeOpenAiOptions> = {},
	command: object = {},
	key = 'sk-fake',
): Promise<Checked> {
	const server = await startOpenAiServer({ respond, models: ['gpt-4.1-mini'], ...options });
	const gate = openGate();
	const open = async () => ({ gate, agentFolders: [], providers: { openai: { apiKey: key, baseUrl: `${server.url}/v1` } } });
	const terminal = testTerminal();
	try {
		const whole = { model: 'openai:gpt-4.1-mini', maxCost: 1, timeout: 20_000, json: true, ...command };
		const code = await runModelCheck(whole, terminal, open);
		const printed = terminal.printed.join('\n');
		const { checks } = (whole.json ? JSON.parse(printed) : { checks: [] }) as { checks: Array<{ check: string; result: string }> };
		expect(gate.admitted).toContainEqual({ kind: 'command', name: 'model check' });
		return { code, notes: terminal.noted.join('\n'), printed, results: Object.fromEntries(checks.map((one) => [one.check, one.result])) };
	} finally {
		await server.close();
	}
}

test('finds nothing missing at an endpoint that keeps the contract, and says the cost before', async () => {
	const { code, notes, results } = await check(obedientModel, {}, { images: true });
	const { 'too-long': _tooLong, ...others } = results;
	expect(new Set(Object.values(others))).toEqual(new Set(['works']));
	expect(code).toBe(0);
	expect(notes).toMatch(/at most 26 calls .* tokens/);
});

test.each<[string, string, string, FakeResponder, Partial<FakeOpenAiOptions>]>([
	['never calls tools', 'tools', 'fails', (ask) => (asksForTool(askedOf(ask)) ? { text: 'Sunny.' } : obedientModel(ask)), {}],
	[
		'writes arguments that do not fit',
		'tools',
		'fails',
		(ask) => (asksForTool(askedOf(ask)) ? { text: '', calls: [{ name: 'get_weather', input: '{"town":' }] } : obedientModel(ask)),
		{},
	],
	[
		'calls one tool at a time',
		'parallel-tools',
		'partial',
		(ask) => (asksForTool(askedOf(ask)) ? { text: '', calls: [{ name: 'get_weather', input: { city: 'Lisbon' } }] } : obedientModel(ask)),
		{},
	],
	[
		'writes no JSON',
		'structured',
		'fails',
		(ask) => (ask.messages.at(-1)!.content.includes('JSON') ? { text: 'seven' } : obedientModel(ask)),
		{},
	],
	[
		'breaks characters',
		'unicode',
		'fails',
		(ask) => (ask.messages.at(-1)!.content.startsWith('Repeat') ? { text: 'a\u00c3\u00a7' } : obedientModel(ask)),
		{},
	],
	['gives no usage', 'usage', 'partial', (ask) => ({ ...(obedientModel(ask) as { text: string }), usage: null }), {}],
	['has a model of every name', 'unknown-model', 'fails', obedientModel, { models: ['gpt-4.1-mini', 'troupe-no-such-model'] }],
	['takes every key', 'bad-key', 'fails', obedientModel, { keys: ['sk-fake', 'troupe-check-wrong-key'] }],
	[
		'says nothing',
		'text',
		'fails',
		(ask) => (ask.messages.at(-1)!.content.startsWith('Say hello') ? { text: ' ' } : obedientModel(ask)),
		{},
	],
	[
		'never says that an answer was cut',
		'length',
		'partial',
		(ask) => (ask.messages.at(-1)!.content.includes('story') ? { text: 'Short.' } : obedientModel(ask)),
		{},
	],
])('finds that an endpoint %s: %s %s', async (_what, name, result, respond, options) => {
	const { code, results } = await check(respond, options);
	expect({ [name]: results[name], code }).toEqual({ [name]: result, code: result === 'fails' ? 1 : 0 });
});

/** Knows neither tools nor a system message, and refuses nothing: it leaves out what it does not know. */
const deaf: FakeResponder = (ask) => {
	const [first] = ask.messages;
	if (first!.role === 'system' && first!.content.includes('PELICAN')) return { text: 'Lisbon' };
	if (!asksForTool(askedOf(ask))) return obedientModel(ask);
	if (!ask.messages.some(({ content }) => content.includes('# Tools'))) return { text: 'Sunny.' };
	return { text: '<tool_call>{"name":"get_weather","arguments":{"city":"Lisbon"}}</tool_call>' };
};

test('says what an endpoint needs that ignores what it does not know, and saves it for all commands', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-needs-'));
	const file = join(folder, '.env');
	writeFileSync(file, 'OPENAI_BASE_URL=http://x/v1\nTROUPE_OPENAI_NEEDS=max-tokens\nPORT=1\n');
	const { code, results, printed } = await check(deaf, {}, { save: file });
	expect([code, results.tools, results['streamed-tools'], results['system-role']]).toEqual([0, 'partial', 'works', 'partial']);
	expect(JSON.parse(printed)).toMatchObject({ needs: ['no-system-role', 'tools-as-text'] });
	expect(readFileSync(file, 'utf8')).toBe('OPENAI_BASE_URL=http://x/v1\nPORT=1\nTROUPE_OPENAI_NEEDS=no-system-role,tools-as-text\n');
	rmSync(folder, { recursive: true });
	const table = await check(deaf, {}, { json: false });
	expect(table.printed).toContain('tools: It needs tools-as-text.');
	expect(table.printed).toContain('Set TROUPE_OPENAI_NEEDS=no-system-role,tools-as-text, or repeat the check with --save .env.');
	expect(table.printed).toContain('In n8n, choose the same in the field Server Needs of the credential Troupe OpenAI-Compatible API.');
});

test('says what refusals taught', async () => {
	const { results, printed } = await check(obedientModel, { lacks: ['json_schema', 'stream_options'], reasoning: () => true });
	expect([results.structured, results.length]).toEqual(['works', 'works']);
	expect(JSON.parse(printed)).toMatchObject({ needs: ['max-completion-tokens', 'no-stream-usage', 'json-objects'] });
});

test.each([
	['cuts long texts silently', { text: 'Lamp' }, 'the beginning of 6,000 tokens was not read'],
	['refuses them', { status: 400, body: { error: { message: "This model's maximum context length is 4096 tokens." } } }, 'and says so'],
])('finds a small window that %s', async (_what, reply, detail) => {
	const { results, printed } = await check((ask) => (askedOf(ask).startsWith('Remember') ? reply : obedientModel(ask)));
	expect([results.window, printed]).toEqual(['partial', expect.stringContaining(detail)]);
});

test('prints a table with what is missing and what that means, and never the key', async () => {
	const { printed, notes } = await check(
		(ask) => (asksForTool(askedOf(ask)) ? { text: 'Sunny.' } : obedientModel(ask)),
		{},
		{ json: false },
	);
	expect(printed).toMatch(/^check +result +what came$/m);
	expect(printed).toContain('tools: Agents with tools, teams and approvals do not work with this model.');
	expect(printed + notes).not.toContain('sk-fake');
});

test('ends at once with a refused key, which it does not print', async () => {
	await expect(check(obedientModel, {}, {}, 'sk-wrong-secret')).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
	await expect(check(obedientModel, {}, {}, 'sk-wrong-secret')).rejects.not.toThrow('sk-wrong-secret');
});

test.each([
	['a cost above the limit', { maxCost: 0 }, '--max-cost is $0'],
	['an unknown provider', { model: 'mistral:x' }, 'expected a model of openai'],
	['an address without http', { baseUrl: 'models.example' }, 'expected an address with http or https'],
])('refuses %s before it asks', async (_what, command, problem) => {
	const terminal = testTerminal();
	const open = async () => ({ gate: openGate(), agentFolders: [], providers: { openai: { apiKey: 'sk-fake' } } });
	await expect(runModelCheck({ model: 'openai:gpt-4.1-mini', maxCost: 1, timeout: 1_000, ...command }, terminal, open)).rejects.toThrow(
		problem,
	);
});
