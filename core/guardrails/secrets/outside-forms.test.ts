import { findSecrets } from './scan-secrets';

const found = (text: string) => findSecrets(text).map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const hex = '9c41d0be7fa25e83b6d7f1024ac8e95b3d60f7a2c15e8b94';
const mixed = 'q7Lw2Xz9Kb4Vn1Tm8Rc5Yd3Hs6Jf0PgAeUiQv5Zx2Nb8Wk4Mt7Rj';
const pem = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----`;

describe('services', () => {
	test.each([
		[`sk-helicone-${mixed.slice(0, 32)}`, 'model-key'],
		[`crsr_${hex}${hex.slice(0, 16)}`, 'cursor-key'],
		[`PMAT-01KQ7B2X9ZR4TN6VWM3YHC8DEF`, 'postman-key'],
		[`packagist_ack_${hex.slice(0, 28)}`, 'packagist-token'],
		[`essu_${base64(`${mixed}:${mixed}`)}`, 'elastic-cloud-key'],
		[`ddp_${mixed.slice(0, 36)}`, 'deno-token'],
		[`amzn.mws.9c41d0be-7fa2-5e83-b6d7-f1024ac8e95b`, 'aws-marketplace-key'],
		[`00D5g0000048zQk!AQ4AQ${mixed}${mixed}`, 'salesforce-token'],
		[`pat.${mixed.slice(0, 22)}.${hex.slice(0, 24)}.${mixed.slice(0, 20)}`, 'harness-token'],
		[`4b1d${mixed.slice(0, 38)}`, 'clickhouse-cloud-key'],
		[`p8e-${mixed.slice(0, 32)}`, 'adobe-client-secret'],
	])('reads %j', (text, rule) => expect(found(text)).toEqual([`${rule}: ${text}`]));

	test.each([
		[`GOOG1EQ7BXZR4TNVWMYHCDEFK2P:${mixed.slice(0, 39)}/`, `google-storage-key: ${mixed.slice(0, 39)}/`],
		['export BUNDLE_GEMS__EXAMPLE__COM="9c41d0be:7fa25e83"', 'bundler-password: 7fa25e83'],
		[`VAPID_PRIVATE = "${mixed.slice(0, 43)}"`, `vapid-private-key: ${mixed.slice(0, 43)}`],
		[`aws: '${mixed.slice(0, 38)}/+'`, `aws-secret-access-key: ${mixed.slice(0, 38)}/+`],
		['smtp://ana@loja.example.com:v3nto-norte@mail.example.com:587', 'url-password: v3nto-norte'],
		[
			`"typeUrl":"type.googleapis.com/google.crypto.tink.AesGcmKey","value":"${base64(mixed.slice(0, 30))}"`,
			`tink-key: ${base64(mixed.slice(0, 30))}`,
		],
	])('reads the value in %j', (text, secret) => expect(found(text)).toContain(secret));
});

test('reads an id and the secret that follows it', () => {
	const [id, secret] = ['AKIAQ7BXZR4TNVWMYHCD', `${mixed.slice(0, 38)}/+`];
	expect(found(`${id},${secret}`)).toEqual([`aws-access-key-id: ${id}`, `aws-secret-access-key: ${secret}`]);
});

describe('names', () => {
	test.each([
		`shop_TOKEN ?= "${mixed.slice(0, 32)}"`,
		`shop_TOKEN ::= "${mixed.slice(0, 32)}"`,
		`$shopToken .= "${mixed.slice(0, 32)}"`,
		'role_id: shop\nsecret_id: 9c41d0be-7fa2-5e83-b6d7-f1024ac8e95b',
		'HEROKU_KEY = "9C41D0BE-7FA2-5E83-B6D7-F1024AC8E95B"',
		'<shopToken>\n    t_o=9e9cmicf17_zbu=3bpu-2jhd\n</shopToken>',
		'client_secret: 7402918365502917463',
		`Cookie: theme=dark; shop_session=${mixed.slice(0, 24)}`,
		`Set-Cookie: PHPSESSID=${hex.slice(0, 26)}; path=/`,
	])('reads %j', (text) => expect(found(text)).toHaveLength(1));

	test.each([
		'token: 1234567',
		'NF-e chave: 35260212345678000190550010000012341123456784',
		'Cookie: theme=dark; lang=pt-BR',
		'Set-Cookie: consent=accepted; path=/',
		'user_id: 9c41d0be-7fa2-5e83-b6d7-f1024ac8e95b',
		'row_key: 9c41d0be-7fa2-5e83-b6d7-f1024ac8e95b',
		'task_test_q7lw2xz9kb4vn1tm8rc5yd3hs6jf',
		'sq0idp-q7Lw2Xz9Kb4Vn1Tm8Rc5Yd',
	])('ignores %j', (text) => expect(found(text)).toEqual([]));
});

describe('disguises', () => {
	test.each([
		['after an escaped line break', `{"log":"start\\nhf_${mixed.slice(0, 34)}"}`],
		['after an escape of a URL', `?q=%20r8_${mixed.slice(0, 37)}`],
		['between letters', `chavexoxb-104729-384756-${mixed.slice(0, 24)}`],
		['in base64', `data: ${base64(`ghp_${mixed.slice(0, 36)}`)}`],
		['a block in base64', `TLS_KEY=${base64(pem)}`],
		['a key file in base64', base64(JSON.stringify({ type: 'service_account', private_key: pem }))],
	])('reads a key %s', (_where, text) => expect(found(text)).toHaveLength(1));

	test.each([
		['a text in base64', `data: ${base64('The quick brown fox jumps over the lazy dog.')}`],
		['a certificate in base64', base64('-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END CERTIFICATE-----')],
		['what has only the beginning of a token', 'eyJhbGciOiJIUzI1NiJ9xx.eyJzdWIiOiIx-broken.c2lnbmF0dXJl'],
	])('ignores %s', (_what, text) => expect(found(text)).toEqual([]));

	test('reads a token without its signature', () => {
		const token = `${base64('{"alg":"none"}').replaceAll('=', '')}.${base64('{"sub":"ana","role":"admin"}').replaceAll('=', '')}`;
		expect(found(`unsigned ${token}`)).toEqual([`json-web-token: ${token}`]);
	});
});
