import { createGuard } from '../policy/create-guard';
import { parseGuardrailPolicy } from '../policy/parse-guardrail-policy';

const open = async (options: object = {}) =>
	createGuard(await parseGuardrailPolicy({ id: 'p', checks: [{ check: 'scripts', action: 'block', ...options }] }, 'The policy'));

test.each(['Olá, São Paulo! 1.299,90 €', 'Ótimo 👍🏽 ½ – “ok”', 'cafe\u0301 №5 ²', '5 µm, 3ª ™ 🅰 ℹ️ 🇺🇸', 'a\tb\r\nc\f'])(
	'signs, accents and emoji belong to all scripts: %s',
	async (text) => expect((await (await open()).check('input', text)).outcome).toBe('pass'),
);

test('finds the letters of other scripts, also a single one inside a word', async () => {
	const { outcome, violations } = await (await open()).check('input', 'Pay p\u0430l, \u043f\u0440\u0438\u0432\u0435\u0442');
	expect(outcome).toBe('blocked');
	expect(violations).toMatchObject([
		{
			code: 'LANGUAGE',
			matches: [
				{ type: 'SCRIPT', start: 5, end: 6 },
				{ start: 9, end: 15 },
			],
		},
	]);
});

test('letters in disguise and control characters belong to no script (lightspeed-core/lightspeed-stack#2476)', async () => {
	const guard = await open({ allowed: ['Latin', 'Cyrillic'] });
	for (const text of ['𝐡𝐞𝐥𝐥𝐨', 'ⓗ', '🅐', 'ℋ', 'a\u0000b', 'a\u001b[31m', '\u009b', '\ue000', '\u{e0fff}'])
		expect(await guard.check('input', text)).toMatchObject({ outcome: 'blocked' });
});

test('letters of other scripts that are written as escapes of JSON or HTML are found', async () => {
	const guard = await open({ stages: ['tool-result'] });
	for (const text of ['{"k":"\\u043f\\u0440"}', 'a &#1072; b', '&#x430;', '"\\ud835\\udc00"', '"\\u001b[31m"'])
		expect(await guard.check('tool-result', text)).toMatchObject({ outcome: 'blocked' });
	for (const text of ['{"k":"S\\u00e3o\\n"}', 'S&#227;o &#9; &#99999999;', '"\\ud83d\\ude00"', 'C:\\users\\u2'])
		expect(await guard.check('tool-result', text)).toMatchObject({ outcome: 'pass' });
});

test('allows the scripts that a policy names, and removes sentences in others', async () => {
	const guard = await open({ allowed: ['Latin', 'Han'], action: 'rewrite' });
	expect(await guard.check('input', '你好, hello')).toMatchObject({ outcome: 'pass' });
	expect((await guard.check('input', 'Hello there. Привет, мир. Where is it?')).text).toBe('Hello there. Where is it?');
});

test('refuses a name that is not a script', async () => {
	await expect(open({ allowed: ['Latim'] })).rejects.toMatchObject({
		code: 'POLICY_INVALID',
		message: expect.stringContaining('"allowed"') as string,
	});
});
