import { type Intent, isGreeting, readIntent, readNewWish } from './read-intent';

test.each<[Intent, string[]]>([
	[
		'agree',
		[
			...['ok', 'OK!', 'Yes, please.', 'looks good', 'go ahead', 'Run it now', 'confirm', 'I confirm the plan', 'yes, confirm and run it'],
			...['sim', 'Pode rodar', 'confirmo o plano', 'beleza, executa', 'manda ver', `confirm ${'a1'.repeat(32)}`],
		],
	],
	['prove', ['prove', 'Prove it again, please', 'test the plan', 'prova de novo', 'verifique o plano']],
	['show', ['show me the plan', 'status', 'the plan', 'mostra o plano', 'andamento']],
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
	for (const word of ['go ', 'goon', 'confirm', 'do', 'hi', 'oi, ', 'pode'])
		for (const ending of ['', 'x']) expect(readIntent(`${word.repeat(100 / word.length - 1)}${ending}`)).toMatch(/./);
});

test('reads a long message at once, whatever it repeats', () => {
	for (const word of ['yes ', 'can you ', 'the plan ', '. ', 'new plan ', 'hi, ', 'bom dia '])
		expect([readIntent(`${word.repeat(5_000)}x`), isGreeting(`${word.repeat(5_000)}x`)]).toEqual([
			expect.stringMatching(/change|question/),
			false,
		]);
});

test.each([
	['New plan: pay invoices', 'pay invoices'],
	['a new plan, we pay invoices', 'we pay invoices'],
	['Novo plano:\npagar notas', 'pagar notas'],
	['new plan', ''],
	['The new plan is good', undefined],
	['new planning of the week', undefined],
])('%j begins the wish %j', (message, wish) => expect(readNewWish(message)).toBe(wish));
