import * as http from 'node:http';
import { TroupeError } from '../errors';
import type { Environment } from '../settings/setting-names';
import { readProxySetting } from '../settings/settings';

export interface Proxies {
	http_proxy?: string;
	https_proxy?: string;
	no_proxy: string;
}

const thisMachine = 'localhost,127.0.0.1,::1,[::1]';

/**
 * Reads proxies like curl: lower case first, ALL_PROXY as the fallback, `*` in NO_PROXY for every host. Undefined without any. @throws TroupeError
 * INPUT_INVALID for an address that is not of an HTTP proxy
 */
export function findProxies(environment?: Environment): Proxies | undefined {
	const all = readProxySetting('ALL_PROXY', environment);
	const [forHttp, forHttps] = (['HTTP_PROXY', 'HTTPS_PROXY'] as const).map((name) => readProxySetting(name, environment) ?? all);
	if (!forHttp && !forHttps) return undefined;
	const direct = listHosts(readProxySetting('NO_PROXY', environment)?.value);
	if (direct.includes('*')) return undefined;
	return {
		http_proxy: forHttp && checkProxy(forHttp.name, forHttp.value),
		https_proxy: forHttps && checkProxy(forHttps.name, forHttps.value),
		no_proxy: [...direct, thisMachine].join(','),
	};
}

/** `host:port` of the proxy for an address; undefined if it is called directly. */
export function proxyOf(address: string, environment?: Environment): string | undefined {
	const proxies = findProxies(environment);
	const url = proxies && URL.parse(address);
	const proxy = url?.protocol === 'https:' ? proxies?.https_proxy : proxies?.http_proxy;
	if (!url || !proxies || !proxy) return undefined;
	const names = listHosts(proxies.no_proxy).map((entry) => entry.replace(/^\*?\./, '').replace(/(?<!:):\d+$/, ''));
	const isDirect = names.some((name) => url.hostname === name || url.hostname.endsWith(`.${name}`));
	return isDirect ? undefined : new URL(proxy).host;
}

/** curl also separates hosts by blanks. */
export const listHosts = (list = ''): string[] => list.split(/[\s,]+/).filter(Boolean);

/** curl assumes an HTTP proxy without a scheme. */
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
 * Sends all requests of this process through the environment's proxies. Call it before the first one. @returns a warning where this Node.js cannot
 * @throws TroupeError INPUT_INVALID
 */
export function useProxies(environment: NodeJS.ProcessEnv): string | undefined {
	const proxies = findProxies(environment);
	if (proxies === undefined) return undefined;
	// gRPC reads proxies itself, and would use them for this machine.
	environment.no_grpc_proxy ??= proxies.no_proxy;
	// Node 24.14 added it.
	const set = (http as unknown as { setGlobalProxyFromEnv?: (proxies: Proxies) => void }).setGlobalProxyFromEnv;
	if (set === undefined)
		return `Node ${process.versions.node} sends requests directly: it cannot use the proxy of the environment. Use Node 24.14 or newer.`;
	set(proxies);
	return undefined;
}
