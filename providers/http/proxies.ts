import * as http from 'node:http';
import { TroupeError } from '../../core/base/errors';
import { type Environment, readProxySetting } from '../../core/base/settings';

/** The proxies of outgoing requests, under the names in which Node.js takes them. */
export interface Proxies {
	http_proxy?: string;
	https_proxy?: string;
	/** Hosts that are called directly. This machine always is. */
	no_proxy: string;
}

const thisMachine = 'localhost,127.0.0.1,::1,[::1]';

/**
 * Returns the proxies that the environment names, as curl reads it: a lower-case name goes first, and ALL_PROXY stands for what has no proxy of its
 * own. Undefined without any.
 * @throws TroupeError INPUT_INVALID for an address that is not of an HTTP proxy
 */
export function findProxies(environment?: Environment): Proxies | undefined {
	const all = readProxySetting('ALL_PROXY', environment);
	const [forHttp, forHttps] = (['HTTP_PROXY', 'HTTPS_PROXY'] as const).map((name) => {
		const named = readProxySetting(name, environment) ?? all;
		return named && checkProxy(named.name, named.value);
	});
	if (!forHttp && !forHttps) return undefined;
	const direct = readProxySetting('NO_PROXY', environment)?.value;
	return { http_proxy: forHttp, https_proxy: forHttps, no_proxy: direct === undefined ? thisMachine : `${direct},${thisMachine}` };
}

/** curl takes an address without a scheme for one of an HTTP proxy. */
function checkProxy(name: string, value: string): string {
	const url = URL.parse(value.includes('://') ? value : `http://${value}`);
	if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') return url.href;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} does not name an HTTP proxy.`,
		fix: `Set it to an address such as http://proxy.example:3128${value.startsWith('socks') ? ': SOCKS is not supported' : ''}, or unset it.`,
		details: { setting: name },
	});
}

/**
 * Sends every request of this process through the proxies of the environment. To be called before the first one.
 * @returns a warning where this Node.js cannot
 */
export function useProxies(environment: Environment): string | undefined {
	const proxies = findProxies(environment);
	if (proxies === undefined) return undefined;
	// Node 24.14 added it.
	const set = (http as unknown as { setGlobalProxyFromEnv?: (proxies: Proxies) => void }).setGlobalProxyFromEnv;
	if (set === undefined)
		return `Node ${process.versions.node} sends requests directly: it cannot use the proxy of the environment. Use Node 24.14 or newer.`;
	set(proxies);
	return undefined;
}
