import { findMadeUp } from './find-made-up';

const token = '[EMAIL_1_k3f9x2]';
const message = `I want two of them, write to ${token}.`;
const given = { author: 'Orders go to sales@example.com.', allowedHosts: [], others: [message], messages: [message] };
const find = (email: unknown, name = 'email', texts = given) => findMadeUp({ [name]: email }, texts);

test.each([
	'N/A',
	'unknown',
	'[redacted]',
	'não informado',
	'customer@gmail.com',
	'<email>',
	'EMAIL_1',
	'email_1_k3f9',
	'',
	'[EMAIL_2_k3f9x2]',
])('a value that a model made up for a masked one is found: "%s"', (value) => {
	expect(find(value)).toEqual({ field: 'email', token });
	expect(find(value, 'customerEmail')).toEqual({ field: 'customerEmail', token });
});

test('the token, a value that a text has, other fields, and conversations without a token are left alone', () => {
	expect(find(token)).toBeUndefined();
	expect(find('sales@example.com')).toBeUndefined();
	expect(find('N/A', 'note')).toBeUndefined();
	expect(find('N/A', 'phone')).toBeUndefined();
	expect(find('a@b.co', 'email', { ...given, messages: ['Hello.'] })).toBeUndefined();
});
