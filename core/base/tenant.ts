import { TroupeError } from './errors';
import type { Environment } from './settings/setting-names';
import { readSetting } from './settings/settings';

/** The default tenant. */
export const defaultTenant = 'default';

/** All tenants: for an operator's reports, stops and removing expired data. No tenant can have this name. */
export const everyTenant = '*';

/** Zeebe's only tenant of a cluster without multi-tenancy. */
export const zeebeDefault = '<default>';

const maxCharacters = 200;

/** @param what names the source in the error: `TROUPE_TENANT` @throws TroupeError INPUT_INVALID */
export function parseTenant(text: string, what: string): string {
	if (isTenant(text)) return text;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what} is not a valid tenant: ${JSON.stringify(text.slice(0, maxCharacters))}.`,
		fix: `Use a name of at most ${maxCharacters} characters, such as acme, without slashes and without leading or trailing spaces; * stands for all tenants and cannot be one.`,
	});
}

/** Refuses a slash: the name is part of addresses and folders. */
export const isTenant = (text: string): boolean =>
	text.trim() === text && text !== '' && text !== everyTenant && text.length <= maxCharacters && !/[\p{Cc}/\\]/u.test(text);

/** TROUPE_TENANT, else `default`. @throws TroupeError INPUT_INVALID */
export function readTenant(env?: Environment): string {
	const tenant = readSetting('TROUPE_TENANT', env);
	return tenant === undefined ? defaultTenant : parseTenant(tenant, 'TROUPE_TENANT');
}

/** Troupe's name of a Zeebe tenant; undefined for the only one of a cluster without multi-tenancy. */
export function readZeebeTenant(tenantId: string | undefined): string | undefined {
	if (tenantId === undefined || tenantId === '' || tenantId === zeebeDefault) return undefined;
	return parseTenant(tenantId, 'The tenant of the job');
}
