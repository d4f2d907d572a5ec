import { withoutExamples } from './without-examples';

test.each([
	['Be brief. Good, after pay returned 5: "You get 5." Bad: "It is late." "I paid 7."\nBe kind.', 'Be brief.  \nBe kind.'],
	['Errado: o pedido foi pago.\nSeja breve.', ' \nSeja breve.'],
	['Never say "It was sent" or "It is there" without a call.', '  without a call.'],
	['End with "Your request was noted."', 'End with "Your request was noted."'],
	['A good lamp costs 5.00. It is right here.', 'A good lamp costs 5.00. It is right here.'],
])('%j', (prompt, rest) => expect(withoutExamples(prompt).replace(/ {2,}/g, '  ')).toBe(rest));

test('a long prompt is read in time', () => {
	expect(withoutExamples('good good '.repeat(20_000))).toHaveLength(200_000);
	expect(withoutExamples('bad: "'.repeat(20_000)).length).toBeGreaterThan(0);
});
