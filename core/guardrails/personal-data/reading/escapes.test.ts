import { sampleMakers } from '../../../../bench/samples/personal-data';
import { createChance } from '../../../../bench/samples/sample';
import { slowTest } from '../../../../test/support/slow-tests';
import { maskText } from '../../masking/mask-text';
import { maskKinds } from '../../masking/masks';
import { createVault } from '../../vault/create-vault';
import { findPersonalData } from '../find-personal-data';
import { personalDataTypes } from '../types';
import { normalize } from './normalize';

const found = (text: string) => findPersonalData(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

const values = {
	IBAN_CODE: ['conta', 'DE89370400440532013000'],
	IP_ADDRESS: ['host', '203.0.113.77'],
	EMAIL_ADDRESS: ['Contato', 'kai.t@example.org'],
	BR_PLATE: ['placa', 'ABC1D23'],
	MAC_ADDRESS: ['mac', '00:1b:44:11:3a:b7'],
	CREDIT_CARD: ['card', '4532015112830366'],
	URL: ['site', 'www.loja-da-ana.com.br'],
	BR_CPF: ['cpf', '52998224725'],
	US_SSN: ['ssn', '536-22-8726'],
	PHONE_NUMBER: ['tel', '+5511987654321'],
};

describe.each([
	'\\n',
	'\\t',
	'\\r\\n',
	'\\u000a',
	'\\\\n',
	'\\"',
	'%20',
	'%0A',
	'%3D',
	'&nbsp;',
	'&#10;',
	'&quot;',
	'<br>',
	'</td><td>',
	'\\x0a',
	'\\f',
	'\\b',
	'\\v',
	'\\u000c',
	'\\u0008',
	'\\u001f',
	'\\x0b',
	'\\\\f',
	'%0C',
	'&#12;',
])('after %s', (escape) => {
	test.each(Object.entries(values))('a value of type %s is read alone', (type, [label, value]) =>
		expect(found(`${label}:${escape}${value}${escape}ok`)).toEqual([`${type} ${value}`]),
	);
});

test.each([
	['IPv6', '2001:db8:85a3::8a2e:370:7334'],
	['IPv6 of a zone', 'fe80::1%eth0'],
])('an address of %s after an escape is complete', (_, address) =>
	expect(found(`{"host":"addr:\\n${address}\\n"}`)).toEqual([`IP_ADDRESS ${address}`]),
);

test.each([
	['mail=kai.t%40example.org', 'EMAIL_ADDRESS kai.t%40example.org'],
	['mail=kai%2Btag%40example.org&b=1', 'EMAIL_ADDRESS kai%2Btag%40example.org'],
	['m=kai.t%2540example.org', 'EMAIL_ADDRESS kai.t%2540example.org'],
	['jo%C3%A3o%40example.org', 'EMAIL_ADDRESS jo%C3%A3o%40example.org'],
	['kai.t&#64;example.org', 'EMAIL_ADDRESS kai.t&#64;example.org'],
	['kai.t&#x40;example&#46;org', 'EMAIL_ADDRESS kai.t&#x40;example&#46;org'],
	['kai.t&commat;example&period;org', 'EMAIL_ADDRESS kai.t&commat;example&period;org'],
	['&lt;kai.t&amp;#64;example.org&gt;', 'EMAIL_ADDRESS kai.t&amp;#64;example.org'],
	['{"m":"kai.t\\u0040example.org"}', 'EMAIL_ADDRESS kai.t\\u0040example.org'],
	['{"m":"kai.t\\\\u0040example.org"}', 'EMAIL_ADDRESS kai.t\\\\u0040example.org'],
	["'kai.t\\x40example.org'", 'EMAIL_ADDRESS kai.t\\x40example.org'],
	['kai<b>@</b>example.org', 'EMAIL_ADDRESS kai<b>@</b>example.org'],
	['ana\\_silva@example.com', 'EMAIL_ADDRESS ana\\_silva@example.com'],
	['kai\\.t@example\\.org', 'EMAIL_ADDRESS kai\\.t@example\\.org'],
	['+55 \\(11\\) 98765\\-4321', 'PHONE_NUMBER +55 \\(11\\) 98765\\-4321'],
	['iban=DE89+3704+0044+0532+0130+00', 'IBAN_CODE DE89+3704+0044+0532+0130+00'],
	['iban=DE89%203704%200044%200532%200130%2000', 'IBAN_CODE DE89%203704%200044%200532%200130%2000'],
	['DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00', 'IBAN_CODE DE89&nbsp;3704&nbsp;0044&nbsp;0532&nbsp;0130&nbsp;00'],
	['card=4532+0151+1283+0366&x=1', 'CREDIT_CARD 4532+0151+1283+0366'],
	['4532&nbsp;0151&nbsp;1283&nbsp;0366', 'CREDIT_CARD 4532&nbsp;0151&nbsp;1283&nbsp;0366'],
	['phone=%2811%29%2098765-4321', 'PHONE_NUMBER %2811%29%2098765-4321'],
	['phone=%2811%29+98765-4321', 'PHONE_NUMBER %2811%29+98765-4321'],
	['tel=%2B55+11+98765-4321&x=1', 'PHONE_NUMBER %2B55+11+98765-4321'],
	['(11)&nbsp;98765-4321', 'PHONE_NUMBER (11)&nbsp;98765-4321'],
	['%2052998224725', 'BR_CPF 52998224725'],
	['<tr><th>Nome</th><th>RG</th></tr><tr><td>Ana</td><td>12.345.678-9</td></tr>', 'BR_RG 12.345.678-9'],
	['<dt>RG</dt><dd>12.345.678-9</dd>', 'BR_RG 12.345.678-9'],
	['https:\\/\\/x.example.org\\/a', 'URL https:\\/\\/x.example.org\\/a'],
	['https://x.example.org/a%20b/c?d=%22e', 'URL https://x.example.org/a%20b/c?d=%22e'],
	['https://x.example.org/busca?q=caixa+azul&p=2', 'URL https://x.example.org/busca?q=caixa+azul&p=2'],
	['next=https%3A%2F%2Fa.example.org%2Fb%3Fc%3Dd&page=2', 'URL https%3A%2F%2Fa.example.org%2Fb%3Fc%3Dd'],
	['postgres://app:%40Secr3t%21@pg.example.com/app', 'URL postgres://app:%40Secr3t%21@pg.example.com/app'],
])('reads %j', (text, value) => expect(found(text)).toEqual([value]));

test.each([
	'C:\\Users\\nina\\temp\\report.txt',
	'\\textbf{total} \\nabla \\rho',
	'const re = /^\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}$/; /example\\.com$/',
	'printf("%02d:%02d %5.2f%20s")',
	'50%de desconto e 10%20dias',
	'a&b; x &copy; y &#169; R&D 5 < 6',
	'total = x=98765+4321+11',
	'if (a<b && c>d) return a&&b;',
	'2026-11-25T19:04:04%2B00:00 id=123e4567-e89b-12d3-a456-426614174000',
])('finds nothing in %j', (text) => expect(found(text)).toEqual([]));

test.each([
	['a plus of a key', 'key=wJalrXUtnFEMIK7MDENG+bPxRfiCYq82mLz0vXe'],
	['a plus of an address', 'mail=kai+tag@example.org'],
	['a sum', 'x = a+b'],
	['bytes of another encoding', 'jo%E3o 50%de %zz %2'],
	['an unknown entity', '&foo; &#1114112; &#0; &#ab; &#xzz; \\u{ffffff}'],
	['an element that can be a label', '<password>x</password><a href="a">'],
])('leaves %s', (_, text) => expect(normalize(text).text).toBe(text));

const mailHeader = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';

test.each([
	['an attribute', 'simsong/bulk_extractor#364', '<A title=3Dkai.t@example.org =\r\nhref=3D"x">', 'EMAIL_ADDRESS kai.t@example.org'],
	['a sign', 'RPBLC-hq/DAM#11', 'Write to jo=C3=A3o=40example.org.', 'EMAIL_ADDRESS jo=C3=A3o=40example.org'],
	['a broken line', 'Enough-Software/enough_mail#22', 'Write to kai.t@exam=\r\nple.org.', 'EMAIL_ADDRESS kai.t@exam=\r\nple.org'],
	['spaces', 'runbox/runbox7#393', 'CPF=20529.982.247-25=20', 'BR_CPF 529.982.247-25'],
])('reads %s in the source of a mail (%s)', (_what, _report, text, value) => expect(found(mailHeader + text)).toEqual([value]));

test('leaves equals signs outside of mails', () => expect(normalize('a=40b x=3D1 y =\nz').text).toBe('a=40b x=3D1 y =\nz'));

const encodings: Record<string, (character: string) => string> = {
	'of JSON': (character) => JSON.stringify(character).slice(1, -1),
	'of JSON in JSON': (character) => JSON.stringify(JSON.stringify(character)).slice(3, -3),
	'of UTF-16': (character) =>
		/[\w\s]|[\ud800-\udfff]/.test(character)
			? JSON.stringify(character).slice(1, -1)
			: `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	'of URLs': (character) => encodeURIComponent(character.toWellFormed()),
	'of URLs in URLs': (character) => encodeURIComponent(encodeURIComponent(character.toWellFormed())),
	'by decimal numbers': (character) => (/[a-z0-9\n]/i.test(character) ? character : `&#${character.codePointAt(0)};`),
	'by hexadecimal numbers': (character) => (/[a-z0-9\n]/i.test(character) ? character : `&#x${character.codePointAt(0)!.toString(16)};`),
};

describe.each(Object.entries(encodings))('a text with escapes %s', (_, encode) => {
	slowTest.each(sampleMakers.map((maker) => [maker.type, maker] as const))(
		'has the same values at their places, like one with %s',
		(_, maker) => {
			const chance = createChance(9);
			for (let index = 0; index < 6; index++) {
				const { text } = index % 3 === 2 ? maker.negative(chance) : maker.positive(chance);
				const places: number[] = [];
				let encoded = '';
				for (const character of text) {
					for (let unit = 0; unit < character.length; unit++) places.push(encoded.length);
					encoded += encode(character);
				}
				places.push(encoded.length);
				// A URL continues after the escape of a space.
				const types = personalDataTypes.filter((type) => type !== 'URL');
				const expected = findPersonalData(text, { types }).map((match) => ({
					...match,
					start: places[match.start],
					end: places[match.end],
				}));
				expect([encoded, findPersonalData(encoded, { types })]).toEqual([encoded, expected]);
			}
		},
	);
});

slowTest('a masked document stays JSON, a masked form stays a form, and both come back', async () => {
	const chance = createChance(21);
	for (const maker of sampleMakers) {
		for (let index = 0; index < 4; index++) {
			const text = maker.positive(chance).text.toWellFormed();
			const json = JSON.stringify({ level: JSON.stringify({ text }) });
			const form = new URLSearchParams({ text, other: 'a b' }).toString();
			for (const mask of maskKinds) {
				const vault = createVault([...personalDataTypes], () => 'k3f9x2');
				const masked = (await maskText(json, { mask, vault })).text;
				expect(typeof JSON.parse(JSON.parse(masked).level).text).toBe('string');
				const maskedForm = (await maskText(form, { mask, vault })).text;
				expect([text, new URL(`https://x.example/?${maskedForm}`).searchParams.get('other'), /\s/.test(maskedForm)]).toEqual([
					text,
					'a b',
					false,
				]);
				if (mask === 'token') expect([await vault.restore(masked), await vault.restore(maskedForm)]).toEqual([json, form]);
			}
		}
	}
});

test.each([
	'https://x.example.org/?e=a@b.org½kai.t@example.org',
	'a@b.org㏂kai.t@example.org',
	'a@b.org℀kai.t@example.org℀52998224725',
	'52998224725¼52998224725',
])('matches that share a character of %j do not overlap, and the text comes back', async (text) => {
	let last = 0;
	for (const { start, end } of findPersonalData(text)) {
		expect(start).toBeGreaterThanOrEqual(last);
		last = end;
	}
	const vault = createVault([...personalDataTypes], () => 'k3f9x2');
	expect(await vault.restore((await maskText(text, { mask: 'token', vault })).text)).toBe(text);
});

describe.each(['\u001b[31m§\u001b[0m', 'x=\\u001b[1;32m§\\u001b[0m', '\\x1b[1m§\\033[m', '_§_', '**_§_**', '(__§__)'])(
	'marked as %j',
	(written) =>
		test.each(Object.entries(values))('%s is found as it is', (type, [label, value]) => {
			const text = `${label} ${written.replace('§', value!)}`;
			expect(found(text)).toContain(`${type} ${value}`);
		}),
);

test('colours within a value do not hide it', () =>
	expect(found('IP 203.\u001b[1m0.113.77')).toEqual(['IP_ADDRESS 203.\u001b[1m0.113.77']));

test.each([
	['places where a page may break a line', 'kai.t@<wbr>example.<wbr/>org', 'EMAIL_ADDRESS kai.t@<wbr>example.<wbr/>org'],
	['a page that isolates a direction', '<bdi>203.0.113.77</bdi>', 'IP_ADDRESS 203.0.113.77'],
	['an address with underscores', '_kai_t@example.org', 'EMAIL_ADDRESS _kai_t@example.org'],
	['a path with underscores', 'https://loja-da-ana.com.br/_next_/a', 'URL https://loja-da-ana.com.br/_next_/a'],
	['a long dash between words', 'Contato—kai.t@example.org—obrigado', 'EMAIL_ADDRESS kai.t@example.org'],
	['a long dash within a number', '(11) 98765—4321', 'PHONE_NUMBER (11) 98765—4321'],
	['brackets of Chinese', '【https://loja-da-ana.com.br/a】', 'URL https://loja-da-ana.com.br/a'],
])('reads %s', (_, text, value) => expect(found(text)).toEqual([value]));
