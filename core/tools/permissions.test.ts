import fc from 'fast-check';
import type { ToolRule } from './definition/rules';
import type { Asker } from '../ports/knowledge/readers';
import type { ToolEffect } from '../ports/tools/tool-effect';
import type { ToolPermission } from '../ports/tools/tools';
import { compileRules, decide } from './permissions';
import { fitsName } from './tool-names';

const judge = async (
	rules: ToolRule[],
	input: Record<string, unknown>,
	names = ['send_mail'],
	effect: ToolEffect = 'irreversible',
	givenName = names[0]!,
	asker: Asker = [],
) => decide({ names, givenName, input, effect, asker }, await compileRules(rules));
const rule = (permission: ToolPermission, tool: string, patterns?: Record<string, string>): ToolRule => ({
	tool,
	permission,
	...(patterns && { arguments: patterns }),
});

test('without a rule, what only reads goes ahead and a person is asked for the rest', async () => {
	expect(await judge([], {}, ['read'], 'reads')).toBe('allow');
	expect(await judge([], {}, ['write'])).toBe('ask');
});

test('the first rule that fits says', async () => {
	const rules = [rule('allow', 'send_*', { to: '.*@acme\\.com' }), rule('deny', 'send_*'), rule('allow', '*')];
	expect(await judge(rules, { to: 'ana@acme.com' })).toBe('allow');
	expect(await judge(rules, { to: 'ana@evil.example' })).toBe('deny');
	expect(await judge(rules, {}, ['other'])).toBe('allow');
});

test.each<[Asker, string, ToolPermission]>([
	[['person:ana', 'group:finance'], '500', 'allow'],
	[['group:finance'], '50000', 'deny'],
	[['group:financeers', 'person:group:finance'], '500', 'deny'],
	[[], '500', 'deny'],
	['operator', '500', 'deny'],
])('a rule for some callers holds for them alone: %j with %s is %s (OWASP/AISVS#1100)', async (asker, amount, expected) => {
	const rules: ToolRule[] = [
		{ ...rule('allow', 'pay', { amount: '\\d{1,4}' }), callers: ['group:finance', 'person:bo'] },
		rule('deny', 'pay'),
	];
	expect(await judge(rules, { amount }, ['pay'], 'irreversible', 'pay', asker)).toBe(expected);
});

test('a rule that holds calls back is for all tools of a name, one that lets them through for the one that has it', async () => {
	const second = async (permission: ToolPermission) => judge([rule(permission, 'pay.all')], {}, ['b_pay_all'], 'irreversible', 'pay.all');
	expect([await second('deny'), await second('allow')]).toEqual(['deny', 'ask']);
	expect(await judge([rule('deny', 'pay_all')], {}, ['b_pay_all'], 'irreversible', 'pay.all')).toBe('deny');
});

test.each<unknown>([['x@evil.example'], { to: ['x@evil.example'] }, [['ana@acme.com', { deep: 'x@evil.example' }]]])(
	'what is held back is held back in %j',
	async (to) => {
		const rules = (permission: ToolPermission) => [rule(permission, '*', { to: '.*@evil\\.example' }), rule('ask', '*')];
		expect([await judge(rules('deny'), { to }), await judge(rules('allow'), { to })]).toEqual(['deny', 'ask']);
		expect(await judge([rule('deny', '*', { to: '[0-9]{4,}' })], { to: [1, { amount: 5_000 }] })).toBe('deny');
	},
);

