import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countMeasured } from '../../../test/support/prometheus/count-measured';
import { TroupeError } from '../../base/errors';
import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import { createPlacedGuard } from './apply-guardrails';
import type { PlacedGuardrail } from './placed-guardrail';
import { createGuard, placeChecks } from './create-guard';
import { findStop } from './guard';
import { parseGuardrailPolicy } from './parse-guardrail-policy';

/** Returns a guardrail that finds a word anywhere in the text. */
const word = (wanted: string, changes: Partial<PlacedGuardrail> = {}): PlacedGuardrail => ({
	guardrail: {
		id: `no-${wanted}`,
		check(text): GuardrailVerdict {
			const start = text.indexOf(wanted);
			if (start < 0) return { kind: 'pass' };
			return { kind: 'violation', reason: 'A word.', matches: [{ type: 'WORD', start, end: start + wanted.length, score: 1 }] };
		},
	},
	code: 'PATTERN',
	stages: ['output'],
	action: 'block',
	...changes,
});
const broken = (changes: Partial<PlacedGuardrail> = {}): PlacedGuardrail => ({
	...word('x', changes),
	guardrail: { id: 'broken', check: () => Promise.reject(new Error('boom')) },
});

describe('a guard', () => {
	test('passes a text without matches', async () => {
		expect(await createPlacedGuard([word('bad')]).check('output', 'Good.')).toEqual({ outcome: 'pass', text: 'Good.', violations: [] });
	});

	test('counts what it judged and found, and nothing at a stage without a guardrail', async () => {
		const [checks, violations] = [countMeasured('troupe_guardrail_checks_total'), countMeasured('troupe_guardrail_violations_total')];
		const guard = createPlacedGuard([word('bad', { stages: ['tool-result'] })]);
		for (const text of ['Good.', 'bad']) await guard.check('tool-result', text);
		await guard.check('knowledge', 'bad');
		const countOf = (outcome: string) => checks({ stage: 'tool-result', outcome });
		expect([countOf('pass'), countOf('blocked'), checks({ stage: 'knowledge' })]).toEqual([1, 1, 0]);
		expect(violations({ code: 'PATTERN', stage: 'tool-result', action: 'block' })).toBe(1);
	});

	test('checks only its stages', async () => {
		const guard = createPlacedGuard([word('bad')]);
		expect(await guard.check('input', 'bad')).toMatchObject({ outcome: 'pass', violations: [] });
		expect([guard.watches('input'), guard.watches('output')]).toEqual([false, true]);
	});

	test.each([
		['block', 'blocked'],
		['ask-person', 'needs-human'],
	] as const)('ends the action %s immediately as %s, by type and position', async (action, outcome) => {
		const result = await createPlacedGuard([word('bad', { action }), word('text')]).check('output', 'A bad text.');
		expect(result).toMatchObject({
			outcome,
			text: 'A bad text.',
			violations: [{ guardrail: 'no-bad', code: 'PATTERN', stage: 'output', action }],
		});
		expect(findStop(result)?.matches).toEqual([{ type: 'WORD', start: 2, end: 5, score: 1 }]);
	});

	test('continues after the action log, and records it once', async () => {
		const result = await createPlacedGuard([word('bad', { action: 'log' }), word('ugly', { action: 'rewrite' })]).check(
			'output',
			'A bad text. An ugly one.',
		);
		expect(result).toMatchObject({ outcome: 'rewritten', text: 'A bad text. ' });
		expect(result.violations.map(({ action }) => action)).toEqual(['log', 'rewrite']);
	});

	test('rewrites until there are no matches, and reports each rewrite', async () => {
		const result = await createPlacedGuard([word('bad', { action: 'rewrite' })]).check('output', 'A bad text. Fine. Also bad.');
		expect(result).toMatchObject({ outcome: 'rewritten', text: 'Fine. ', violations: [{ action: 'rewrite' }, { action: 'rewrite' }] });
	});

	test('replaces what it removes with its text, in the language of the conversation', async () => {
		const replacement = { en: 'Ask us.', pt: 'Fale conosco.' };
		const guard = createPlacedGuard([word('bad', { action: 'rewrite', replacement })]);
		expect(await guard.check('output', 'Hello. A bad text. Bye.', { language: 'pt' })).toMatchObject({ text: 'Hello. Fale conosco. Bye.' });
	});

	test.each([
		[undefined, 'blocked'],
		['ask-person', 'needs-human'],
	] as const)('does not send an empty text: with otherwise %s, it is %s', async (otherwise, outcome) => {
		const result = await createPlacedGuard([word('bad', { action: 'rewrite', otherwise })]).check('output', 'A bad text.');
		expect(result).toMatchObject({ outcome, text: 'A bad text.' });
	});

	test('asks a guardrail once about a text that it passes', async () => {
		const asked: string[] = [];
		const check = (text: string): GuardrailVerdict => {
			asked.push(text);
			return { kind: 'pass' };
		};
		const watching = { ...word('x'), guardrail: { id: 'watching', check } };
		const ugly = word('ugly', { action: 'rewrite', replacement: { en: 'Fine.' } });
		await createPlacedGuard([watching, ugly, { ...watching }]).check('output', 'An ugly text.');
		expect(asked).toEqual(['An ugly text.', 'Fine.', 'Fine.']);
	});

	test('stops a text when a later guardrail rewrites it into one that an earlier guardrail rejects', async () => {
		const replacement = { en: 'This is bad.' };
		const guard = createPlacedGuard([word('bad'), word('ugly', { action: 'rewrite', replacement })]);
		expect(await guard.check('output', 'An ugly text.')).toMatchObject({ outcome: 'blocked' });
	});

	test('stops a text that would be rewritten forever', async () => {
		const grows = word('a', { action: 'rewrite' });
		const check = (text: string): GuardrailVerdict => ({ kind: 'violation', reason: '', matches: [], rewrite: () => `${text}a` });
		expect(await createPlacedGuard([{ ...grows, guardrail: { id: 'grows', check } }]).check('output', 'a')).toMatchObject({
			outcome: 'blocked',
			text: 'a',
		});
	});

	test('stops a text that a rewrite leaves unchanged', async () => {
		const check = (text: string): GuardrailVerdict => ({ kind: 'violation', reason: '', matches: [], rewrite: () => text });
		const idle = { ...word('a', { action: 'rewrite' }), guardrail: { id: 'idle', check } };
		expect(await createPlacedGuard([idle]).check('output', 'a')).toMatchObject({ outcome: 'blocked', violations: [{ guardrail: 'idle' }] });
	});

	test('fails closed when a check breaks, and names the check', async () => {
		const result = await createPlacedGuard([broken({ action: 'log' })]).check('output', 'secret text');
		expect(result).toMatchObject({ outcome: 'blocked', violations: [{ guardrail: 'broken', code: 'GUARDRAIL_FAILED', action: 'block' }] });
		expect(result.failure).toMatchObject({ code: 'GUARDRAIL_FAILED', message: expect.stringContaining('"broken"') });
		expect(JSON.stringify(result)).not.toContain('boom');
	});

	test('keeps the words and the fix of an expected failure', async () => {
		const cause = new TroupeError({ code: 'STORAGE_LOCKED', message: 'The vault is locked.', fix: 'Wait.', retryable: true });
		const locked = {
			...word('x'),
			guardrail: {
				id: 'locked',
				check: () => {
					throw cause;
				},
			},
		};
		expect((await createPlacedGuard([locked]).check('output', 'text')).failure).toMatchObject({
			...{ code: 'GUARDRAIL_FAILED', message: 'The guardrail "locked" failed and the message was blocked: The vault is locked.' },
			...{ fix: 'Wait.', retryable: true },
		});
	});

	const found = { kind: 'violation', reason: 'A word.', matches: [] };
	test.each([
		['nothing', undefined],
		['no verdict', {}],
		['another verdict', { kind: 'maybe', reason: '', matches: [] }],
		['no positions', { kind: 'violation', reason: 'A word.' }],
		['no reason', { kind: 'violation', matches: [] }],
		['a rewrite that returns no text', { ...found, rewrite: () => undefined }],
		['a rewrite that returns a promise', { ...found, rewrite: async () => 'fine' }],
	])('fails closed when a check returns %s, even with the action log', async (_what, verdict) => {
		for (const action of ['rewrite', 'log'] as const) {
			if (action === 'log' && verdict && 'rewrite' in verdict) continue;
			const odd = { ...word('x', { action }), guardrail: { id: 'odd', check: () => verdict as GuardrailVerdict } };
			expect(await createPlacedGuard([odd]).check('output', 'secret text')).toMatchObject({
				outcome: 'blocked',
				violations: [{ guardrail: 'odd', code: 'GUARDRAIL_FAILED', matches: [] }],
			});
		}
	});

	test('fails closed when a promise of another realm exceeds its timeout', async () => {
		const check = () => ({ then: () => undefined }) as unknown as Promise<GuardrailVerdict>;
		const deaf = { ...word('x', { timeLimitMs: 5 }), guardrail: { id: 'deaf', check } };
		expect(await createPlacedGuard([deaf]).check('output', 'text')).toMatchObject({
			outcome: 'blocked',
			violations: [{ code: 'GUARDRAIL_FAILED' }],
		});
	});

	test('skips a check that breaks if the policy allows this, and records it', async () => {
		const result = await createPlacedGuard([broken({ onFailure: 'pass' }), word('bad')]).check('output', 'fine');
		expect(result).toMatchObject({ outcome: 'pass', violations: [{ code: 'GUARDRAIL_FAILED', action: 'log' }] });
		expect(result.failure).toMatchObject({ message: expect.stringContaining('passed without this check') });
	});

	test('fails closed when a check exceeds its timeout', async () => {
		const deaf = { ...word('x', { timeLimitMs: 5 }), guardrail: { id: 'deaf', check: () => new Promise<never>(() => undefined) } };
		expect(await createPlacedGuard([deaf]).check('output', 'text')).toMatchObject({
			outcome: 'blocked',
			violations: [{ code: 'GUARDRAIL_FAILED' }],
		});
	});

	test('blocks a text longer than the max length', async () => {
		expect(await createPlacedGuard([word('bad')]).check('output', 'x'.repeat(2_000_001))).toMatchObject({
			outcome: 'blocked',
			violations: [{ code: 'LENGTH' }],
		});
	});
});

