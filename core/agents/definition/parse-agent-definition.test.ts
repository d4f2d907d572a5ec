import { parseAgentDefinition } from './parse-agent-definition';
import { processorSeconds } from '../../../test/support/processor-time';
import { slowTest } from '../../../test/support/slow-tests';

const minimal = {
	id: 'a',
	version: '1.0.0',
	name: 'A',
	purpose: 'p',
	prompt: 'p',
	guardrails: { personalData: { types: [] } },
	limits: {},
};

const order = { kind: 'http', name: 'order', description: 'd', parameters: {}, method: 'GET', url: 'https://a' };

test('fills in the defaults and leaves the argument as it was', async () => {
	const given = structuredClone(minimal);
	const parsed = await parseAgentDefinition(given, 'agent.json');
	expect(parsed).toMatchObject({
		capabilities: [],
		model: { route: [], extractive: true },
		guardrails: { personalData: { action: 'token' } },
		limits: { messageCharacters: 8000, modelCalls: 3, outputTokens: 800, tokens: 16000, wallClockMs: 60000 },
	});
	expect(given).toEqual(minimal);
});

test.each([
	[{ ...minimal, id: 'Not An Id' }, 'id must match'],
	[{ ...minimal, version: '1' }, 'version must match'],
	[{ ...minimal, extra: 1 }, 'unknown field "extra"'],
	[{ ...minimal, limits: { modelCalls: 1000 } }, 'limits.modelCalls must be <= 20'],
	[{ ...minimal, guardrails: { personalData: { types: ['SHOE_SIZE'] } } }, 'must be one of EMAIL_ADDRESS, PHONE_NUMBER, '],
	[{ ...minimal, model: { route: [{ provider: 'openai' }] } }, "must have required property 'model'"],
	[{ ...minimal, budgets: [{ name: 'a', per: 'day' }] }, 'definition: budgets.0 needs costUsd or tokens or calls.'],
	[{ ...minimal, tools: { define: [{ kind: 'mcp', server: 'a' }] } }, 'definition: tools.define.0 needs url or command.'],
	[{ ...minimal, tools: { define: [{ kind: 'mcp', server: 'a', url: 'http://a', command: 'a' }] } }, 'fields that exclude each other.'],
	[{ ...minimal, tools: { define: [{ kind: 'htp' }] } }, 'definition: tools.define.0.kind is not one of the supported names.'],
	[{ ...minimal, output: {} }, "output must have required property 'schema'"],
	[{ ...minimal, output: { schema: { type: 'objekt' } } }, '"output.schema" is not a usable JSON schema'],
	[{ ...minimal, output: { schema: { $ref: 'https://example.com/x' } } }, '"output.schema" is not a usable JSON schema'],
	[
		{ ...minimal, tools: { define: [{ ...order, readOnly: true }] } },
		'unknown field "readOnly"; write "effect": "reads" for what only reads.',
	],
	[{ ...minimal, tools: { define: [{ ...order, effect: 'read' }] } }, 'effect must be one of reads, reversible, '],
	[
		{ ...minimal, tools: { define: [{ kind: 'mcp', server: 'a', url: 'http://a', tools: ['b'], limits: { c: { calls: 1 } } }] } },
		'tools.define.0.limits names the tool c, which is not in its tools',
	],
	[
		{ ...minimal, tools: { define: [{ kind: 'agent', agent: 'b', description: 'B', limits: { timeoutMs: 5 } }] } },
		'tools.define.0.limits.timeoutMs is not for agents',
	],
	[
		{
			...minimal,
			tools: { define: [{ kind: 'mcp', server: 'crm', url: 'https://x.example.com', outputSchemas: { get: { type: 'colour' } } }] },
		},
		'tools.define.0.outputSchemas.get is not a usable JSON schema',
	],
	[
		{ ...minimal, tools: { define: [{ kind: 'agent', agent: 'b', description: 'B', outputSchema: { type: 'colour' } }] } },
		'tools.define.0.outputSchema is not a usable JSON schema',
	],
	[
		{ ...minimal, tools: { define: [{ kind: 'mcp', server: 'a', url: 'http://a', tools: ['b'], effects: { c: 'reads' } }] } },
		'tools.define.0.effects names the tool c, which is not in its tools',
	],
	['text', 'the document must be object'],
	[null, 'the document must be object'],
])('says which field of %.60j is wrong', async (value, problem) => {
	await expect(parseAgentDefinition(value, 'agent.json')).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining(problem),
		fix: expect.any(String),
	});
});

const many = Array.from({ length: 100_000 }, (_, index) => `name-${index}`);
const personalData = { types: [] };
slowTest.each([
	['types', { guardrails: { personalData: { types: many } } }],
	['parts of the standard policy', { guardrails: { personalData, standard: { without: many } } }],
	['stages', { guardrails: { personalData, policy: { id: 'p', checks: [{ check: 'secrets', action: 'block', stages: many }] } } }],
	['tools of leads', { tools: { define: [{ kind: 'leads', url: 'https://a.example', key: '${KEY}', team: 'a', tools: many }] } }],
])('refuses a list of 100,000 %s without comparing each with each', async (_of, fields) => {
	const refused = () => expect(parseAgentDefinition({ ...minimal, ...fields }, 'agent.json')).rejects.toThrow(/agent.json/);
	expect(await processorSeconds(refused)).toBeLessThan(5);
});

describe('settings', () => {
	const label = { en: 'Greeting' };
	const greeting = { name: 'greeting', type: 'text', label, default: 'Hi!' };
	const tone = { name: 'tone', type: 'choice', label, default: 'formal', choices: [{ name: 'formal', label }] };

	test('have places in the prompt; without settings, braces are text', async () => {
		const parsed = await parseAgentDefinition({ ...minimal, prompt: 'Say {{greeting}}', settings: [greeting] }, 'agent.json');
		expect(parsed.settings).toEqual([greeting]);
		expect((await parseAgentDefinition({ ...minimal, prompt: 'Say {{greeting}} }}' }, 'agent.json')).prompt).toBe('Say {{greeting}} }}');
	});

	test.each([
		[{ prompt: 'p', settings: [greeting] }, 'prompt lacks {{greeting}}, which is a setting'],
		[{ prompt: '{{greeting}} {{name}}', settings: [greeting] }, 'prompt has {{name}}, which is not a setting'],
		[{ prompt: '{{greeting}} {{', settings: [greeting] }, 'prompt has {{ at position 13, which do not belong to a {{setting}}'],
		[{ prompt: '{{greeting}}', settings: [greeting, greeting] }, 'settings has greeting twice'],
		[{ prompt: '{{greeting}}', settings: [{ ...greeting, maxLength: 2 }] }, 'settings.0.default has 3 characters, at most 2 are allowed'],
		[{ prompt: '{{tone}}', settings: [{ ...tone, default: 'rude' }] }, 'settings.0.default is not one of formal'],
		[{ prompt: '{{tone}}', settings: [{ ...tone, choices: [...tone.choices, ...tone.choices] }] }, 'settings.0.choices has a name twice'],
		[{ prompt: '{{greeting}}', settings: [{ ...greeting, type: 'code' }] }, 'settings.0.type is not one of the supported names'],
		[{ prompt: '{{greeting}}', settings: [{ ...greeting, tool: 'x' }] }, 'unknown field "tool"'],
	])('that are wrong are refused: %#', async (fields, problem) => {
		await expect(parseAgentDefinition({ ...minimal, ...fields }, 'agent.json')).rejects.toMatchObject({
			code: 'AGENT_INVALID',
			message: expect.stringContaining(problem),
		});
	});
});
