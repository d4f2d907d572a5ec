import { computeEntropy, consistsOfWords, isPlaceholder, looksGenerated, looksRandom } from '../likely-secret';
import type { SecretRule } from '../rule';

/** A short body is a key unless it is a word. */
const holdsKeyMaterial = (secret: string): boolean =>
	/[A-Za-z0-9+/]{12}|(?=[A-Za-z]{0,20}[\d+/])[A-Za-z0-9+/]{8}/.test(secret.slice(secret.indexOf('KEY') + 3));

const encodedStarts = [
	'ghp_',
	'gho_',
	'ghu_',
	'ghs_',
	'ghr_',
	'github_pat_',
	'glpat-',
	'npm_',
	'pypi-',
	'dckr_pat_',
	'AKIA',
	'AIza',
	'hvs.',
	'sk-ant-',
	'sk-proj-',
	'sk-or-',
	'sk_live_',
	'rk_live_',
	'xoxb-',
	'xoxp-',
	'SG.',
].map((start) =>
	Buffer.from(start)
		.toString('base64')
		.slice(0, Math.floor((start.length * 8) / 6)),
);

/** The header, and claims that are not encrypted, are JSON. */
function isJsonWebToken(secret: string): boolean {
	const parts = secret.split('.');
	const readable = parts.length > 3 ? parts.slice(0, 1) : parts.slice(0, 2);
	return readable.every((part) => isJson(Buffer.from(part, 'base64url').toString()));
}

function isJson(text: string): boolean {
	try {
		return typeof JSON.parse(text) === 'object';
	} catch {
		return false;
	}
}

