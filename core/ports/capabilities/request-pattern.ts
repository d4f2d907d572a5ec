import { TroupeError } from '../../base/errors';

/** `METHOD [scheme://]host[:port][/path]`. */
export interface RequestPattern {
	/** In capital letters; `*` for all. */
	method: string;
	scheme?: 'http' | 'https';
	/** In lower case. `*.example.com` means all names below example.com. */
	host: string;
	/** Default: the port of the scheme, 443 or 80. */
	port?: number;
	/** Default: every path. A `*` at its end means any continuation. */
	path?: string;
}

const shape = /^(\*|[A-Z]{1,20}) (?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9*.-]{1,253})(?::(\d{1,5}))?(\/\S*)?$/;
const ports = { 'http:': 80, 'https:': 443 } as const;
/** Servers read these differently, so a path could mean another one. */
const ambiguous = /%(?:2e|2f|5c|00|25)|\\/i;

/** Reads `GET api.example.com`, `POST *.example.com:8443/v1/*` or `* http://localhost:3000/`. @throws TroupeError INPUT_INVALID */
export function parseRequestPattern(text: string): RequestPattern {
	const [method = '', ...rest] = text.trim().split(/\s+/);
	const [, , scheme, host, port, path] = shape.exec(`${method.toUpperCase()} ${lowerHost(rest.join(' '))}`) ?? [];
	if (host === undefined || !isHost(host) || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) throw notPattern(text);
	return {
		method: method.toUpperCase(),
		...(scheme !== undefined && { scheme: scheme as 'http' | 'https' }),
		host,
		...(port !== undefined && { port: Number(port) }),
		...(path !== undefined && { path }),
	};
}

export function matchesRequest(pattern: RequestPattern, method: string, { protocol, hostname, port, pathname }: URL): boolean {
	const standard = ports[protocol as keyof typeof ports];
	return (
		standard !== undefined &&
		(pattern.method === '*' || pattern.method === method.toUpperCase()) &&
		(pattern.scheme === undefined || `${pattern.scheme}:` === protocol) &&
		(pattern.port ?? standard) === (port === '' ? standard : Number(port)) &&
		matchesHost(pattern.host, hostname.replace(/\.$/, '')) &&
		(pattern.path === undefined || matchesPath(pattern.path, pathname))
	);
}

/** Every request of the inner pattern matches the outer one. */
export function containsPattern(outer: RequestPattern, inner: RequestPattern): boolean {
	return (
		(outer.method === '*' || outer.method === inner.method) &&
		(outer.scheme === undefined || outer.scheme === inner.scheme) &&
		outer.port === inner.port &&
		(outer.host === inner.host || (outer.host.startsWith('*.') && inner.host.replace(/^\*\./, '').endsWith(outer.host.slice(1)))) &&
		(outer.path === undefined || outer.path === inner.path || containsPath(outer.path, inner.path))
	);
}

function containsPath(outer: string, inner: string | undefined): boolean {
	return outer.endsWith('*') && inner !== undefined && inner.replace(/\*$/, '').startsWith(outer.slice(0, -1));
}

export function printRequestPattern({ method, scheme, host, port, path }: RequestPattern): string {
	return `${method} ${scheme ? `${scheme}://` : ''}${host}${port === undefined ? '' : `:${port}`}${path ?? ''}`;
}

const matchesHost = (pattern: string, host: string) =>
	pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern;

function matchesPath(pattern: string, path: string): boolean {
	if (ambiguous.test(path)) return false;
	return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

const lowerHost = (address: string) => address.replace(/^[^/]*(?:\/\/[^/]*)?/, (host) => host.toLowerCase());

/** A `*` replaces only the first labels: `*.com` would be nearly everything. */
function isHost(host: string): boolean {
	if (host.startsWith('[')) return URL.canParse(`http://${host}/`);
	const name = host.replace(/^\*\./, '');
	const named = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/.test(name);
	return named && (name === host || name.includes('.')) && URL.canParse(`http://${name}/`);
}

function notPattern(text: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `"${text.slice(0, 200)}" does not name requests.`,
		fix: 'Write a method, a host and, if needed, port and path: "GET api.example.com", "POST *.example.com:8443/v1/*", "* api.example.com".',
	});
}
