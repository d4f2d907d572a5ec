import { createGuard } from '../policy/create-guard';
import type { PolicyCheck } from '../policy/guardrail-policy';

const check: PolicyCheck<'progressive-collection'> = {
	check: 'progressive-collection',
	action: 'rewrite',
	fields: [
		{ name: 'name', words: ['nome', 'name'] },
		{ name: 'cnpj', words: ['CNPJ'] },
		{ name: 'volume', words: ['quantidade', 'volume', 'how many'] },
	],
};
const judge = async (text: string, collected?: string[], changes: Partial<typeof check> = {}) =>
	(await createGuard({ id: 'p', onFailure: 'block', checks: [{ ...check, ...changes }] })).check('output', text, {
		facts: { ...(collected && { collected }) },
	});

test.each([
	['Qual é o seu nome?'],
	['Seu nome já está aqui. Qual é o CNPJ da empresa?'],
	['Qual é o CNPJ? O CNPJ da matriz, por favor?'],
	['Posso ajudar? Qual é o seu nome?'],
	['Envie o CNPJ quando puder, a quantidade vem depois.'],
	['What is your name?'],
])('asks for one thing at a time: %s', async (reply) => {
	expect(await judge(reply)).toMatchObject({ outcome: 'pass', violations: [] });
});

test.each([
	['Qual é o seu nome? E qual o CNPJ?', 'Qual é o seu nome? '],
	['Claro! Me diz o seu nome? Qual a quantidade?', 'Claro! Me diz o seu nome? '],
	['What is your name? How many do you need?', 'What is your name? '],
])('removes what it asks too early: %s', async (reply, text) => {
	expect(await judge(reply)).toMatchObject({ outcome: 'rewritten', text, violations: [{ code: 'COLLECTION' }] });
});

test('a question for two things at once has to be written again', async () => {
	expect(await judge('Qual é o seu nome e o CNPJ?')).toMatchObject({ outcome: 'blocked' });
	expect(await judge('Qual é o seu nome e o CNPJ?', [], { most: 2 })).toMatchObject({ outcome: 'pass' });
});

test('does not ask again for what is known', async () => {
	const reply = 'Qual é o CNPJ? Obrigado!';
	expect(await judge(reply, ['name'])).toMatchObject({ outcome: 'pass' });
	const { text, violations } = await judge(reply, ['cnpj']);
	expect(text).toBe('Obrigado!');
	expect(violations).toMatchObject([{ action: 'rewrite', reason: 'A resposta pergunta algo que já se sabe.' }]);
});

test('refuses a field that no word can ask for', async () => {
	await expect(judge('Oi', [], { fields: [{ name: 'x', words: ['!!'] }] })).rejects.toMatchObject({ code: 'POLICY_INVALID' });
});
