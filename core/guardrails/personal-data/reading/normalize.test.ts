import { findPersonalData } from '../find-personal-data';
import { normalize, normalizeSpelling } from './normalize';

const found = (text: string) => findPersonalData(text).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe.each([
	['Chinese', '请发到', '谢谢'],
	['Japanese', 'メールは', 'まで'],
	['Korean', '이메일은', '로'],
	['Thai', 'ติดต่อ', 'ได้'],
	['Arabic', 'و', 'شكرا'],
	['Hebrew', 'אל', 'תודה'],
	['Hindi', 'पता', 'पर'],
	['Lao', 'ຫາ', 'ໄດ້'],
	['characters beyond the first plane', '𠮷', '𠮷'],
])('between letters of %s', (_, before, after) => {
	test.each([
		['IP_ADDRESS', '203.0.113.77'],
		['IP_ADDRESS', '2001:db8:85a3::8a2e:370:7334'],
		['IBAN_CODE', 'DE89370400440532013000'],
		['CREDIT_CARD', '4532015112830366'],
		['MAC_ADDRESS', '00:1b:44:11:3a:b7'],
		['EMAIL_ADDRESS', 'kai.t@example.org'],
		['EMAIL_ADDRESS', 'josé@example.com.br'],
		['BR_CPF', '529.982.247-25'],
		['PHONE_NUMBER', '+8613812345678'],
		['URL', 'https://x.example.org/a'],
		['URL', 'www.example.org'],
	])('finds %s %s alone', (type, value) => expect(found(before + value + after)).toEqual([`${type} ${value}`]));
});

test.each([
	['访问https://x.example.org/a，谢谢', 'URL https://x.example.org/a'],
	['访问https://x.example.org/a！谢谢', 'URL https://x.example.org/a'],
	['访问https://x.example.org/a（见下）', 'URL https://x.example.org/a'],
	['https://zh.wikipedia.org/wiki/北京', 'URL https://zh.wikipedia.org/wiki/北京'],
	['用户@例子.广告', 'EMAIL_ADDRESS 用户@例子.广告'],
	['почта@пример.рф', 'EMAIL_ADDRESS почта@пример.рф'],
	['kаi@example.org', 'EMAIL_ADDRESS kаi@example.org'],
])('reads %j', (text, value) => expect(found(text)).toEqual([value]));

test.each(['订单A1234567已发货', '2024年11月25日10時30分', '版本1.2.3.4发布', '第3.3.90.30条'])('finds nothing in %j', (text) =>
	expect(found(text)).toEqual([]),
);

test('separates scripts for rules that look for words, and maps every position back', () => {
	const text = '请kai谢１，５０';
	const { text: read, toOriginal } = normalize(text);
	expect(read).toBe('请 kai 谢 1,50');
	expect([...read].map((_, at) => text.slice(toOriginal(at, at + 1).start, toOriginal(at, at + 1).end))).toEqual(
		[...'请 kai 谢 １，５０'].map((c) => c.trim()),
	);
	expect(normalizeSpelling(text).text).toBe('请kai谢1,50');
});

test('reads the blank of Braille as a space (virgiliojr94/book-to-skill#178)', () =>
	expect(found('CPF 529\u2800982\u2800247\u280025')).toEqual(['BR_CPF 529\u2800982\u2800247\u280025']));

test.each([
	['an address after Chinese (langchain-ai/langchain#38791)', '请联系rosa@example.org', ['EMAIL_ADDRESS rosa@example.org']],
	[
		'addresses of devices between scripts (langchain-ai/langchain#40058)',
		'サーバー198.51.100.23とカード00:1b:44:11:3a:b7',
		['IP_ADDRESS 198.51.100.23', 'MAC_ADDRESS 00:1b:44:11:3a:b7'],
	],
	[
		'two addresses joined by a word (dlclark/regexp2#64)',
		'邮箱rosa7@example.org和rui9@example.com',
		['EMAIL_ADDRESS rosa7@example.org', 'EMAIL_ADDRESS rui9@example.com'],
	],
	['an address after a number and a word (microsoft/Recognizers-Text#3185)', '3邮件rosa@example.org', ['EMAIL_ADDRESS rosa@example.org']],
	[
		'what Go’s JSON escapes (speakeasy-api/gram#3173)',
		'{"to":"Rosa \\u003crosa@example.org\\u003e","text":"obrigada,\\nrui@example.com\\n"}',
		['EMAIL_ADDRESS rosa@example.org', 'EMAIL_ADDRESS rui@example.com'],
	],
])('finds %s', (_, text, values) => expect(found(text)).toEqual(values));
