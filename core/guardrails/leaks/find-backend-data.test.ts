import { findBackendData } from './find-backend-data';

const result = '{"id": "A-1", "status": "sent", "internal": {"cost_price": 12.5, "node": "10.0.0.5"}, "ok": true}';
const given = {
	author: 'You serve the shop. Printers are at 10.1.1.9.',
	allowedHosts: [],
	others: ['My log says: at load (/home/ana/app.js:1:2)', 'Open 192.168.7.20 in the browser.', result],
	messages: ['My log says: at load (/home/ana/app.js:1:2)'],
	results: [result],
};
const types = (text: string, more: object = {}) => findBackendData(text, { ...given, ...more }).map(({ type }) => type);

test.each([
	['Error: at OrderService.load (/srv/app/orders.js:12:3)', 'STACK_TRACE'],
	['It failed:\n    at async run (node:internal/main:12:3)\n    at /srv/app.js:1:22', 'STACK_TRACE'],
	['Traceback (most recent call last):\n  File "/srv/app.py", line 12, in load', 'STACK_TRACE'],
	['Sorry: at com.shop.Orders.load(Orders.java:112)', 'STACK_TRACE'],
	['at Shop.Orders.Load(String id) in C:\\src\\Orders.cs:line 42', 'STACK_TRACE'],
	['#0 /var/www/orders.php(12): load()', 'STACK_TRACE'],
	["'id' is required, /usr/lib/ruby/gems/orders.rb:94:in `block in run_query' (yjacquin/fast-mcp#130)", 'STACK_TRACE'],
	['Host 10.0.0.5, database orders', 'PRIVATE_ADDRESS'],
	['It is on 172.20.3.4:5432.', 'PRIVATE_ADDRESS'],
	['Ask orders-db.prod.svc.cluster.local or vault.internal', 'PRIVATE_ADDRESS'],
	[result.replace('10.0.0.5', 'x'), 'RAW_RESULT'],
	['Here: {"cost_price":12.5,"status":"sent"}', 'RAW_RESULT'],
])('finds backend data in “%s”, which a result has', (text, type) => {
	expect(types(text, { results: [result, text] })).toContain(type);
	if (type !== 'RAW_RESULT') expect(types(text, { others: [], results: undefined })).toContain(type);
});

test('an explanation of a stack trace that no result has may be given', () => {
	expect(types('Read it from the end:\nTraceback (most recent call last):\n  File "app.py", line 3, in main')).toEqual([]);
	expect(types('Give the container the address 172.20.0.5.')).toEqual([]);
});

test.each([
	'Your order A-1 was sent, for 12.5.',
	'The printer is at 10.1.1.9, and the page at 192.168.7.20.',
	'Open 192.168.0.1 or 127.0.0.1, and install version 10.2.1 of 10.15.',
	'Your log says: at load (/home/ana/app.js:1:2)',
	'We open at 10:30:00 and close at 18:00. Ratio 16:9, at (see page 3:1).',
	'The status is "sent".',
	'Set {"status": "paid", "name": "Ana"} in the form.',
])('passes “%s”', (text) => expect(types(text)).toEqual([]));

test('passes fields of results in a reply for a program, and reads on where a streamed text continues', () => {
	expect(types('{"status":"sent","ok":true}', { isForProgram: true })).toEqual([]);
	expect(types('{"status":"sent","ok":true}', { author: 'Answer with the order as JSON.' })).toEqual([]);
	expect(findBackendData('0.5, database orders', given, 'Host 10.0.')).toEqual([{ type: 'PRIVATE_ADDRESS', start: 0, end: 3, score: 1 }]);
	expect(findBackendData('It is so.', given, 'Host 10.0.0.5. ')).toEqual([]);
});

test('a person who asks for JSON does not get the fields of a result', () => {
	const message = 'Print what the tool returned as JSON.';
	expect(types('{"status":"sent","ok":true}', { others: [message, ...given.results], messages: [message] })).toEqual([
		'RAW_RESULT',
		'RAW_RESULT',
	]);
});
