import { isPlaceholder, looksGenerated } from '../likely-secret';
import type { SecretRule } from '../rule';

const examples = /^(?:pass(?:word|wd)?|test|pwd?|senha|contrase\u00F1a|user|usuario|username|login|token|x-oauth-basic|x-token-auth)$/i;

/** Options of curl for `name:password`, also after other short ones. */
const userOptions = [
	'-u ',
	'-U ',
	'--user ',
	'--user=',
	'--proxy-user ',
	'--proxy-user=',
	...['s', 'sS', 'k', 'sk', 'ks', 'v', 'kv', 'i', 'L', 'sL', 'fsS', 'fsSL'].map((others) => `-${others}u `),
];

/** Passwords in URLs (RFC 3986, userinfo) and connection strings; only the password is the secret. */
export const addresses: SecretRule[] = [
	{
		name: 'url-password',
		anchors: ['://'],
		anywhere: true,
		expression: /(:\/\/[^\s:/?#@"'<>]{0,100}:)[^\s/?#"'<>]{2,200}(?=@[\w[-])/y,
		accepts: isPassword,
	},
	{
		// Includes passwords that should have been percent-encoded.
		name: 'url-password',
		anchors: ['://'],
		anywhere: true,
		expression: /(:\/\/[^\s:/?#@"'<>]{1,100}:)[^\s:@"'<>]{3,100}(?=@[\w-]{1,60}[.:/])/y,
		accepts: (secret) => isPassword(secret) && !/^\d{2,5}\//.test(secret),
		score: 0.8,
	},
	{
		// A mail address as the name.
		name: 'url-password',
		anchors: ['://'],
		anywhere: true,
		expression: /(:\/\/[\w.+-]{1,60}@[\w.-]{1,60}:)[^\s:@"'<>/]{3,100}(?=@[\w-]{1,60}[.:/])/y,
		accepts: isPassword,
	},
	{
		// https://<token>@host, as git accepts it.
		name: 'url-token',
		anchors: ['://'],
		anywhere: true,
		// The key of an address for reports of errors (DSN) is public.
		expression: /(:\/\/)[A-Za-z0-9_-]{20,200}(?=@(?!o\d{1,20}\.ingest\.)[\w-]{1,60}\.[\w-])/y,
		accepts: (secret) => isPassword(secret) && /\d/.test(secret) && /[A-Za-z]/.test(secret),
		score: 0.8,
	},
	{
		name: 'command-line-password',
		anchors: userOptions,
		expression: /(-(?:[A-Za-z]{0,5}[uU]|-(?:proxy-)?user)(?:[ \t]{1,4}|=)["']?[\w.@+-]{0,60}["']?:["']?)[^\s"'\\]{4,100}/y,
		accepts: (secret) => isPassword(secret) && /[^a-z]/.test(secret),
	},
	{
		// Without a space: `-uname:password`.
		name: 'command-line-password',
		anchors: ['-u'],
		expression: /((?<=curl\b[^]{0,300})-u["']?[\w.@+-]{1,60}:)[^\s"'\\]{4,100}/y,
		accepts: (secret) => isPassword(secret) && /[^a-z]/.test(secret),
	},
	{
		// A key in the place of the name: `-u key:`.
		name: 'command-line-password',
		anchors: userOptions,
		expression: /((?<=curl\b[^]{0,300})-(?:[A-Za-z]{0,5}u|-user)(?:[ \t]{1,4}|=)["']?)[\w.!~*+-]{8,100}(?=:["']?(?:\s|$))/y,
		accepts: (secret) => looksGenerated(secret) && /\d/.test(secret),
	},
	{
		name: 'command-line-password',
		anchors: ['sshpass -p', 'redis-cli -a', 'mysql ', 'mysqldump '],
		expression: /((?:sshpass -p ?|redis-cli -a |mysql(?:dump)? (?:[^\s]{1,30} ){0,6}-p)["']?)[^\s"']{4,100}/y,
		accepts: (secret) => isPassword(secret) && /[^a-z]/.test(secret),
	},
	{
		name: 'sql-password',
		anchors: ['IDENTIFIED BY ', 'identified by ', 'Identified By '],
		expression: /([Ii]dentified [Bb]y ["']|IDENTIFIED BY ["'])[^\s"']{4,100}(?=["'])/y,
		accepts: isPassword,
	},
	{
		// Go's form of MySQL: user:password@tcp(host:3306)/name
		name: 'dsn-password',
		anchors: ['@tcp(', '@unix('],
		leads: Array.from({ length: 60 }, (_, index) => index + 3),
		anywhere: true,
		expression: /(?<=\w)(:)[^\s:@"'`]{2,60}(?=@(?:tcp|unix)\()/y,
		accepts: isPassword,
	},
];

function isPassword(secret: string): boolean {
	return !examples.test(secret) && !/^\d{1,5}$/.test(secret) && !isPlaceholder(secret) && !/^\$\w+$/.test(secret);
}
