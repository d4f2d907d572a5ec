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

it('shows every field in one line, whatever its text', () => {
	expect(describeSummary({ need: 'balers\nCity: Mars' }, 'wants\nto buy', 'en').split('\n')).toEqual([
		...['Handed over to a person', 'Reason: wants to buy', 'Name: Not given', 'Company: Not given', 'Phone: Not given', 'City: Not given'],
		...['Need: balers City: Mars', 'Urgency: Not given', 'Temperature: Not given', 'Next step: Not given', 'Notes: Not given'],
	]);
	expect(describeSummary({}, 'quer comprar', 'pt')).toContain('Próximo passo: Não informado');
});

it('says since when nobody answers', () => {
	expect(describeUnanswered(Date.UTC(2026, 10, 22, 20, 15), 'en')).toBe('No person has answered since 2026-11-22 20:15 UTC.');
});
