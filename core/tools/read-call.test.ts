import fc from 'fast-check';
import type { AgentDefinition } from '../agents/definition/agent-definition';
import { prepareTools } from './prepare-tools';
import { readArguments } from './read-arguments';
import { readCall } from './read-call';
import { testTool } from '../../test/support/test-tool';

const parameters = {
	type: 'object',
	properties: { to: { type: 'string', pattern: '^[^@]+@[^@]+$' }, copies: { type: 'integer' } },
	required: ['to'],
};
const strict = {
	type: 'object',
	properties: { to: { type: 'string' }, copies: { type: 'integer' }, mode: { enum: ['fast', 'slow'] } },
	required: ['to', 'mode'],
	additionalProperties: false,
};
const restore = async (text: string) => text.replaceAll('[EMAIL_1]', 'ana@evil.example').replaceAll('[EMAIL_2]', 'bea@acme.com');

async function read(text: string, settings: AgentDefinition['tools'] = {}, name = 'send') {
	const toolbox = await prepareTools(
		[testTool('send', { parameters }), testTool('open'), testTool('strict', { parameters: strict })],
		settings,
	);
	return readCall({ id: 'c1', name, arguments: text }, toolbox, restore, { asker: [], language: 'en' });
}

test('a call is read: personal data stands in what the tool gets, tokens in what is told of it', async () => {
	expect(await read('{"to":"[EMAIL_2]","copies":2}')).toMatchObject({
		kind: 'ready',
		callId: 'c1',
		permission: 'ask',
		masked: { to: '[EMAIL_2]', copies: 2 },
		input: { to: 'bea@acme.com', copies: 2 },
	});
});

test.each([
	['', 'c1'],
	['  ', 'c1'],
])('no text at all is an empty object', async (text) => expect(await read(text, {}, 'open')).toMatchObject({ kind: 'ready', input: {} }));

test.each([
	['an ID of 64 bits (cline/cline#9589)', '{"to":"[EMAIL_2]","copies":7960607143101464576}'],
	['one inside a list (earendil-works/pi#8943)', '{"to":"[EMAIL_2]","ids":[{"id":2512292042121000001}]}'],
	['the first that a number cannot tell from its neighbour', '{"to":"[EMAIL_2]","copies":9007199254740993}'],
])('an integer is refused, not rounded: %s', async (_what, text) => {
	expect(await read(text)).toMatchObject({ kind: 'refused', failure: { text: expect.stringContaining('write it as a text') } });
	expect(await read(text)).toMatchObject({ failure: { text: expect.stringMatching(/ in (?:copies|ids\.0\.id), /) } });
	const asText = text.replace(/\d{16,}/, '"$&"').replace('copies', 'id');
	expect(await read(asText)).toMatchObject({ kind: 'ready' });
});

test.each([
	['with an exponent', '{"to":"[EMAIL_2]","copies":9.0071992547409931e16}'],
	['with decimal places', '{"to":"[EMAIL_2]","copies":9007199254740993.0}'],
	['beyond all numbers', '{"to":"[EMAIL_2]","copies":1e400}'],
])('a number %s is refused, not rounded', async (_what, text) => {
	expect(await read(text)).toMatchObject({
		kind: 'refused',
		failure: { text: expect.stringContaining('in copies, which would lose digits') },
	});
});

test.each([
	['in a code fence', '```json\n{"to":"[EMAIL_2]"}\n```'],
	['with a comma too many', '{"to":"[EMAIL_2]",}'],
	['as Python writes it', "{'to': '[EMAIL_2]'}"],
])('arguments %s are read', async (_what, text) => expect(await read(text)).toMatchObject({ kind: 'ready', masked: { to: '[EMAIL_2]' } }));

test('an error names all that is missing, unknown or wrong, and the form that the tool takes, without values', async () => {
	const result = await read('{"copeis":2,"copies":"two","[EMAIL_2]":1}', {}, 'strict');
	expect(result).toMatchObject({
		failure: {
			text: 'The arguments do not fit, and the tool was not called: the whole must have required property \'to\'; the whole must have required property \'mode\'; the whole must NOT have additional properties beside to, copies, mode; copies must be integer; no such field: copeis (copies?); the tool takes {"to": <text>, "mode": <"fast" or "slow">}. Correct them and call it again.',
		},
	});
});

