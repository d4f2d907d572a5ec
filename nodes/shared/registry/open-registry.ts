import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../manifests/documents/documents';
import { HttpRegistry } from '../../../manifests/registry-over-http/http-registry';
import type { Caller, RegistryApi } from '../../../manifests/registry/registry-api';

const registry = 'troupeRegistryApi';

export interface OpenRegistry {
	api: RegistryApi;
	/** The server reads it from the token; here it names the tenant. */
	caller: Caller;
	/** Without path, for messages. */
	host: string;
}

/** Part of n8n's context that nodes of any kind have. */
type RegistryContext = { getCredentials: <Data extends object>(type: string, item?: number) => Promise<Data> };
export type RegistryOpener = (context: RegistryContext, item?: number) => Promise<OpenRegistry>;

interface Credential {
	baseUrl?: string;
	accessToken?: string;
	tenant?: string;
}

/** @throws TroupeError INPUT_INVALID where that is not filled in */
export async function openRegistry(context: RegistryContext, item?: number): Promise<OpenRegistry> {
	const { baseUrl = '', accessToken = '', tenant = '' } = await context.getCredentials<Credential>(registry, item);
	const url = baseUrl.trim().replace(/(\/api\/v1)?\/*$/, '');
	if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
		throw invalid('has no base URL that starts with http or https', 'Enter the address that `troupe serve` prints.');
	if (!accessToken.trim()) throw invalid('has no access token', 'Issue one with `troupe manifest token issue`.');
	const caller = { tenant: tenant.trim() || defaultTenant, subject: 'n8n' };
	return { api: new HttpRegistry({ url, token: accessToken.trim() }), caller, host: new URL(url).host };
}

/** One for all items of an execution. */
export function openOnce(context: IExecuteFunctions, open: RegistryOpener): (item: number) => Promise<OpenRegistry> {
	let opened: Promise<OpenRegistry> | undefined;
	return (item) => (opened ??= open(context, item));
}

function invalid(what: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `The credential Troupe Registry API ${what}.`, fix });
}
