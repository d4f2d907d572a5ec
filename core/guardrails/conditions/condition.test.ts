import { isTroupeError } from '../../base/errors';
import type { GuardrailFacts } from '../../ports/guardrails/guardrail-facts';
import { createGuard } from '../policy/create-guard';
import type { Guard } from '../policy/guard';
import { type GuardedPart, guardStream } from '../policy/guard-stream';
import { parseGuardrailPolicy } from '../policy/parse-guardrail-policy';
import { decideCondition, pickFacts } from './condition';
import type { Condition } from './condition-shape';
import { parseFacts } from './parse-facts';

const cold: GuardrailFacts = { temperature: 'cold', channel: 'sales', labels: ['vip'], flags: { 'open-prices': true, beta: false } };

test.each<[Condition, boolean | undefined]>([
	[{ temperature: 'cold' }, true],
	[{ temperature: ['warm', 'hot'] }, false],
	[{ channel: ['sales', 'support'], label: 'vip' }, true],
	[{ channel: 'support', origin: 'ads' }, false],
	[{ channel: 'sales', origin: 'ads' }, undefined],
	[{ origin: 'ads' }, undefined],
	[{ label: ['lost', 'vip'] }, true],
	[{ label: 'lost' }, false],
	[{ flag: 'open-prices' }, true],
	[{ flag: 'beta' }, false],
	[{ flag: 'unknown' }, undefined],
	[{ flag: ['unknown', 'open-prices'] }, true],
	[{ flag: ['unknown', 'beta'] }, undefined],
	[{ not: { temperature: 'cold' } }, false],
	[{ not: { origin: 'ads' } }, undefined],
	[{ or: [{ origin: 'ads' }, { temperature: 'cold' }] }, true],
	[{ or: [{ origin: 'ads' }, { temperature: 'hot' }] }, undefined],
	[{ and: [{ origin: 'ads' }, { temperature: 'hot' }] }, false],
	[{ isOpen: true }, undefined],
	[{ known: 'origin' }, false],
	[{ known: ['temperature', 'channel'] }, true],
	[{ known: 'origin', origin: 'ads' }, false],
])('%j is %s', (condition, expected) => {
	expect(decideCondition(condition, cold)).toBe(expected);
});

test('only what a condition names itself is reported of the facts', () => {
	const facts = { ...cold, labels: ['vip', 'owes-money'] };
	const condition: Condition = { temperature: 'cold', or: [{ label: ['vip', 'lost'] }, { not: { flag: ['beta', 'x'] } }] };
	expect(pickFacts(condition, facts)).toEqual({ temperature: 'cold', labels: ['vip'], flags: { beta: false } });
});

const policy = (...checks: object[]) => parseGuardrailPolicy({ id: 'sales', checks }, 'the policy');
const guard = async (...checks: object[]) => createGuard(await policy(...checks));
async function readStream(streaming: Guard, facts: GuardrailFacts) {
	const source = async function* () {
		yield* quote;
	};
	const parts: GuardedPart[] = [];
	for await (const part of guardStream(streaming, 'output', source(), { facts })) parts.push(part);
	const end = parts.at(-1);
	return { shown: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), result: end?.kind === 'end' && end.result };
}
const quote = 'A máquina custa R$ 1.500. Posso ajudar?';

