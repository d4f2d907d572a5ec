import { type Intent, isBreakingOff, isGreeting, readIntent, readNewWish } from './read-intent';

test.each<[Intent, string[]]>([
	[
		'agree',
		[
			...['ok', 'OK!', 'Yes, please.', 'looks good', 'go ahead', 'Run it now', 'confirm', 'I confirm the plan', 'yes, confirm and run it'],
			...['sim', 'Pode rodar', 'confirmo o plano', 'beleza, executa', 'manda ver', `confirm ${'a1'.repeat(32)}`],
		],
	],
	[
		'refuse',
		[
			...['no', 'No, thanks', "no, don't do it", 'not yet', 'I do not approve', 'Don’t run it yet', 'never mind', 'cancel', 'undo that'],
			...['não', 'ainda não', 'não pode rodar ainda', 'não aprovo', 'deixa pra lá', 'cancela'],
		],
	],
	['prove', ['prove', 'Prove it again, please', 'test the plan', 'prova de novo', 'verifique o plano']],
	[
		'show',
		[
			'help',
			'/help',
			'ajuda',
			'What can you do?',
			'O que você faz?',
			'show me the plan',
			'status',
			'the plan',
			'mostra o plano',
			'andamento',
		],
	],
	[
		'question',
		['What are the risks?', 'who approves', 'How much does it cost', 'e se o gerente não responder?', 'Quanto custa?', 'is it running'],
	],
	[
		'change',
		[
			...[
				'remove "Approve"',
				'Can you remove the approval?',
				'Could you please add a step after "Pay"?',
				'Você pode trocar o gerente pelo financeiro?',
			],
			...[
				'the manager decides within two days',
				'yes, but finance pays',
				'no approval below 500',
				'cancel the order after three days',
				'não precisa do gerente',
				'ok, and remove the approval',
				'o financeiro paga',
				'test it with the manager first',
			],
		],
	],
])('reads as %s', (intent, messages) => {
	expect(messages.filter((message) => readIntent(message) !== intent)).toEqual([]);
});

test('reads a message at once that repeats a word up to the longest command', () => {
	for (const word of [
		'no ',
		'no',
		'n',
		'do n',
		'not',
		'stop',
		'para',
		'/',
		'👍',
		'start over ',
		'go ',
		'goon',
		'confirm',
		'do',
		'hi',
		'oi, ',
		'pode',
	])
		for (const ending of ['', 'x']) {
			const text = `${word.repeat(100 / word.length - 1)}${ending}`;
			expect([readIntent(text), isBreakingOff(text)]).toEqual([expect.stringMatching(/./), expect.any(Boolean)]);
		}
});

test('reads a long message at once, whatever it repeats', () => {
	for (const word of ['yes ', 'can you ', 'the plan ', '. ', 'new plan ', 'hi, ', 'bom dia '])
		expect([readIntent(`${word.repeat(5_000)}x`), isGreeting(`${word.repeat(5_000)}x`)]).toEqual([
			expect.stringMatching(/change|question/),
			false,
		]);
});

test('reads signs of any skin as yes and no (microsoft/botframework-sdk#2069, microsoft/botframework-sdk#2977)', () => {
	expect(['👍', '👍🏽👍🏽', '👌', '✅ ok!', '👎', '👎🏿', '❌', '✋🏻', '🖐', '😀', '👎 the manager pays'].map(readIntent)).toEqual([
		...['agree', 'agree', 'agree', 'agree', 'refuse', 'refuse', 'refuse', 'refuse', 'refuse', 'show', 'change'],
	]);
});

test('reads a no before the yes in it, and neither of them in other words (andrewyng/openworker#161)', () => {
	expect(["no, don't approve", 'do not confirm', 'não, não aprova', 'not ok', 'no'].map(readIntent)).toEqual(Array(5).fill('refuse'));
	expect(['disallow it', 'the north-east office', 'Note: it is denied', 'notify Ana'].map(readIntent)).toEqual(Array(4).fill('change'));
});

test.each([
	'start over',
	'Start again, please.',
	'restart',
	'reset',
	'/reset',
	'/start',
	'/start@plans_bot ref-7',
	'recomeçar',
	'Começa de novo!',
])('%j begins again with nothing wished yet', (message) => expect(readNewWish(message)).toBe(''));

test.each(['start', 'restart the service every night', 'start over with the manager', 'começar de novo com o gerente', 'resetar a senha'])(
	'%j begins nothing',
	(message) => expect(readNewWish(message)).toBeUndefined(),
);

test.each([
	['New plan: pay invoices', 'pay invoices'],
	['a new plan, we pay invoices', 'we pay invoices'],
	['Novo plano:\npagar notas', 'pagar notas'],
	['new plan', ''],
	['The new plan is good', undefined],
	['new planning of the week', undefined],
])('%j begins the wish %j', (message, wish) => expect(readNewWish(message)).toBe(wish));