test('half a character of a model is refused (anthropics/claude-code#61670)', () => {
	const read = readArguments('{"note":"\\ud83a"}');
	expect(read.problem?.detail).toMatch(/half a character/);
	expect(readArguments('{"note":"\\ud83d\\ude00"}')).toEqual({ value: { note: '😀' } });
});

test('a tool that is not there is answered with those that are', async () => {
	expect(await read('{}', {}, 'sned')).toMatchObject({
		kind: 'refused',
		failure: { code: 'TOOL_UNKNOWN', text: expect.stringContaining('send, open') },
	});
	expect(await read('{}', {}, '__proto__')).toMatchObject({ kind: 'refused' });
});

test.each<[string, string]>([
	['{"to":', 'not JSON'],
	['{"to":"[EMAIL_2]"} and that is all', 'nothing around it'],
	['["[EMAIL_2]"]', 'not an object'],
	['null', "required property 'to'"],
	['{"copies":1}', "required property 'to'"],
	['{"to":"[EMAIL_2]","copies":"2"}', 'copies must be integer'],
	['{"to":"[EMAIL_2]","__proto__":{"admin":true}}', '__proto__'],
	['{"to":"[EMAIL_2]","x":[{"constructor":{"prototype":{}}}]}', 'constructor'],
	[`{"to":"${'x'.repeat(10_000_000)}"}`, 'longer than'],
	[`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'levels'],
	[`{"a":[${'0,'.repeat(30_000)}0]}`, 'parts'],
])('input that does not fit the schema is refused with a reason: %.40s', async (text, reason) => {
	const result = await read(text);
	expect(result).toMatchObject({ kind: 'refused', failure: { code: 'TOOL_ARGUMENTS_INVALID', text: expect.stringContaining(reason) } });
	expect(JSON.stringify(result)).not.toContain('bea@');
});

describe('rules see what the tool gets', () => {
	const rules = [
		{ tool: 'send', arguments: { to: '.*@acme\\.com' }, permission: 'allow' as const },
		{ tool: '*', permission: 'deny' as const },
	];

	test.each([
		['{"to":"[EMAIL_2]"}', 'ready'],
		['{"to":"bea\\u0040acme.com"}', 'ready'],
		['{"to":"[EMAIL_1]"}', 'refused'],
		['{"to":"ana\\u0040evil.example"}', 'refused'],
		['{"to":"bea@acme.com","to":"ana@evil.example"}', 'refused'],
		['{"to":"{\\"to\\":\\"bea@acme.com\\"}@evil.example"}', 'refused'],
	])('%s is %s', async (text, kind) => expect(await read(text, { rules })).toMatchObject({ kind }));

	test('a refusal names no rule and no value to the model, and the rule to the log', async () => {
		const result = await read('{"to":"[EMAIL_1]"}', { rules });
		expect(result).toMatchObject({ failure: { code: 'TOOL_DENIED' }, deniedBy: 'tools.rules.1' });
		expect(result.kind === 'refused' && result.failure.text).not.toMatch(/ana|acme/);
	});
});

test('whatever a model writes is a call that fits or a reason', async () => {
	const toolbox = await prepareTools([testTool('send', { parameters })]);
	const texts = fc.oneof(
		fc.string(),
		fc.json({ maxDepth: 2 }),
		fc.json({ maxDepth: 1 }).map((value) => `{"to":${value}}`),
	);
	await fc.assert(
		fc.asyncProperty(texts, async (text) => {
			const result = await readCall({ id: 'c', name: 'send', arguments: text }, toolbox, restore, { asker: [], language: 'en' });
			if (result.kind === 'ready') expect(result.input.to).toMatch(/@/);
			else expect(result.failure.text).not.toBe('');
		}),
	);
});