/** Forms shared by many services: key blocks, JSON Web Tokens, headers, and prefixes such as `live` or `secret`. */
export const keysAndTokens: SecretRule[] = [
	{
		// RFC 7468 and RFC 4880, also indented, or on one line with literal `\n`.
		name: 'private-key',
		anchors: ['-----BEGIN '],
		anywhere: true,
		expression:
			/-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){10,16000}-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y,
		accepts: holdsKeyMaterial,
		score: 1,
	},
	{
		name: 'private-key',
		anchors: ['-----BEGIN '],
		anywhere: true,
		expression:
			/-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\{1,4}[nr]){0,8}(?:[A-Za-z][A-Za-z-]{2,20}: [^\n\\]{1,100}(?:\n|\\{1,4}[nr]){1,4}){0,6}[A-Za-z0-9+/=]{12,16000}(?:(?:\s|\\{1,4}[nr]){1,8}[A-Za-z0-9+/=]{20,16000}){0,300}/y,
		accepts: holdsKeyMaterial,
	},
	{
		name: 'putty-private-key',
		anchors: ['Private-Lines: '],
		expression: /(Private-Lines: \d{1,3}\s{1,2})[A-Za-z0-9+/=]{20,80}(?:\s{1,2}[A-Za-z0-9+/=]{1,80}){0,100}/y,
	},
	{
		// The same blocks, and key files of clouds, in base64: as in secrets of Kubernetes and variables of builds.
		name: 'encoded-private-key',
		anchors: ['LS0tLS1CRUdJTi', 'eyJ0eXBlIjoi', 'eyAidHlwZSI6', 'ewogICJ0eXBlIjog', 'ewogICAgInR5cGUiOi', 'ewoJInR5cGUi'],
		expression:
			/(?<![A-Za-z0-9+/])(?:LS0tLS1CRUdJTi|eyJ0eXBlIjoi|eyAidHlwZSI6|ewogICJ0eXBlIjog|ewogICAgInR5cGUiOi|ewoJInR5cGUi)[A-Za-z0-9+/]{60,16000}={0,2}/y,
		accepts: (secret) => /PRIVATE KEY|"private_key"/.test(Buffer.from(secret, 'base64').toString('latin1')),
	},
	{
		name: 'encoded-key',
		anchors: encodedStarts,
		expression: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,800}={0,2}(?![A-Za-z0-9+/=])/y,
		accepts: (secret) => {
			const decoded = Buffer.from(secret, 'base64').toString('latin1');
			return /^[\w.~+/=-]{16,600}\s?$/.test(decoded) && looksGenerated(decoded.trim());
		},
	},
	{ name: 'age-secret-key', anchors: ['AGE-SECRET-KEY-1'], anywhere: true, expression: /AGE-SECRET-KEY-1[A-Z0-9]{58}/y },
	{
		// RFC 8292: the public key beside it is twice as long.
		name: 'vapid-private-key',
		anchors: ['vapid', 'Vapid', 'VAPID'],
		anywhere: true,
		expression: /([Vv](?:apid|APID)[\w .-]{0,30}["']?\s{0,3}[:=,]\s{0,3}["']?)[\w-]{43}(?![\w-])/y,
		accepts: looksGenerated,
	},
	{
		name: 'extended-private-key',
		anchors: ['xprv', 'yprv', 'zprv', 'tprv'],
		expression: /[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,112}(?![A-Za-z0-9])/y,
	},
	{
		// RFC 7519; keys of n8n and Camunda have this form. An unsigned one contains its claims too.
		name: 'json-web-token',
		anchors: ['eyJ'],
		expression: /(?<=^|[^\w-]|\\[nrt])eyJ[\w-]{10,2000}\.(?:[\w-]{4,8000}\.[\w-]{0,2000}(?:\.[\w-]{8,2000}){0,2}|eyJ[\w-]{10,8000})/y,
		accepts: isJsonWebToken,
	},
	{
		name: 'bearer-token',
		anchors: ['earer ', 'EARER '],
		leads: [1],
		expression: /([Bb](?:earer|EARER) {1,3})[\w.~+/=-]{16,2000}/y,
		accepts: (secret) => looksRandom(secret) && /\d/.test(secret),
		score: 0.9,
	},
	{
		name: 'session-cookie',
		anchors: ['ookie: ', 'OOKIE: ', '_session=', 'PHPSESSID=', 'JSESSIONID=', 'connect.sid='],
		leads: [1, 0],
		anywhere: true,
		expression:
			/((?:[Cc]ookie: ["']?(?:[\w.-]{1,40}=[^\n"';]{0,120}; ?){0,4}[\w.-]{0,20}(?:sess|sid|token|auth)[\w.-]{0,20}|[\w.]?(?:_session|PHPSESSID|JSESSIONID|connect\.sid))=)[\w.%+/:~-]{8,2000}/iy,
		accepts: (secret) => !isPlaceholder(secret) && !consistsOfWords(secret) && /\d/.test(secret) && computeEntropy(secret) > 2,
		score: 0.8,
	},
	{
		// RFC 7617.
		name: 'basic-authorization',
		anchors: ['asic ', 'ASIC '],
		leads: [1],
		expression: /([Bb](?:asic|ASIC) {1,3})[A-Za-z0-9+/]{8,400}={0,2}(?!\w)/y,
		accepts: (secret) => /^[ -~]{1,200}:[ -~]{3,200}$/.test(Buffer.from(secret, 'base64').toString('latin1')),
		score: 0.9,
	},
	{
		name: 'prefixed-key',
		anchors: [
			'_live_',
			'_prod_',
			'_test_',
			'_sandbox_',
			'_secret_',
			'_pat_',
			'_key_',
			'_token_',
			'_sk_',
			'-live-',
			'-prod-',
			'-secret-',
			'-pat-',
			'-sk-',
		],
		leads: [2, 3, 4, 5, 6, 7, 8],
		expression: /[A-Za-z][A-Za-z0-9]{1,7}[_-](?:live|prod|test|sandbox|secret|pat|key|token|sk)[_-][A-Za-z0-9]{20,200}(?![\w-])/y,
		// Publishable keys are part of web pages.
		accepts: (secret) =>
			!/^p(?:k|ub)|^[a-z]{3,8}_test_/i.test(secret) && looksGenerated(secret) && computeEntropy(secret) > 3.3 && /\d/.test(secret),
		score: 0.8,
	},
];
