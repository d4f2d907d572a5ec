import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { troupeHome } from '../../../core/base/home';
import { createAccessKeys, issueAccessToken } from '../../../manifests/registry/access/issue-token';
import { scopes, type AccessToken } from '../../../manifests/registry/registry-api';
import { readUnverifiedClaims } from '../../../manifests/token/unverified-claims';
import { openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { confirmedByPerson } from '../../terminal/confirm';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import { newPassphrase, readPassphrase } from '../../terminal/passphrase';
import { printable, type Terminal } from '../../terminal/terminal';

/** Tokens that end within this time are marked. */
const noticeMs = 18 * 86_400_000;

export interface TokenKeysOptions {
	into?: string;
	rotate?: boolean;
	replace?: boolean;
	json?: boolean;
}

export interface TokenIssueOptions {
	keys?: string;
	tenant: string;
	subject: string;
	/** Names with commas or spaces between them. */
	scopes: string;
	hours: number;
	json?: boolean;
}

export interface TokenRevokeOptions extends RegistryOptions {
	subject?: string;
	reason?: string;
	yes?: boolean;
}

export async function tokenListAction(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const tokens = await api.tokens(caller);
	if (options.json) terminal.print(JSON.stringify(tokens));
	else if (tokens.length === 0) terminal.note('The registry has seen no access token yet.');
	else tokenLines(tokens, terminal).forEach(terminal.print);
	return 0;
}

/** Revokes one token, by its id or its file, or all of a subject. */
export async function tokenRevokeAction(
	target: string | undefined,
	options: TokenRevokeOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const { subject, reason } = options;
	if ((target === undefined) === (subject === undefined))
		throw wrongUse(
			'Expected either a token or --subject',
			'Specify the id or the file of one token, or --subject for all tokens of a person or machine.',
		);
	const id = target === undefined ? undefined : readTokenId(target);
	const registry = await open(options, terminal);
	const what =
		id === undefined ? `all access tokens of ${printable(subject ?? '')} that were issued so far` : `the access token ${printable(id)}`;
	if (!(await confirmedByPerson(`Revoke ${what}?`, options, terminal))) return 1;
	const revoked = await registry.api.revokeTokens(registry.caller, { id, subject, reason });
	if (options.json) terminal.print(JSON.stringify(revoked));
	else if (revoked.length > 0) tokenLines(revoked, terminal).forEach(terminal.print);
	terminal.note(`Revoked ${what}. The registry refuses it within a second.`);
	return 0;
}

function readTokenId(target: string): string {
	if (!existsSync(target)) return target;
	const { jti } = readUnverifiedClaims(readFileSync(target, 'latin1').trim());
	if (typeof jti === 'string') return jti;
	throw wrongUse(
		`${target} does not contain an access token with an id`,
		'Specify the file of a token, or the id that `token list` shows.',
	);
}

function tokenLines(tokens: AccessToken[], terminal: Terminal): string[] {
	const soonMs = Date.now() + noticeMs;
	const describe = ({ expiresAt, revokedAt, revokedBy, reason }: AccessToken): string => {
		if (revokedAt !== undefined) return ['revoked', revokedAt, revokedBy && `by ${revokedBy}`, reason].filter(Boolean).join(' ');
		if (expiresAt === undefined || Date.parse(expiresAt) > soonMs) return 'valid';
		return Date.parse(expiresAt) > Date.now() ? 'expires soon' : 'expired';
	};
	return tableLines(
		[
			{ name: 'id', title: 'id', value: ({ id }) => id },
			{ name: 'subject', title: 'subject', value: ({ subject }) => subject },
			{ name: 'expiresAt', title: 'expires', value: ({ expiresAt = '' }) => expiresAt },
			{ name: 'lastUsedAt', title: 'last used', value: ({ lastUsedAt = '' }) => lastUsedAt },
			{ name: 'state', title: 'state', value: describe },
			{ name: 'scopes', title: 'scopes', value: (one) => one.scopes.join(' ') },
		],
		tokens,
		terminal,
		(one) => (describe(one) === 'valid' ? undefined : 'yellow'),
	);
}

export async function tokenKeysAction({ into, rotate, replace, json }: TokenKeysOptions, terminal: Terminal): Promise<0> {
	const folder = readFolder(into, terminal);
	const passphrase = await newPassphrase(terminal);
	const created = await createAccessKeys({ into: folder, rotate, replace, passphrase });
	if (json) terminal.print(JSON.stringify(created));
	terminal.note(`Created the access key ${created.keyId} in ${folder}.`);
	if (!passphrase) terminal.note('It is not encrypted: only its file permissions protect it. Set TROUPE_KEY_PASSPHRASE to encrypt it.');
	terminal.note(`Where the registry runs, set TROUPE_ACCESS_KEYS to ${created.keysFile}, or to a copy of it. It contains no secret.`);
	return 0;
}

export async function tokenIssueAction(options: TokenIssueOptions, terminal: Terminal): Promise<0> {
	const named = options.scopes.split(/[\s,]+/).filter((scope) => scope !== '');
	const keysFolder = readFolder(options.keys, terminal);
	const issued = await issueAccessToken({
		keysFolder,
		passphrase: await readPassphrase(keysFolder, 'access', terminal),
		tenant: options.tenant,
		subject: options.subject,
		scopes: named.length === 1 && named[0] === 'all' ? scopes : named,
		hours: options.hours,
		nowMs: Date.now(),
	});
	terminal.print(options.json ? JSON.stringify(issued) : issued.token);
	terminal.note(
		`Token ${issued.id} for ${options.subject}, tenant ${options.tenant}, until ${issued.expiresAt}. Anyone who has it can use it. Set it as TROUPE_REGISTRY_TOKEN.`,
	);
	return 0;
}

const readFolder = (folder: string | undefined, { environment }: Terminal) =>
	folder ? resolve(folder) : join(troupeHome(environment), 'access');
