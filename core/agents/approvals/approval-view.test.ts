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