describe('a policy', () => {
	const policy = { id: 'p', checks: [{ check: 'length', action: 'block', words: { max: 3 } }] };

	test('does not change the value it was parsed from', async () => {
		const given = structuredClone(policy);
		await parseGuardrailPolicy(given, 'policy.json');
		expect(given).toEqual(policy);
	});

	test('lets a check set its own onFailure and timeout', async () => {
		const price = { check: 'no-price', action: 'rewrite' };
		const checks = [
			{ ...price, onFailure: 'pass', timeLimitMs: 50 },
			{ ...price, text: { en: 'Ask us.' } },
		];
		expect(await placeChecks(await parseGuardrailPolicy({ id: 'p', checks }, 'policy.json'))).toMatchObject([
			{ onFailure: 'pass', timeLimitMs: 50, scope: 'sentence' },
			{ onFailure: 'block', timeLimitMs: undefined, scope: 'text' },
		]);
	});

	test('is parsed with its defaults and becomes a guard', async () => {
		const parsed = await parseGuardrailPolicy(policy, 'policy.json');
		expect(parsed).toMatchObject({ onFailure: 'block' });
		const guard = await createGuard(parsed);
		expect(await guard.check('output', 'One two three four.')).toMatchObject({
			outcome: 'blocked',
			violations: [{ code: 'LENGTH', guardrail: 'length' }],
		});
		expect(await guard.check('output', 'One two three.')).toMatchObject({ outcome: 'pass' });
	});

	test.each([
		[{ ...policy, id: 'Not An Id' }, 'id must match'],
		[{ ...policy, checks: [] }, 'checks must NOT have fewer than 1 items'],
		[{ ...policy, extra: 1 }, 'unknown field "extra"'],
		[{ ...policy, onFailure: 'maybe' }, 'onFailure must be one of block, pass'],
		[
			{ ...policy, checks: [{ check: 'shoes', action: 'block' }] },
			'checks.0.check is not one of the supported names: personal-data, secrets, ',
		],
		[{ ...policy, checks: [{ check: 'length', words: { max: 3 } }] }, "checks.0 must have required property 'action'"],
		[
			{ ...policy, checks: [{ check: 'length', action: 'shout', words: { max: 3 } }] },
			'checks.0.action must be one of block, rewrite, ask-person, log',
		],
		[{ ...policy, checks: [{ check: 'length', action: 'block', wrods: { max: 3 } }] }, 'checks.0 has the unknown field "wrods"'],
		[{ ...policy, checks: [{ check: 'length', action: 'block' }] }, 'at least one of characters, words, sentences'],
		[{ ...policy, checks: [{ check: 'length', action: 'block', words: { min: 4, max: 3 } }] }, 'min greater than its max'],
		[{ ...policy, checks: [{ check: 'topics', action: 'block' }] }, 'at least one of forbidden'],
		[{ ...policy, checks: [{ check: 'language', action: 'rewrite', allowed: ['pt'] }] }, 'set "text" to the replacement'],
		[
			{ ...policy, checks: [{ check: 'length', action: 'block', stages: ['nowhere'], words: { max: 3 } }] },
			'checks.0.stages.0 must be one of input',
		],
		[{ ...policy, checks: Array.from({ length: 51 }, () => policy.checks[0]) }, 'must NOT have more than 50 items'],
		['text', 'the document must be object'],
		[null, 'the document must be object'],
	])('names the wrong field of %j', async (value, problem) => {
		await expect(parseGuardrailPolicy(value, 'policy.json')).rejects.toMatchObject({
			code: 'POLICY_INVALID',
			message: expect.stringContaining(problem),
			fix: expect.any(String),
		});
	});

	test('refuses a document that is nested too deeply', async () => {
		const deep = JSON.parse(`{"id":"deep","checks":${'['.repeat(20_000)}${']'.repeat(20_000)}}`) as unknown;
		await expect(parseGuardrailPolicy(deep, 'policy.json')).rejects.toMatchObject({ code: 'POLICY_INVALID' });
	});
});

test.each([
	['prompt-leak', false],
	['claimed-effect', false],
	['scripts', true],
	['harmful-content', true],
	['odd-behaviour', true],
])('%s takes `onArguments`: %s, as it reads arguments or not', async (check, takes) => {
	const policy = { id: 'arguments', checks: [{ check, action: 'block', onArguments: 'ask-person' }] };
	const guard = parseGuardrailPolicy(policy, 'a policy').then((parsed) => createGuard(parsed));
	await (takes ? expect(guard).resolves.toBeDefined() : expect(guard).rejects.toThrow(/onArguments/));
});

test.each(['index.md', 'index.pt.md'])('the example of docs/guardrails/%s is a policy', async (page) => {
	const [, example = ''] = /```json\n([^]*?)```/.exec(readFileSync(join(__dirname, '../../../docs/guardrails', page), 'utf8')) ?? [];
	const guard = await createGuard(await parseGuardrailPolicy(JSON.parse(example), page));
	expect(await guard.check('output', 'O plano custa R$ 50. Posso ajudar?')).toMatchObject({
		outcome: 'rewritten',
		text: 'Os valores vêm na nossa proposta. Posso ajudar?',
	});
});
