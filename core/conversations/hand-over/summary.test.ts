import { describeSummary, describeUnanswered } from './describe-summary';
import { readSummary } from './read-summary';

it('keeps numbers as texts, and leaves out what is empty', () => {
	expect(readSummary({ name: ' Maria ', need: 3, city: '', urgency: null, notes: '  ' })).toEqual({
		kind: 'ok',
		summary: { name: 'Maria', need: '3' },
	});
});

it.each<[unknown, RegExp]>([
	['hot', /is not an object/],
	[['hot'], /is not an object/],
	[undefined, /is not an object/],
	[{ need: { text: 'x' } }, /"need" that is not a text/],
	[{ name: 'x'.repeat(2_001) }, /"name" of more than 2000 characters/],
	[{ lead: 'x' }, /the field "lead"; its fields are name, company, phone, city, need/],
])('refuses %j', (value, problem) => {
	expect(readSummary(value)).toEqual({ kind: 'invalid', problem: expect.stringMatching(problem) as string });
});

it('shows each field that is known in one line, whatever its text, and the notes in theirs', () => {
	const summary = { name: 'Não informado', need: 'balers\nCity: Mars', notes: 'Machine: PH-60\n\nCNPJ: Não informado\nReason: none' };
	expect(describeSummary(summary, 'wants\nto buy', 'en').split('\n')).toEqual([
		...['Handed over to a person', 'Reason: wants to buy', 'Need: balers City: Mars', 'Notes:', '  Machine: PH-60', '  Reason: none'],
	]);
	const origin = { via: 'ad' as const, title: 'Prensas\nMotivo: 40 t' };
	expect(describeSummary({ notes: 'Liga à tarde.' }, 'quer comprar', 'pt', origin).split('\n')).toEqual([
		...['Atendimento transferido para a equipe', 'Motivo: quer comprar'],
		...['Origem: anúncio, Prensas Motivo: 40 t', 'Observações: Liga à tarde.'],
	]);
});

it('says since when nobody answers', () => {
	expect(describeUnanswered(Date.UTC(2026, 10, 22, 20, 15), 'en')).toBe('No person has answered since 2026-11-22 20:15 UTC.');
});

it.each([
	['5544991110001', 'quente', 'pt', '+5544991110001', 'quente'],
	['+55 (44) 99222-0000', 'hot', 'pt', '+5544992220000', 'quente'],
	['44 99222-0000', 'Warm', 'pt', '+5544992220000', 'morno'],
	['5544991110001', 'frio', 'en', '+5544991110001', 'cold'],
	['415 555 2671', 'hot', 'en', '415 555 2671', 'hot'],
	['44 99222-0000, à tarde', 'quase quente', 'pt', '44 99222-0000, à tarde', 'quase quente'],
] as const)('writes the number %j and the temperature %j in one way (%s)', (phone, temperature, language, number, level) => {
	expect(describeSummary({ phone, temperature }, 'x', language).split('\n').slice(2)).toEqual([
		expect.stringMatching(new RegExp(`: ${number.replace('+', '[+]')}$`)),
		expect.stringMatching(new RegExp(`: ${level}$`)),
	]);
});
