import { describeResult } from './describe-result';

test.each([
	['The call failed: The order does not exist.', 'The order does not exist.'],
	['A chamada falhou: O pedido não existe.', 'O pedido não existe.'],
	['The call failed: 404', '404'],
	['The call failed: The tools are in the shed.', 'The tools are in the shed.'],
	['This call was not made because of iban.', 'This call was not made because of iban.'],
	['Esta chamada não foi feita por causa de iban.', 'Esta chamada não foi feita por causa de iban.'],
])('a failure says so in the language of its reason: %s', (text, content) => {
	expect(describeResult({ role: 'tool', callId: 'c', name: 'get_order', content, failed: true })).toBe(text);
	expect(describeResult({ role: 'tool', callId: 'c', name: 'get_order', content })).toBe(content);
});
