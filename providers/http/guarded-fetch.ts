import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { matchesRequest, type RequestPattern } from '../../core/ports/capabilities/request-pattern';
import { carryTrace } from './carry-trace';
import { mayBeCalled } from './network-address';
import { findProxies, type Proxies } from '../../core/base/network/proxies';
import { sendRequest } from './send-request';

const maxRedirects = 5;
/** Headers kept after a redirect to another origin; others could be secrets. */
const harmless = ['accept', 'accept-language', 'content-type', 'user-agent'];

export interface NetworkRules {
	/** Allows non-public networks. Default false. */
	allowPrivateNetworks?: boolean;
	/** True if the operator chose the addresses: a proxy may resolve names that this machine cannot. Default false. */
	trustsNames?: boolean;
	/** Default: the system's resolver. */
	resolve?: (host: string) => Promise<string[]>;
	/** Replaces the network, and decides about each request itself. */
	outside?: typeof fetch;
	/** Throws for a forbidden region. Runs first, also for a redirect to another origin. */
	residency?: (url: URL) => Promise<void>;
	/** The only requests that are sent. Default: all. */
	requests?: readonly RequestPattern[];
}

/**
 * A fetch for addresses of users or models. Connects to the checked address (no second resolution), and checks each redirect. Redirects: GET and
 * HEAD, or within an origin; elsewhere without secret headers, and never from https to http. Bodies are strings or bytes. A proxy resolves names
 * itself, so names are checked before, as far as possible. @throws TroupeError ADDRESS_REFUSED, CAPABILITY_MISSING, RESIDENCY_REFUSED; a TypeError,
 * as fetch does, if the connection fails
 */
export function guardedFetch(rules: NetworkRules = {}): typeof fetch {
	const { outside } = rules;
	if (outside)
		return async (input, init) => {
			const url = new URL(input instanceof Request ? input.url : input);
			await rules.residency?.(url);
			checkListed(init?.method ?? (input instanceof Request ? input.method : undefined), url, rules);
			return outside(input, init);
		};
	const resolve = rules.resolve ?? (async (host: string) => (await lookup(host, { all: true })).map(({ address }) => address));
	return async (input, init = {}) => {
		const proxies = findProxies();
		const connect = checkedLookup(rules, resolve, proxies);
		let url = new URL(input instanceof Request ? input.url : input);
		let request: RequestInit = { ...init, headers: carryTrace(init.headers) };
		let checked: string | undefined;
		for (let redirects = 0; ; redirects += 1) {
			// Once per origin: a later fault would hide that the first request was sent.
			if (url.origin !== checked) await rules.residency?.(url);
			checked = url.origin;
			checkUrl(url, rules);
			checkListed(request.method, url, rules);
			if (proxies && !rules.trustsNames) await checkName(url.hostname, rules, resolve);
			const response = await sendRequest(url, request, connect, rules.allowPrivateNetworks ? 'private' : 'public', proxies);
			const next = init.redirect === 'manual' || redirects === maxRedirects ? undefined : followRedirect(response, url, request);
			if (!next) return response;
			await response.body?.cancel();
			({ url, request } = next);
		}
	};
}

function followRedirect(response: Response, from: URL, request: RequestInit): { url: URL; request: RequestInit } | undefined {
	const location = response.headers.get('location');
	if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
	const url = URL.parse(location, from.href);
	const reads = /^(?:get|head)$/i.test(request.method ?? 'GET');
	if (!url || (from.protocol === 'https:' && url.protocol !== 'https:') || (!reads && url.origin !== from.origin)) return undefined;
	// RFC 9110, 15.4: 307 and 308 keep the method and the body.
	const repeats = reads || response.status === 307 || response.status === 308;
	const next = repeats ? request : { ...request, method: 'GET', body: undefined };
	return { url, request: url.origin === from.origin ? next : { ...next, headers: keepHarmless(next.headers as Headers) } };
}

function keepHarmless(headers: Headers): Headers {
	return new Headers([...headers].filter(([name]) => harmless.includes(name)));
}

/** @throws TroupeError CAPABILITY_MISSING */
function checkListed(method = 'GET', url: URL, { requests }: NetworkRules): void {
	if (requests === undefined || requests.some((pattern) => matchesRequest(pattern, method, url))) return;
	const request = `${method.toUpperCase()} ${url.origin}${url.pathname}`;
	throw new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The request ${request.slice(0, 500)} is not among those that the manifest allows.`,
		fix: `Have a version with "${method.toUpperCase()} ${url.host}" among its requests approved, or correct the address.`,
		details: { capability: 'requests', actual: request.slice(0, 500) },
	});
}

/** Names are checked after resolution. */
function checkUrl(url: URL, rules: NetworkRules): void {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	if (!/^https?:$/.test(url.protocol)) throw refused(host, 'does not use http or https');
	if (url.username || url.password) throw refused(host, 'contains a user name or password');
	if (isIP(host)) checkAddress(host, host, rules);
}

function checkAddress(address: string, host: string, { allowPrivateNetworks = false }: NetworkRules): void {
	if (!mayBeCalled(address, allowPrivateNetworks)) throw refused(host, 'leads to a private network');
}

type Resolve = NonNullable<NetworkRules['resolve']>;

/** One private address suffices for a refusal: a public name has only public ones. */
async function findAddresses(host: string, rules: NetworkRules, resolve: Resolve): Promise<string[]> {
	const addresses = await resolve(host);
	for (const address of addresses) checkAddress(address, host, rules);
	return addresses;
}

/** Behind a proxy, this machine often resolves only names of its own network, which must be refused. */
async function checkName(hostname: string, rules: NetworkRules, resolve: Resolve): Promise<void> {
	const host = hostname.replace(/^\[|\]$/g, '');
	if (isIP(host)) return;
	await findAddresses(host, rules, resolve).catch((error: unknown) => {
		if (isTroupeError(error)) throw error;
	});
}

function checkedLookup(rules: NetworkRules, resolve: Resolve, proxies: Proxies | undefined): LookupFunction {
	// The operator chose them.
	const named = [proxies?.http_proxy, proxies?.https_proxy].flatMap((proxy) => (proxy ? [new URL(proxy).hostname] : []));
	return (host, { all }, done) => {
		const find = async () => {
			const addresses = await (named.includes(host) ? resolve(host) : findAddresses(host, rules, resolve));
			return addresses.map((address) => ({ address, family: isIP(address) }));
		};
		find().then(
			(found) => (all ? done(null, found) : done(null, found[0]?.address ?? '', found[0]?.family)),
			(error: Error) => done(error, ''),
		);
	};
}

function refused(host: string, why: string): TroupeError {
	return new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The address ${host.slice(0, 253)} ${why} and was not called.`,
		fix: 'Use a public address. To allow private networks, turn on Allow Private Networks in the options of the node in n8n, or set TROUPE_ALLOW_PRIVATE_NETWORKS=true (and, for a definition that comes with a request, TROUPE_ALLOW_INLINE_AGENTS=true).',
		details: { host: host.slice(0, 253) },
	});
}
