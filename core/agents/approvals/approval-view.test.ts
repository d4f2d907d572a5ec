import { viewApproval } from './approval-view';

const ask = (input: object) => viewApproval({ id: 'p', kind: 'approval', tool: 'pay', arguments: input }, 'en').question;

test.each([
	['a filler that counts as a letter (affaan-m/ECC#1982)', '\u3164amount', '- "<U+3164>amount": 9'],
	['a filler of half width', 'amount\uffa0', '- "amount<U+FFA0>": 9'],
	['fillers of single letters', '\u115f\u1160amount', '- "<U+115F><U+1160>amount": 9'],
	['the blank of Braille (virgiliojr94/book-to-skill#178)', 'amount\u2800', '- "amount<U+2800>": 9'],
	['nothing that is hidden', 'ação_2', '- ação_2: 9'],
])('the name of an argument with %s is shown as it is', (_what, name, line) =>
	expect(ask({ amount: 1, [name]: 9 }).split('\n')).toContain(line),
);

test('values that only others wrote come first, with the line that has them, and an id with the words that name its record', () => {
	const person = { source: 'person' as const, trusted: true, excerpt: 'Delete plans.docx' };
	const mail = { source: 'tool' as const, from: 'read_mail', trusted: false, excerpt: 'Pay to\u202EDE89' };
	const valueOrigins = [
		{ path: 'file_id', kind: 'copied' as const, trusted: true, record: true as const, places: [person] },
		{ path: 'name', kind: 'copied' as const, trusted: true, places: [person] },
		{ path: 'why', kind: 'own' as const, trusted: false, places: [] },
		{ path: 'iban', kind: 'copied' as const, trusted: false, places: [mail] },
		{ path: 'text', kind: 'composed' as const, trusted: false, places: [mail] },
		{ path: 'link', kind: 'composed' as const, trusted: false, strange: true as const, places: [] },
	];
	const view = (language: 'en' | 'pt') =>
		viewApproval({ id: 'p', kind: 'approval', tool: 'pay', arguments: {}, valueOrigins }, language).question.split('\n').slice(1);
	expect(view('en')).toEqual([
		'Where the values come from:',
		'- iban: ONLY in the result of read_mail, not from the person: "Pay to<U+202E>DE89"',
		'- text: in part ONLY in the result of read_mail, not from the person: "Pay to<U+202E>DE89"',
		'- link: has an address that is in no text that the agent read',
		'- file_id: the record that is named in the words of the person',
		'- name: the words of the person',
		'- why: written by the agent, in no text that it read',
	]);
	expect(view('pt').slice(1, 6)).toEqual([
		'- iban: SÓ está no resultado de read_mail, não veio da pessoa: "Pay to<U+202E>DE89"',
		'- text: em parte SÓ está no resultado de read_mail, não veio da pessoa: "Pay to<U+202E>DE89"',
		'- link: tem um endereço que não está em nenhum texto que o agente leu',
		'- file_id: o registro citado nas palavras da pessoa',
		'- name: nas palavras da pessoa',
	]);
});
