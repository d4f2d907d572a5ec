import type { Assertion } from './assertion-shapes';
import { parseEvaluationSet } from './parse-evaluation-set';

const one = (more: string) => `name: s\nagent: support\ncases:\n  - name: a\n    input: { message: Hi }\n${more}`;

test('reads YAML and JSON, and gives each case the assertions of the set', async () => {
	const yaml = await parseEvaluationSet(
		'name: s\nagent: support\nexpect: [{ assert: at-most, modelCalls: 1 }]\ncases: [{ name: a, input: { message: Hi }, expect: [{ assert: equals, text: Hi }] }]',
		's.eval.yaml',
	);
	expect(yaml.cases[0]?.expect).toEqual([
		{ assert: 'equals', text: 'Hi' },
		{ assert: 'at-most', modelCalls: 1 },
	]);
	const json = await parseEvaluationSet(JSON.stringify({ ...yaml, expect: undefined }), 's.eval.json');
	expect(json).toEqual(yaml);
});

test.each([
	['an unknown field', one('    exspect: []\n'), 'cases.0 has the unknown field "exspect"'],
	['a case that cannot fail', one(''), 'line 4: cases.0 must have an assertion in "expect"'],
	[
		'an unknown order',
		one('    expect:\n      - assert: tools\n        order: sorted\n'),
		'line 8: cases.0.expect.0.order must be one of exact, any, subset: it is "sorted"',
	],
	[
		'an unknown assertion',
		one('    expect:\n      - assert: icontains\n'),
		'cases.0.expect.0.assert is not one of the supported names: it is "icontains"',
	],
	['an expression that RE2 does not have', one('    expect: [{ assert: matches, pattern: "(?=a)" }]\n'), 'RE2 does not support'],
	['an even number of votes', one('    expect: [{ assert: rubric, rubric: kind, votes: 2 }]\n'), 'has an even number of votes, 2'],
	['a schema that is invalid', one('    expect: [{ assert: json-schema, schema: { type: text } }]\n'), 'has a schema that is not usable'],
	[
		'a fixture without an answer',
		one('    fixtures: { tools: [{ tool: t }] }\n    expect: [{ assert: contains, text: a }]\n'),
		'must have either "result" or "error"',
	],
	[
		'two cases of one name',
		'name: s\nagent: a\nexpect: [{ assert: contains, text: a }]\ncases: [{ name: a, input: { message: Hi } }, { name: a, input: { message: Hi } }]',
		'cases.1.name is the name of another case too: it is "a"',
	],
	['a list', '- a\n', 'must be object'],
	['no YAML', 'a: [', 'is not YAML'],
	[
		'a bomb of anchors',
		`a: &a [${'x,'.repeat(50)}x]\n${Array.from({ length: 9 }, (_, index) => `${'bcdefghij'[index]}: &${'bcdefghij'[index]} [${`*${'abcdefghi'[index]},`.repeat(20)}]`).join('\n')}`,
		'is not YAML',
	],
])('refuses %s, with file, line and value', async (_what, text, problem) => {
	await expect(parseEvaluationSet(text, 's.eval.yaml')).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringMatching(/^s\.eval\.yaml is not /),
	});
	await expect(parseEvaluationSet(text, 's.eval.yaml')).rejects.toThrow(problem);
});

test('says that a file is not JSON', async () => {
	await expect(parseEvaluationSet('{', 's.json')).rejects.toThrow('s.json is not JSON');
});

const promptfoo = (more: object) =>
	JSON.stringify({
		prompts: ['Say {{word}}'],
		providers: ['openai:gpt-4.1-mini'],
		tests: [{ vars: { word: 'hello' }, assert: [{ type: 'icontains', value: '{{word}}' }] }],
		...more,
	});

