import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { Passage } from '../../ports/knowledge/passages';
import { createVault } from '../vault/create-vault';
import { citationsRequired } from './agents/citations-required';
import { foreignToken } from './agents/foreign-token';
import { messageLength } from './agents/message-length';
import { personalData } from './agents/personal-data';
import { unknownPersonalData } from './agents/unknown-personal-data';

const passage: Passage = { id: 'a#0', documentId: 'a', title: 'A', text: 'text', start: 0, end: 4, score: 1 };
type Context = GuardrailContext & { vault: PersonalDataVault };
const contextWith = (changes: Partial<Context> = {}): Context => ({
	vault: createVault(['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], () => 'k3f9x2'),
	passages: [passage, passage],
	language: 'en',
	...changes,
});
const rewritten = (verdict: GuardrailVerdict) => (verdict.kind === 'violation' ? verdict.rewrite?.() : undefined) as string;
const message = 'I am ana@example.com, CPF 529.982.247-25, or ana@example.com';

describe('message-length', () => {
	test('passes a message of exactly the max length, and counts an emoji once', () => {
		expect(messageLength(5).check('abcd🙂', contextWith())).toEqual({ kind: 'pass' });
	});

	test.each([
		['en' as const, 'The message is longer than 5 characters.'],
		['pt' as const, 'A mensagem tem mais de 5 caracteres.'],
	])('blocks a longer message and names the limit (%s)', (language, reason) => {
		for (const text of ['abcdef', 'abcde🙂', 'x'.repeat(1_000_000)]) {
			expect(messageLength(5).check(text, contextWith({ language }))).toEqual({ kind: 'violation', reason, matches: [] });
		}
	});
});

describe('personal-data', () => {
	test('with `token`, rewrites to tokens that the vault can restore', async () => {
		const context = contextWith();
		const verdict = await personalData('token').check(message, context);
		expect(rewritten(verdict)).toBe('I am [EMAIL_1_k3f9x2], CPF [CPF_1_k3f9x2], or [EMAIL_1_k3f9x2]');
		expect(await context.vault.restore(rewritten(verdict))).toBe(message);
	});

	test('with `partial`, masks irreversibly and reports the positions', async () => {
		const context = contextWith();
		const verdict = await personalData('partial').check(message, context);
		expect(rewritten(verdict)).toBe('I am a***@example.com, CPF ***.982.247-**, or a***@example.com');
		expect(verdict).toHaveProperty('matches.length', 3);
		expect(await context.vault.restore('a***@example.com [EMAIL_1_k3f9x2]')).toBe('a***@example.com [EMAIL_1_k3f9x2]');
	});

	test('names the types, never the values', async () => {
		const verdict = await personalData('none').check(message, contextWith({ language: 'pt' }));
		expect(verdict).toMatchObject({ kind: 'violation', reason: 'O texto contém dados pessoais: endereço de e-mail, CPF.' });
		expect(JSON.stringify(verdict)).not.toMatch(/ana@|529/);
	});

	test.each(['token', 'partial', 'none'] as const)('with `%s`, passes a text without personal data', async (action) => {
		expect(await personalData(action).check('How long is the warranty?', contextWith())).toEqual({ kind: 'pass' });
	});

	test('passes a text that it already masked', async () => {
		const context = contextWith();
		const { text } = await context.vault.mask(message);
		expect(await personalData('token').check(text, context)).toEqual({ kind: 'pass' });
	});
});

describe('unknown-personal-data', () => {
	test('passes a reply that repeats values of the customer or of a passage', async () => {
		const context = contextWith();
		await context.vault.mask(message);
		expect(await unknownPersonalData().check('We write to [EMAIL_1_k3f9x2] (ana@example.com) [1].', context)).toEqual({ kind: 'pass' });
	});

	test('passes the telephone that the author of the agent wrote', async () => {
		const given = { author: 'Tell customers to call (11) 98765-4321.', allowedHosts: [], others: [] };
		expect(await unknownPersonalData().check('Call (11) 98765-4321.', contextWith({ given }))).toEqual({ kind: 'pass' });
	});

	test('blocks an unknown value, and names its type only', async () => {
		const verdict = await unknownPersonalData().check('Call (11) 98765-4321 [1].', contextWith());
		expect(verdict).toMatchObject({ kind: 'violation', matches: [{ type: 'PHONE_NUMBER', start: 5, end: 20 }] });
		expect(verdict).toHaveProperty('reason', expect.stringContaining('phone number'));
		expect(JSON.stringify(verdict)).not.toContain('98765');
	});
});

describe('foreign-token', () => {
	test('passes tokens of this conversation, in upper or lower case', async () => {
		const context = contextWith();
		await context.vault.mask(message);
		expect(await foreignToken().check('Hello [email_1_K3F9X2] [1]', context)).toEqual({ kind: 'pass' });
	});

	test.each(['[EMAIL_1_zzzzzz]', '[EMAIL_9_k3f9x2]', '[NAME_1_k3f9x2]'])('blocks %s', async (token) => {
		const context = contextWith();
		await context.vault.mask(message);
		expect(await foreignToken().check(`Hello ${token}`, context)).toMatchObject({
			kind: 'violation',
			matches: [{ type: 'TOKEN', start: 6, end: 6 + token.length }],
		});
	});

	test.each(['[PERSON_1]', 'PERSON_1', '[nome_2]', 'PHONE_3_abcdef', '[EMAIL_1_x]', 'CPF_2_xy', String.raw`\[EMAIL\_4\]`])(
		'blocks %s, which is half a token',
		async (half) => {
			expect(await foreignToken().check(`Hello ${half}, done.`, contextWith())).toMatchObject({
				kind: 'violation',
				matches: [{ type: 'TOKEN', start: 6, end: 6 + half.length }],
			});
		},
	);

	test.each(['[STEP_1]', 'STEP_1', 'a PERSON', '[1]', 'MAX_PHONE_10', 'PERSON_1x', 'EMAIL_A'])(
		'passes %s, which is another text',
		async (text) => {
			expect(await foreignToken().check(text, contextWith())).toEqual({ kind: 'pass' });
		},
	);

	test('passes half a token of a document', async () => {
		const given = { author: '', allowedHosts: [], others: ['The template has [NAME_1] and [EMAIL_1].'] };
		expect(await foreignToken().check('Fill in [NAME_1].', contextWith({ given }))).toEqual({ kind: 'pass' });
	});

	test('passes what the person wrote like a token, and no other', async () => {
		const given = { author: '', allowedHosts: [], others: ['[NAME_1_zzzzzz]'], messages: ['What is [CPF_1_abcdef]?'] };
		expect(await foreignToken().check('You ask for [cpf_1_abcdef].', contextWith({ given }))).toEqual({ kind: 'pass' });
		const verdict = await foreignToken().check('[CPF_1_abcdef] and [NAME_1_zzzzzz]', contextWith({ given }));
		expect(verdict).toMatchObject({ kind: 'violation', matches: [{ start: 19, end: 34 }] });
	});
});

describe('citations-required', () => {
	test.each(['Which product do you mean: a coffee machine or a grinder?', 'Claro! Qual é o produto?'])(
		'passes %j, which only asks back',
		(reply) => expect(citationsRequired(true).check(reply, contextWith())).toEqual({ kind: 'pass' }),
	);

	test.each(['Hi there! What can I do for you?', 'Olá! Em que posso ajudar hoje?', 'Is there anything else?'])(
		'rejects %j, which only offers help',
		(reply) => expect(citationsRequired(true).check(reply, contextWith())).toMatchObject({ kind: 'violation' }),
	);

	test('rejects a claim with a question after it', () =>
		expect(citationsRequired(true).check('Grinders have a warranty of 12 months. Which one do you have?', contextWith())).toMatchObject({
			kind: 'violation',
		}));

	test.each(['Yes [1].', 'Yes [2], no [7].'])('passes “%s” with two passages', (reply) => {
		expect(citationsRequired(true).check(reply, contextWith())).toEqual({ kind: 'pass' });
	});

	test('passes what is said instead of an answer', () => {
		expect(citationsRequired(true).check('Please call us.', { ...contextWith(), isRefusal: true })).toEqual({ kind: 'pass' });
	});

	test.each(['Yes.', 'Yes [3].', 'Yes [0].', '[one]'])('rejects “%s”', (reply) => {
		expect(citationsRequired(true).check(reply, contextWith())).toMatchObject({
			kind: 'violation',
			reason: expect.stringContaining('documents'),
		});
	});
});
