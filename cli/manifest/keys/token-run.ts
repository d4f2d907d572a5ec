import { join, resolve } from 'node:path';
import { troupeHome } from '../../../core/base/home';
import { createAccessKeys, issueAccessToken } from '../../../manifests/registry/access/issue-token';
import { scopes } from '../../../manifests/registry/registry-api';
import { newPassphrase, readPassphrase } from '../../terminal/passphrase';
import type { Terminal } from '../../terminal/terminal';

export interface TokenKeysOptions {
	into?: string;
	rotate?: boolean;
	force?: boolean;
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

export async function tokenKeysAction({ into, rotate, force, json }: TokenKeysOptions, terminal: Terminal): Promise<0> {
	const folder = readFolder(into, terminal);
	const passphrase = await newPassphrase(terminal);
	const created = await createAccessKeys({ into: folder, rotate, force, passphrase });
	if (json) terminal.print(JSON.stringify(created));
	terminal.note(`Made the access key ${created.keyId} in ${folder}.`);
	if (!passphrase) terminal.note('It is not encrypted: only its file permissions protect it. Set TROUPE_KEY_PASSPHRASE to encrypt it.');
	terminal.note(`Where the registry runs, set TROUPE_ACCESS_KEYS to ${created.keysFile}, or to a copy of it: it holds no secret.`);
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
		`For ${options.subject}, tenant ${options.tenant}, until ${issued.expiresAt}. Whoever has it can use it: give it as TROUPE_REGISTRY_TOKEN.`,
	);
	return 0;
}

const readFolder = (folder: string | undefined, { environment }: Terminal) =>
	folder ? resolve(folder) : join(troupeHome(environment), 'access');
