import { extractQuestionTerms, extractTerms, extractQuestionWords } from './terms';

const finds = (question: string, text: string, language: 'pt' | 'en') => {
	const known = new Set(extractTerms(text, [language]).flat());
	return extractQuestionTerms(question).some((forms) => forms.some((form) => known.has(form)));
};

describe('words of a question find those of a text', () => {
	it.each([
		['devolução', 'devoluções'],
		['devolucao', 'devolução'],
		['ferias', 'férias'],
		['informática', 'informatica'],
		['trabalhar', 'trabalhamos'],
		['pagamentos', 'pagamento'],
		['limões', 'limão'],
		['cartao', 'cartões'],
		['pães', 'pão'],
		['reembolsar', 'reembolsado'],
		['ÔNIBUS', 'ônibus'],
		['bateria', 'baterias'],
		['BT-77', 'A BT-77 serve.'],
	])('in Portuguese: %s, %s', (question, text) => expect(finds(question, text, 'pt')).toBe(true));

	it.each([
		['refunds', 'refunded'],
		['colours', 'color'],
		['running', 'runs'],
		['policies for batteries', 'battery'],
		['résumé', 'resume'],
		['planets', 'Planet'],
		['KB-2207', 'order part KB-2207'],
		['cancellation', 'cancelled'],
	])('in English: %s, %s', (question, text) => expect(finds(question, text, 'en')).toBe(true));

	it.each([
		['casa', 'casaco', 'pt'],
		['conta', 'contrato', 'pt'],
		['station', 'state', 'en'],
		['4101', 'ERR_4107', 'en'],
		['2207', 'KB-2208', 'en'],
	] as const)('and not those that only begin alike: %s, %s', (question, text, language) =>
		expect(finds(question, text, language)).toBe(false),
	);

	it.each(['O que é isso?', 'Como eu posso fazer para ter?', 'What is this about?', 'How do I get it, please?', '?!'])(
		'%j has none that say anything',
		(question) => expect(extractQuestionTerms(question)).toEqual([]),
	);
});

test('a word counts as often as a question says it, in a question of any length', () => {
	const asked = extractQuestionWords('The wing: a wing of which the tip, and the flutter of wings.');
	expect(asked).toHaveLength(5);
	expect(asked[1]).toEqual(asked[0]);
	expect(extractQuestionWords('flutter '.repeat(1_000))).toHaveLength(256);
	expect(extractQuestionTerms('wing flutter wing wing')).toHaveLength(2);
});

test('a collection is searched by the words that people ask with, as it may be about them; what a question is about they do not say', () => {
	for (const question of ['política', 'privacy policy', 'hello', 'Qual é o tempo?', 'working time']) {
		const known = new Set(extractTerms(question, ['pt', 'en']).flat());
		expect(extractQuestionWords(question)).not.toEqual([]);
		for (const forms of extractQuestionWords(question)) expect(forms.some((form) => known.has(form))).toBe(true);
	}
	expect(['hello', 'working time', 'Qual é a política?'].map(extractQuestionTerms)).toEqual([[], [], []]);
});

test('a word of any length is found by its first forty characters', () => {
	const digest = 'c0ffee'.repeat(11);
	expect(extractQuestionWords(digest).flat()).toContain(digest.slice(0, 40));
	expect(extractTerms(`sha256 ${digest}`, ['en'])).toHaveLength(2);
	expect(finds(digest, `sha256 ${digest}`, 'en')).toBe(true);
});
