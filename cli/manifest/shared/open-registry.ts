import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../manifests/documents/documents';
import { readUnverifiedClaims } from '../../../manifests/token/unverified-claims';
import type { Caller, Page, RegistryApi } from '../../../manifests/registry/registry-api';
import type { Terminal } from '../../terminal/terminal';
import { readSetting, settingIs } from '../../../core/base/settings/settings';
import { isToken } from '../../../core/base/text/is-token';
import { readEditedFile } from '../../../core/base/text/read-edited-file';
import { describeReadFault } from '../../terminal/system-errors';

export interface RegistryOptions {
	registry?: string;
	tokenFile?: string;
	/** A person's folder, as `troupe manifest init` makes it: `registry.json`, `token`, keys, `root.jwt`. */
	as?: string;
	json?: boolean;
}

export interface OpenRegistry {
	api: RegistryApi;
	/** The server reads it from the token; here it is for messages. */
	caller: Caller;
	url: string;
}

/** Opens the registry of an action; tests pass their own. */
export type RegistryOpener = (options: RegistryOptions, terminal: Terminal) => Promise<OpenRegistry>;

/** @throws TroupeError INPUT_INVALID when no registry is named */
export async function openRegistry(options: RegistryOptions, terminal: Terminal): Promise<OpenRegistry> {
	const { environment } = terminal;
	const place = options.as === undefined ? {} : readPlace(options.as);
	const url = options.registry ?? place.url ?? readSetting('TROUPE_REGISTRY_URL', environment);
	if (!url)
		throw wrongUse('No registry is set.', 'Name your folder with --as, set TROUPE_REGISTRY_URL, or name a registry with --registry URL.');
	const token = readToken(options, environment);
	const { HttpRegistry } = await import('../../../manifests/registry-over-http/http-registry');
	return {
		api: new HttpRegistry({ url, token, clear: settingIs('TROUPE_REGISTRY_INSECURE', 'allow', environment) }),
		caller: readCaller(token, environment),
		url,
	};
}

/** True if a registry is named; else commands that work on folders too mean a folder. */
export function namesRegistry({ registry, as }: RegistryOptions, { environment }: Terminal): boolean {
	return registry !== undefined || as !== undefined || readSetting('TROUPE_REGISTRY_URL', environment) !== undefined;
}

/** @throws TroupeError INPUT_INVALID */
export function readKeysFolder({ keys, as }: RegistryOptions & { keys?: string }): string {
	const folder = keys ?? as;
	if (folder !== undefined) return resolve(folder);
	throw wrongUse('No key is named to sign with', 'Name the folder of your key with --keys, or your folder with --as.');
}

export async function* allOf<Item>(page: (cursor?: string) => Promise<Page<Item>>, most = Infinity): AsyncGenerator<Item> {
	let given = 0;
	for (let cursor: string | undefined; ;) {
		const { items, cursor: next } = await page(cursor);
		for (const item of items) {
			if (given++ >= most) return;
			yield item;
		}
		if (next === undefined || next === cursor) return;
		cursor = next;
	}
}

/** Reads whom the token names. The registry alone believes it: the command only needs to know where to knock. */
function readCaller(token: string | undefined, { TROUPE_TENANT }: NodeJS.ProcessEnv): Caller {
	const { tenant, sub } = readUnverifiedClaims(token);
	return {
		tenant: typeof tenant === 'string' ? tenant : TROUPE_TENANT || defaultTenant,
		subject: typeof sub === 'string' ? sub : 'command line',
	};
}

interface Place {
	url?: string;
}

function readPlace(folder: string): Place {
	if (!existsSync(resolve(folder)))
		throw wrongUse(`There is no folder ${resolve(folder)}`, 'Name with --as your folder, as `troupe manifest init` made it.');
	const path = join(resolve(folder), 'registry.json');
	if (!existsSync(path)) return {};
	try {
		const { url } = JSON.parse(readEditedFile(path)) as Record<string, unknown>;
		return typeof url === 'string' ? { url } : {};
	} catch (cause) {
		throw wrongUse(`${path} cannot be read: ${describeReadFault(cause)}`, 'Write it as {"url": "https://registry.example:8600"}.', cause);
	}
}

function readToken({ tokenFile, as }: RegistryOptions, environment: NodeJS.ProcessEnv): string | undefined {
	const own = as === undefined ? undefined : join(resolve(as), 'token');
	const given = tokenFile ?? (own !== undefined && existsSync(own) ? own : undefined);
	const token = readSetting('TROUPE_REGISTRY_TOKEN', environment);
	if (given === undefined && token) return token;
	const path = given ?? readSetting('TROUPE_REGISTRY_TOKEN_FILE', environment);
	if (path === undefined) return undefined;
	let text: string;
	try {
		text = readEditedFile(path).trim();
	} catch (cause) {
		throw wrongUse(
			`The access token's file ${path} cannot be read: ${describeReadFault(cause)}`,
			'Name the file with --token-file.',
			cause,
		);
	}
	if (isToken(text)) return text;
	throw wrongUse(`The file ${path} holds no access token: expected one line without blanks`, 'Name with --token-file the file of one.');
}

export const wrongUse = (message: string, fix: string, cause?: unknown) => new TroupeError({ code: 'INPUT_INVALID', message, fix, cause });