test('reads promptfoo: each test with each prompt on each provider', async () => {
	const set = await parseEvaluationSet(
		promptfoo({
			description: 'Greetings',
			prompts: ['Say {{word}}', { raw: 'Shout {{ word }}' }],
			providers: [{ id: 'openai:chat:gpt-4.1-mini', config: { temperature: 0, max_tokens: 50 } }, 'anthropic:messages:claude-haiku-4-5'],
			defaultTest: { assert: [{ type: 'cost', threshold: 0.01 }] },
		}),
		'promptfooconfig.yaml',
	);
	expect(set.name).toBe('Greetings');
	expect(set.cases.map(({ name, input }) => [name, input.message])).toEqual([
		['test 1 · prompt 1 · openai:chat:gpt-4.1-mini', 'Say hello'],
		['test 1 · prompt 1 · anthropic:messages:claude-haiku-4-5', 'Say hello'],
		['test 1 · prompt 2 · openai:chat:gpt-4.1-mini', 'Shout hello'],
		['test 1 · prompt 2 · anthropic:messages:claude-haiku-4-5', 'Shout hello'],
	]);
	expect(set.cases[0]).toMatchObject({
		agent: { model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], temperature: 0 }, limits: { outputTokens: 50 } },
		expect: [
			{ assert: 'contains', text: 'hello' },
			{ assert: 'at-most', costUsd: 0.01 },
		],
	});
});

test.each<[object, Assertion]>([
	[
		{ type: 'not-contains', value: 'a' },
		{ assert: 'contains', not: 'a', caseSensitive: true },
	],
	[
		{ type: 'contains-any', value: ['a', 'b'] },
		{ assert: 'contains', any: ['a', 'b'], caseSensitive: true },
	],
	[
		{ type: 'starts-with', value: 'a.b' },
		{ assert: 'matches', pattern: '^a\\.b', caseSensitive: true },
	],
	[{ type: 'is-json' }, { assert: 'json-schema', schema: {} }],
	[
		{ type: 'latency', threshold: 100 },
		{ assert: 'at-most', durationMs: 100 },
	],
	[
		{ type: 'llm-rubric', value: 'is kind' },
		{ assert: 'rubric', rubric: 'is kind' },
	],
])('reads the assertion %j', async (assertion, expected) => {
	const set = await parseEvaluationSet(promptfoo({ tests: [{ vars: { word: 'x' }, assert: [assertion] }] }), 'c.yaml');
	expect(set.cases[0]?.expect).toEqual([expected]);
});

test.each([
	[
		'an assertion in JavaScript',
		{ tests: [{ vars: { word: 'x' }, assert: [{ type: 'javascript', value: '1' }] }] },
		'tests.0.assert.0 has the type "javascript"',
	],
	[
		'a weight',
		{ tests: [{ vars: { word: 'x' }, assert: [{ type: 'equals', value: 'a', weight: 2 }] }] },
		'has "weight", which has no counterpart',
	],
	['a prompt in a file', { prompts: ['file://prompt.txt'] }, 'prompts.0 must be a text'],
	['another provider', { providers: ['exec:python x.py'] }, 'providers.0 ("exec:python x.py") must be a chat model'],
	['a missing variable', { tests: [{ assert: [{ type: 'equals', value: 'a' }] }] }, 'the variable "word" is missing'],
	['a filter', { prompts: ['{{ word | upper }}'] }, 'the expression "{{ word | upper }}" is not read'],
	['a matrix of variables', { tests: [{ vars: { word: ['a', 'b'] }, assert: [] }] }, 'tests.0.vars.word must be a text'],
	['tests in a file', { tests: 'tests.csv' }, 'tests must be a list'],
	['a transformation', { tests: [{ vars: { word: 'x' }, options: { transform: 'x' }, assert: [] }] }, 'tests.0.options has no counterpart'],
])('refuses %s of promptfoo by its name', async (_what, more, problem) => {
	await expect(parseEvaluationSet(promptfoo(more), 'c.yaml')).rejects.toThrow(problem);
});
