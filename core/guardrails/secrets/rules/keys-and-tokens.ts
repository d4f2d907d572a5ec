import { computeEntropy, looksGenerated, looksRandom } from '../likely-secret';
import type { SecretRule } from '../rule';

const holdsKeyMaterial = (secret: string): boolean => /[A-Za-z0-9+/]{12}/.test(secret.slice(secret.indexOf('KEY') + 3));

/** Forms shared by many services: key blocks, JSON Web Tokens, headers, and prefixes such as `live` or `secret`. */
export const keysAndTokens: SecretRule[] = [
	{
		// RFC 7468 and RFC 4880, also indented, or on one line with literal `\n`.
		name: 'private-key',
		anchors: ['-----BEGIN '],
		anywhere: true,
		expression:
			/-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){12,16000}-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y,
		accepts: holdsKeyMaterial,
		score: 1,
	},
	{
		// Cut off before its end: its header fields, then text that is not a word.
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
	{ name: 'age-secret-key', anchors: ['AGE-SECRET-KEY-1'], expression: /AGE-SECRET-KEY-1[A-Z0-9]{58}/y },
	{
		name: 'extended-private-key',
		anchors: ['xprv', 'yprv', 'zprv', 'tprv'],
		expression: /[xyzt]prv[1-9A-HJ-NP-Za-km-z]{100,112}(?![A-Za-z0-9])/y,
	},
	{
		// RFC 7519; keys of n8n and Camunda have this form. An unsigned one contains its claims too.
		name: 'json-web-token',
		anchors: ['eyJ'],
		expression: /(?<=^|[^\w-]|\\[nrt])eyJ[\w-]{10,2000}\.[\w-]{4,8000}\.[\w-]{0,2000}(?:\.[\w-]{8,2000}){0,2}/y,
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
			...['_live_', '_prod_', '_test_', '_sandbox_', '_secret_', '_pat_', '_key_', '_token_', '_sk_'],
			...['-live-', '-prod-', '-secret-', '-pat-', '-sk-'],
		],
		leads: [2, 3, 4, 5, 6, 7, 8],
		expression: /[A-Za-z][A-Za-z0-9]{1,7}[_-](?:live|prod|test|sandbox|secret|pat|key|token|sk)[_-][A-Za-z0-9]{20,200}(?![\w-])/y,
		// Publishable keys are part of web pages.
		accepts: (secret) => !/^p(?:k|ub)/i.test(secret) && looksGenerated(secret) && computeEntropy(secret) > 3.3 && /\d/.test(secret),
		score: 0.8,
	},
];
