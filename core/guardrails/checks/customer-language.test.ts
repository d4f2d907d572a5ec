import { createPlacedGuard } from '../policy/apply-guardrails';
import { placeChecks } from '../policy/create-guard';
import { guardStream } from '../policy/guard-stream';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Passage } from '../../ports/knowledge/passages';
import { findCustomerLanguage, isInAnother } from './customer-language';

const given = (message: string, author = ''): GivenTexts => ({ author, allowedHosts: [], others: [message], messages: [message] });

test.each([
	['When does the shop open on Saturdays?', 'en'],
	['Quando a loja abre no sábado, por favor?', 'pt'],
	['ok', undefined],
	['Wann macht der Laden am Samstag auf?', undefined],
	['Could you write the letter in French for my neighbour?', undefined],
	['Traduza isto para mim, por favor: bom dia a todos', undefined],
	['Consegue passar esta frase para o tailandês até amanhã?', undefined],
	['Please put the second paragraph into Vietnamese for my aunt.', undefined],
	['Resuma o texto seguinte:\nThe shop opens at nine and it closes at six on weekdays.', undefined],
])('the language of "%s" is %s', (message, language) => expect(findCustomerLanguage(given(message))).toBe(language));

test('a prompt that names a language chooses it, and one that speaks of machines does not', () => {
	const message = 'When does the shop open on Saturdays?';
	expect(findCustomerLanguage(given(message, 'Always reply in Portuguese.'))).toBeUndefined();
	expect(findCustomerLanguage(given(message, 'You sell machines.'))).toBe('en');
});

test('a prompt that demands one language has it, unless the person writes in another', () => {
	const find = (message: string, author: string) => findCustomerLanguage(given(message, author));
	const demand = 'Escreva em português do Brasil, com cordialidade.';
	expect(find('oi', demand)).toBe('pt');
	expect(find('Quero duas prensas, por favor.', demand)).toBe('pt');
	expect(find('Ok, and when do you deliver to us?', demand)).toBeUndefined();
	expect(find('¿Venden prensas?', demand)).toBeUndefined();
	expect(find('ok', 'Answer briefly and in plain English.')).toBe('en');
	expect(find('ok', 'Answer in the language of the customer: English or Portuguese.')).toBeUndefined();
	expect(find('ok', 'Translate each message from Portuguese. Write in English.')).toBeUndefined();
	expect(find('ok', 'You teach English. Reply in English and then in English again.')).toBe('en');
	expect(findCustomerLanguage({ author: demand, messages: ['Hello, do you sell presses?', 'ok'] })).toBeUndefined();
});

test.each<[prompt: string, message: string, language: string | undefined]>([
	['Você vende lâmpadas. Responda sempre em português do Brasil.', 'Quais lâmpadas vocês têm na loja hoje?', 'pt'],
	['Always reply in Brazilian Portuguese.', 'ok', 'pt'],
	['You sell lamps. Answer every customer in English.', 'Which lamps do you have in the shop?', 'en'],
	['Responda em português, ou em inglês a quem escreve em inglês.', 'Quais lâmpadas vocês têm na loja hoje?', undefined],
	['Always reply in Portuguese.', 'Which lamps do you have in the shop?', undefined],
	['You teach English to beginners of all ages.', 'Quais cursos vocês têm para quem começa agora?', undefined],
])('an order to answer in one language keeps it: %s (NousResearch/hermes-agent#116392)', (prompt, message, language) => {
	expect(findCustomerLanguage(given(message, prompt))).toBe(language);
	if (language === 'pt') expect(isInAnother('Tenemos lámparas de mesa y de pie en la tienda hoy.', language)).toBe(true);
});

test.each([
	['Consegue passar esta frase para o tailandês até amanhã?', 'ได้ค่ะ นี่คือประโยคที่คุณต้องการ'],
	['Could you put my last sentence into Korean, please?', '네, 여기 있습니다.'],
])('a reply in the language that was asked for passes: %s (vercel-labs/fx#809)', (message) =>
	expect(findCustomerLanguage(given(message))).toBeUndefined(),
);

test.each<['en' | 'pt', string]>([
	['en', 'The shop is open until six. В субботу закрыто.'],
	['en', 'The shop is open until six. Aos sábados a loja não abre para visitas.'],
	['en', 'El local abre los sábados desde las nueve hasta las seis.'],
	['pt', 'The shop is open on Saturdays until six in the evening.'],
	['pt', 'A loja abre às nove。土曜日は休みです。'],
	['pt', 'Das Geschäft ist am Samstag von neun bis sechs Uhr geöffnet.'],
])('finds a reply to %s that changes its language: %s', (asked, reply) => expect(isInAnother(reply, asked)).toBe(true));

test.each<['en' | 'pt', string]>([
	['en', 'A courier collects parcels as fast as possible.'],
	['en', 'Café Ipanema, Rua das Flores 12, São Paulo.'],
	['en', 'The sign says "a loja não abre aos sábados de manhã".'],
	['pt', 'O seu status é `waiting for the warehouse to pack it`.'],
	['pt', 'O mesmo vendedor responde e entrega só no local.'],
	['pt', 'Smart TV Samsung Crystal Ultra HD'],
])('leaves a reply to %s with names and quotations alone: %s', (asked, reply) => expect(isInAnother(reply, asked)).toBe(false));

test('other letters that a source has can be repeated', () => {
	expect(isInAnother('The tea is called 煎茶 there.\n煎茶', 'en', ['煎茶 (sencha)'])).toBe(false);
	expect(isInAnother('The tea is called so.\n煎茶', 'en', ['sencha'])).toBe(true);
});

test('judges each sentence of a stream, and lets languages pass that are named besides', async () => {
	const guardFor = async (...allowed: Array<'customer' | 'en'>) =>
		createPlacedGuard(await placeChecks({ id: 'p', onFailure: 'block', checks: [{ check: 'language', action: 'ask-person', allowed }] }));
	const reply = 'A loja abre às nove. On Saturdays it is closed for the whole day.';
	async function* pieces() {
		yield* reply.match(/.{1,7}/g)!;
	}
	const context = { passages: [], language: 'pt' as const, given: given('Quando a loja abre no sábado, por favor?') };
	const shown: string[] = [];
	for await (const part of guardStream(await guardFor('customer'), 'output', pieces(), context))
		if (part.kind === 'text') shown.push(part.text);
		else expect(part.result).toMatchObject({ outcome: 'needs-human', violations: [{ code: 'LANGUAGE' }] });
	expect(shown.join('').trim()).toBe('A loja abre às nove.');
	const inEnglish = 'On Saturdays it is closed for the whole day.';
	expect((await (await guardFor('customer', 'en')).check('output', inEnglish, context)).outcome).toBe('pass');
	expect((await (await guardFor('customer')).check('output', inEnglish, { ...context, given: undefined })).outcome).toBe('pass');
});

test('documents that nobody translated are quoted as they are', () => {
	const passages = [{ text: 'The shop is open on Saturdays until six in the evening. Bring the receipt.' }] as Passage[];
	const quoted = 'Isto é o que dizem os documentos: The shop is open on Saturdays until six in the evening. [1]';
	const alone = 'The shop is open on Saturdays until six in the evening. [1]';
	expect(isInAnother(alone, 'pt', [], passages)).toBe(false);
	expect(isInAnother(quoted, 'pt', [], passages)).toBe(false);
	expect(isInAnother('The shop is open on Sundays until six in the evening. [1]', 'pt', [], passages)).toBe(true);
});
