import { memoryAbuseStore } from '../../../test/fakes/memory-abuse-store';
import { abuseMessages } from '../abuse/abuse-texts';
import { createGuard } from '../policy/create-guard';
import type { GuardrailPolicy } from '../policy/guardrail-policy';
import { parseGuardrailPolicy } from '../policy/parse-guardrail-policy';

const threat = 'I will kill you.';
const minute = 60_000;

async function open(options: object = {}) {
	let now = 1_000_000;
	const store = memoryAbuseStore({ now: () => now });
	const policy: GuardrailPolicy = await parseGuardrailPolicy(
		{
			id: 'abuse',
			checks: [
				{ check: 'harmful-content', action: 'block' },
				{ check: 'abuse-limit', action: 'block', ...options },
			],
		},
		'The policy',
	);
	const guard = await createGuard(policy, { openAbuse: async () => store, clock: { now: () => now } });
	const write = (text: string, who = 'c1') => guard.check('input', text, { contact: who });
	return { guard, store, write, wait: (ms: number) => (now += ms) };
}

test('warns, slows down and blocks, each with its message, and records each step without the text', async () => {
	const { write, wait } = await open({ warn: 1, slow: 2, block: 3, slowSeconds: 60, blockMinutes: 10 });
	const first = await write(threat);
	expect(first.violations).toMatchObject([
		{ code: 'ABUSE_LIMIT', guardrail: 'abuse-limit', action: 'log', matches: [], reason: 'The contact was warned.' },
		{ code: 'HARMFUL_CONTENT', action: 'block', answer: abuseMessages.warn.en },
	]);
	expect((await write('Good morning.')).outcome).toBe('pass');

	expect((await write(threat)).violations[1]!.answer).toBe(abuseMessages.slow.en);
	expect(await write('Good morning, please.')).toMatchObject({
		outcome: 'blocked',
		violations: [{ code: 'ABUSE_LIMIT', action: 'block', answer: abuseMessages.slow.en }],
	});
	wait(61_000);
	expect((await write('Good morning, please.')).outcome).toBe('pass');
	expect((await write('Are you there?')).outcome).toBe('blocked');

	expect((await write(threat)).violations[1]!.answer).toBe(abuseMessages.block.en);
	wait(5 * minute);
	expect((await write('Bom dia, tudo bem com vocês?')).violations).toMatchObject([{ answer: abuseMessages.block.pt }]);
	wait(6 * minute);
	expect((await write('Good morning, please.')).outcome).toBe('pass');
});

test('lets one of several messages at the same moment pass', async () => {
	const { write, wait } = await open({ warn: 0, slow: 1, block: 0, slowSeconds: 60 });
	await write(threat);
	wait(61_000);
	const outcomes = await Promise.all(Array.from({ length: 10 }, (_, number) => write(`Good morning ${number}.`)));
	expect(outcomes.filter(({ outcome }) => outcome === 'pass')).toHaveLength(1);
});

test('counts within the window only, and each contact separately', async () => {
	const { write, wait } = await open({ warn: 0, slow: 0, block: 2, windowMinutes: 10 });
	await write(threat);
	wait(11 * minute);
	await write(threat);
	expect((await write('Good morning.')).outcome).toBe('pass');
	await write(threat);
	expect((await write('Good morning.')).outcome).toBe('blocked');
	expect((await write('Good morning.', 'c2')).outcome).toBe('pass');
});

test('lets a person lift a block', async () => {
	const { write, store } = await open({ block: 1 });
	await write(threat);
	expect((await write('Good morning.')).outcome).toBe('blocked');
	expect(await store.list(10)).toMatchObject([{ contact: 'c1', standing: { violations: [1_000_000] } }]);
	expect([await store.lift('c1', 'user:ana'), await store.lift('c1', 'user:ana')]).toEqual([true, false]);
	expect(await store.listLifts(10)).toMatchObject([{ contact: 'c1', at: 1_000_000, by: 'user:ana' }]);
	expect((await write('Good morning.')).outcome).toBe('pass');
});

test('never counts despair, and still tells a blocked person where help exists', async () => {
	const { write, store } = await open({ block: 1 });
	await write('I want to kill myself.');
	expect(await store.list(10)).toEqual([]);
	await write(threat);
	expect((await write('I want to kill myself.')).violations[0]!.answer).toContain('988');
});

test('limits nobody without a contact, without state, and for replies of the agent', async () => {
	const { guard, store } = await open({ block: 1 });
	await guard.check('input', threat);
	await guard.check('output', threat, { contact: 'c1' });
	expect(await store.list(10)).toEqual([]);
	const stateless = await createGuard(
		await parseGuardrailPolicy({ id: 'abuse', checks: [{ check: 'abuse-limit', action: 'block', counts: ['pattern'] }] }, 'The policy'),
	);
	expect((await stateless.check('input', 'Hello', { contact: 'c1' })).outcome).toBe('pass');
});

test('tells of a count that failed, and keeps the judgement', async () => {
	const guard = await createGuard(
		await parseGuardrailPolicy(
			{
				id: 'abuse',
				checks: [
					{ check: 'harmful-content', action: 'block' },
					{ check: 'abuse-limit', action: 'log', onFailure: 'pass' },
				],
			},
			'The policy',
		),
		{ openAbuse: () => Promise.reject(new Error('full')) },
	);
	const { outcome, violations } = await guard.check('input', threat, { contact: 'c1' });
	expect([outcome, violations.map(({ code }) => code)]).toEqual(['blocked', ['GUARDRAIL_FAILED', 'HARMFUL_CONTENT']]);
});

test('takes its own messages', async () => {
	const { write } = await open({ messages: { warn: { en: 'Careful.' } } });
	expect((await write(threat)).violations.at(-1)!.answer).toBe('Careful.');
});