describe('an exemption', () => {
	const exempt = { check: 'no-price', action: 'block', unless: { temperature: 'cold' } };

	test('lets the text through, and records the rule and the facts', async () => {
		const { outcome, text, violations } = await (await guard(exempt)).check('output', quote, { facts: cold });
		expect({ outcome, text }).toEqual({ outcome: 'pass', text: quote });
		expect(violations).toMatchObject([{ guardrail: 'no-price', code: 'PRICE', action: 'log', exempted: { temperature: 'cold' } }]);
	});

	test('leaves no trace where nothing had to be exempted', async () => {
		const { outcome, violations } = await (await guard(exempt)).check('output', 'Olá!', { facts: cold });
		expect({ outcome, violations }).toEqual({ outcome: 'pass', violations: [] });
	});

	test.each([{}, { temperature: 'hot' } as const, undefined])('is not given to %j', async (facts) => {
		const { outcome, violations } = await (await guard(exempt)).check('output', quote, facts && { facts });
		expect(outcome).toBe('blocked');
		expect(violations[0]).not.toHaveProperty('exempted');
	});

	test('also holds in a stream', async () => {
		const checks = [{ ...exempt, action: 'rewrite' }];
		expect(await readStream(await guard(...checks), cold)).toMatchObject({
			shown: quote,
			result: { outcome: 'pass', violations: [{ exempted: { temperature: 'cold' } }] },
		});
		expect(await readStream(await guard(...checks), {})).toMatchObject({ shown: 'Posso ajudar?' });
	});
});

describe('a check with `when`', () => {
	const onlyAds = { check: 'no-price', action: 'block', when: { origin: 'ads' } };

	test.each<[GuardrailFacts, string]>([
		[{ origin: 'ads' }, 'blocked'],
		[{ origin: 'site' }, 'pass'],
		[{}, 'blocked'],
	])('with the facts %j: %s', async (facts, outcome) => {
		expect(await (await guard(onlyAds)).check('output', quote, { facts })).toMatchObject({ outcome });
	});

	test('about the hours of a channel applies where it is closed, and leaves them in what it exempts', async () => {
		const closed = { check: 'no-price', action: 'block', when: { isOpen: false } };
		expect(await (await guard(closed)).check('output', quote, { facts: { isOpen: false } })).toMatchObject({ outcome: 'blocked' });
		expect(await (await guard(closed)).check('output', quote, { facts: { isOpen: true } })).toMatchObject({ outcome: 'pass' });
		expect(pickFacts({ isOpen: true, known: 'opensAt' }, { isOpen: true })).toEqual({ isOpen: true });
	});

	test('leaves no trace where it does not apply', async () => {
		expect((await (await guard(onlyAds)).check('output', quote, { facts: { origin: 'site' } })).violations).toEqual([]);
	});
});

const nested = (levels: number): object => (levels === 0 ? { channel: 'a' } : { not: nested(levels - 1) });

describe('a policy is refused', () => {
	test.each<[unknown, string]>([
		[{ temprature: 'cold' }, 'temprature'],
		[{ temperature: 'lukewarm' }, 'cold|warm|hot'],
		[{ known: 'cpf' }, 'checks.0.unless.known'],
		[{}, 'checks.0.unless'],
		[{ and: [] }, 'checks.0.unless.and'],
		[{ not: { colour: 'red' } }, 'colour'],
		[{ channel: 7 }, 'checks.0.unless.channel'],
		['cold', 'checks.0.unless'],
		[nested(6), 'nested more than 5 levels deep'],
		[nested(500), 'nested more than 5 levels deep'],
		[{ or: Array.from({ length: 60 }, () => ({ channel: 'a' })) }, 'more than 50 conditions'],
	])('with the condition %#', async (unless, problem) => {
		const error: unknown = await policy({ check: 'no-price', action: 'block', unless }).catch((fault: unknown) => fault);
		expect(isTroupeError(error) && { code: error.code, message: error.message }).toEqual({
			code: 'POLICY_INVALID',
			message: expect.stringContaining(problem) as string,
		});
	});
});

test('facts are read strictly', async () => {
	expect(await parseFacts(cold, 'facts')).toEqual(cold);
	expect(await parseFacts({ ...cold, origin: null }, 'facts')).toEqual(cold);
	for (const wrong of [{ temperature: 'frio' }, { colour: 'red' }, { labels: 'vip' }, { flags: { a: 'yes' } }, 'cold', null])
		await expect(parseFacts(wrong, 'The field "Facts"')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
