import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/credit-card';
import { findPersonalData } from '../find-personal-data';
import { creditCard } from './credit-card';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'CREDIT_CARD')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'cartão «4111 1111 1111 1111»',
	'«4111-1111-1111-1111»',
	'«4111111111111111»',
	'visa «4012888888881881» val 10/28 cvv 123',
	'amex «3782 822463 10005»',
	'«378282246310005»',
	'«5555 5555 5555 4444»',
	'«2223 0000 4841 0010»',
	'diners «3056 930902 5904»',
	'discover «6011 1111 1111 1117»',
	'jcb «3530 1113 3330 0000»',
	'unionpay «6200 0000 0000 0005»',
	'mir «2200 0000 0000 0053»',
	'elo «6362 9700 0045 7013»',
	'hipercard «6062 8256 2425 4001»',
	'{"card_number":"«4111111111111111»"}',
	'pan=«4111111111111111»&cvv=1',
	'cartão «4111 1111\n1111 1111»',
	'«４１１１ １１１１ １１１１ １１１１»',
	'«4111\u00A01111\u20111111\u00A01111»',
	'nº do cartão: «4111.1111.1111.1111».',
	'card «41l1 1111 1111 1111», scanned',
	'de «4111 1111 1111 1111» para «5555 5555 5555 4444»',
	'visa antigo «4222 222 222 222»',
	'NUM CARTAO «5041751179799604» VAL 09/30',
	// Beyond the ranges of the large issuers, after words that mean a card.
	'my card «180092345671233» was stolen',
	'please block card no. «213198765432104»',
	'debit card «502345678903» is declined',
	'cc: «3590123456789015»',
	'bloqueiem o cartão nº «63041234567897»',
	'credit card number is «12345678901234569»',
	'cartão «1234 5678 9012 3452»',
	'Kreditkarte «586712345675»',
	'tarjeta «676712345674»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'cartão 4111 1111 1111 1112',
	'4111111111111112',
	'IMEI 356938035643809',
	'IMEI: 490154203237518',
	'pedido 4111111111111111',
	'tracking number 4111111111111111',
	'**** **** **** 1111',
	'4111 **** **** 1111',
	'final 1111',
	'0000 0000 0000 0000',
	'4444 4444 4444 4444',
	'1234 5678 9012 3456',
	'9999 9999 9999 9995',
	'código de barras 7891234567895',
	'R$ 4.111.111.111.111.111',
	'4111 1111 1111',
	'34191.79001 01043.510047 91020.150008 1 91070026000',
	'protocolo 4012888888881881',
	'cartão de visita',
	'autenticação 4685597787574309',
	'awb 4263644995803037',
	'180092345671233',
	'order 502345678903',
	'the SIM card number is 8955012345678901234',
	'gift card 502345678903',
	'my card 180092345671236',
	'carteirinha 502345678903',
	'card 000000000000',
	'we sold 502345678903 cards',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['4111 1111 1111 1111', '**** **** **** 1111']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(creditCard.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(creditCard.canonical('4111-1111-1111-1111')).toBe(creditCard.canonical('4111111111111111')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.99);
});
