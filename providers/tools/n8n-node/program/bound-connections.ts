import { lookup } from 'node:dns';
import { isIP, type LookupFunction, Socket, type TcpNetConnectOpts } from 'node:net';
import { readProxySetting } from '../../../../core/base/settings/settings';
import { mayBeCalled } from '../../../http/network-address';
import { createRefusedError } from './refused-error';

interface Watched {
	refused?: string;
	first: number;
	times: number;
	onRepeated?: () => void;
}

/** A client that reconnects by itself never reports the refusal. */
const repeated = { times: 3, afterMs: 5_000 };

/** Agents pass `null` for an absent path. */
type Options = Partial<TcpNetConnectOpts> & { path?: string | null };
type Connect = (this: Socket, ...values: unknown[]) => Socket;

/**
 * Restricts all connections to public networks, or to all but cloud metadata addresses, including helpers, libraries and redirects. Checks addresses
 * at the socket, so that a second name resolution cannot differ. Proxies of the environment may be anywhere, and must check what they forward. Code
 * that tampers with Node.js needs the sandbox (docs/sandbox/approval.md).
 */
export class BoundConnections {
	#watched: Watched = { first: 0, times: 0 };
	/** `host:port` of configured proxies; other ports there are not trusted. */
	readonly #proxies: Set<string>;

	private constructor(private readonly allowPrivateNetworks: boolean) {
		const named = (['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const).map((name) => readProxySetting(name)?.value ?? '');
		const proxies = named.map((proxy) => URL.parse(proxy.includes('://') ? proxy : `http://${proxy}`));
		this.#proxies = new Set(proxies.flatMap((proxy) => (proxy?.hostname ? placeOf(proxy) : [])));
	}

	static install(allowPrivateNetworks: boolean): BoundConnections {
		const bound = new BoundConnections(allowPrivateNetworks);
		const connect = Reflect.get(Socket.prototype, 'connect') as Connect;
		Socket.prototype.connect = function (this: Socket, ...values: unknown[]) {
			return connect.apply(this, bound.#bind(values));
		};
		return bound;
	}

	/**
	 * Starts with each task; a process runs one at a time. @param onRepeated called, maybe often, when the node repeats a refused connection and does
	 * not end
	 */
	watch(onRepeated?: () => void): Readonly<Watched> {
		return (this.#watched = { first: 0, times: 0, onRepeated });
	}

	/** Node's own callers pass one marked list of options and callback, which must keep its mark. */
	#bind(values: unknown[]): unknown[] {
		const [first, ...rest] = values;
		if (!Array.isArray(first)) return [this.#check(readOptions(values)), ...rest.filter((value) => typeof value === 'function')];
		first[0] = this.#check(first[0] as Options);
		return values;
	}

	#check(options: Options): Options {
		if (typeof options.path === 'string') return this.allowPrivateNetworks ? options : this.#refuse(options, options.path);
		const host = (options.host ?? 'localhost').replace(/^\[|\]$/g, '');
		if (this.#proxies.has(`${host.toLowerCase()}:${Number(options.port)}`)) return options;
		if (isIP(host)) return mayBeCalled(host, this.allowPrivateNetworks) ? options : this.#refuse(options, host);
		return { ...options, lookup: this.#checkedLookup(options.lookup ?? lookup) };
	}

	#checkedLookup(find: LookupFunction): LookupFunction {
		return (host, options, done) =>
			find(host, options, (error, found, family) => {
				const addresses = typeof found === 'string' ? [{ address: found }] : (found ?? []);
				if (error || addresses.every(({ address }) => mayBeCalled(address, this.allowPrivateNetworks))) done(error, found, family);
				else done(this.#createRefusal(host), '');
			});
	}

	/** Fails like an unresolvable name, which every caller expects. */
	#refuse(options: Options, host: string): Options {
		const { path, ...others } = options;
		const fail: LookupFunction = (_host, _options, done) => void setImmediate(done, this.#createRefusal(host), '');
		return { ...others, port: options.port ?? 0, host: 'refused.invalid', lookup: fail };
	}

	#note(host: string): void {
		const watched = this.#watched;
		watched.refused ??= host;
		if (++watched.times === 1) watched.first = performance.now();
		if (watched.times >= repeated.times && performance.now() - watched.first >= repeated.afterMs) watched.onRepeated?.();
	}

	#createRefusal(host: string): Error {
		this.#note(host);
		return createRefusedError(`The address ${host.slice(0, 253)} leads to a private network and was not called.`, 'ADDRESS_REFUSED');
	}
}

/** SOCKS proxies have no default port. */
const placeOf = ({ hostname, port, protocol }: URL): string =>
	`${hostname.replace(/^\[|\]$/g, '')}:${port || (protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : 1080)}`;

/** Reads `connect(options)`, `connect(port, host)` and `connect(path)`. */
function readOptions([first, second]: unknown[]): Options {
	if (typeof first === 'object' && first !== null) return first;
	if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
	return { port: Number(first), ...(typeof second === 'string' && { host: second }) };
}