describe('an expression', () => {
	test.each<[string, unknown, ToolPermission]>([
		['.*@acme\\.com', 'a@acme.com.evil.example', 'ask'],
		['.*@acme\\.com', 'a@evil.example?x=@acme.com', 'allow'],
		['[^@]+@acme\\.com', 'a@evil.example,b@acme.com', 'ask'],
		['.*@acme\\.com', 'a@evil.example\n@acme.com', 'ask'],
		['.*@acme\\.com', 'a@acme.com\n', 'ask'],
		['a|ab', 'ab', 'allow'],
		['\\d+', 42, 'allow'],
		['true', true, 'allow'],
		['null', null, 'allow'],
		['\\["a","b"\\]', ['a', 'b'], 'allow'],
		['\\{"a":1,"b":2\\}', { b: 2, a: 1 }, 'allow'],
	])('%s is about the whole of %j: %s', async (pattern, value, expected) =>
		expect(await judge([rule('allow', '*', { to: pattern })], { to: value })).toBe(expected),
	);

	test('of a rule that denies sees through line breaks', async () => {
		expect(await judge([rule('deny', '*', { command: 'rm.*' }), rule('allow', '*')], { command: 'rm\n-rf' })).toBe('deny');
	});

	test('on an argument that is missing does not fit, not even one that every object has', async () => {
		const rules = [rule('allow', '*', { toString: '.*' }), rule('deny', '*', { to: '.*' })];
		expect(await judge(rules, {})).toBe('ask');
	});

	test('on what is too long to be matched fits only where that holds the call back', async () => {
		const to = 'a'.repeat(900_000);
		const expression = { to: '(?:a{1,20}){1,20}.*' };
		expect(await judge([rule('allow', '*', expression)], { to })).toBe('ask');
		expect(await judge([rule('deny', '*', expression), rule('allow', '*')], { to })).toBe('deny');
	});

	test('that would take a backtracking engine for ever is answered', async () => {
		expect(await judge([rule('deny', '*', { to: '(x+x+)+y' })], { to: 'x'.repeat(100_000) })).toBe('ask');
	});

	test.each(['(?=a)', '(a)\\1', '(', '(a{500}){500}', '(?:a{0,99}){0,99}'])('that RE2 does not know is refused: %s', async (pattern) => {
		await expect(compileRules([rule('deny', '*', { to: pattern })])).rejects.toMatchObject({
			code: 'TOOL_INVALID',
			message: expect.stringContaining('tools.rules.0.arguments.to'),
		});
	});
});

test.each([
	['*', 'anything', true],
	['send', 'send', true],
	['send', 'sender', false],
	['send_*', 'send_', true],
	['*_mail', 'send_mail', true],
	['a*b*c', 'a-b-b-c', true],
	['a*b*c', 'ac', false],
	['ab*ba', 'aba', false],
	['a**c', 'ac', true],
	['a.c', 'abc', false],
])('the name %s fits %s: %s', (pattern, name, expected) => expect(fitsName(pattern, name)).toBe(expected));

const anyRule = fc.record({
	tool: fc.constantFrom('*', 'send_*', '*mail', 'send_mail', 'crm_*', 'other'),
	permission: fc.constantFrom<ToolPermission>('allow', 'ask', 'deny'),
	arguments: fc.option(fc.dictionary(fc.constantFrom('to', 'text'), fc.constantFrom('.*', 'a.*', '.*b', '[^@]*', '\\d+')), {
		nil: undefined,
	}),
});
/** Any code unit, also half a character; fast-check's own `binary` takes half a second to list them all. */
const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
const anyInput = fc.dictionary(fc.constantFrom('to', 'text'), fc.oneof(fc.string({ unit: codeUnit }), fc.integer(), fc.constant(null)));

test('a call is never let through where a rule that denies fits first', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(anyRule, { maxLength: 4 }),
			anyInput,
			fc.constantFrom<ToolEffect>('reads', 'irreversible'),
			async (before, input, effect) => {
				const denying = before.find(({ permission }) => permission === 'deny');
				const fits = denying && (await judge([{ ...denying, permission: 'deny' }, rule('allow', '*')], input)) === 'deny';
				const first = denying ? before.slice(0, before.indexOf(denying)) : before;
				const allowedBefore = await judge([...first, rule('ask', '*')], input);
				const verdict = await judge(before, input, undefined, effect);
				if (fits && allowedBefore !== 'allow') expect(verdict).not.toBe('allow');
			},
		),
		{ numRuns: 200 },
	);
});

test('what denies everything lets nothing through, whatever follows it', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyRule, { maxLength: 4 }), anyInput, async (behind, input) => {
			expect(await judge([rule('deny', '*'), ...behind], input, undefined, 'reads')).toBe('deny');
		}),
	);
});
