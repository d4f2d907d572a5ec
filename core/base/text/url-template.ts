/** `{name}` stands for an argument, only in path and query: arguments never choose the server. */
export interface UrlTemplate {
	/** `https://api.example.com` */
	origin: string;
	segments: string[];
	/** Parts of the query: `expand={expand}`. */
	pairs: string[];
	pathNames: string[];
	queryNames: string[];
}

const placeholder = /\{([A-Za-z_][\w.-]{0,63})\}/g;

/** @throws Error whose message names the problem */
export function parseUrlTemplate(url: string): UrlTemplate {
	if (/[\\\s#]/.test(url)) throw new Error('has a space, a backslash or a #, which are not allowed');
	if (url.includes('${')) throw new Error('contains a secret: put secrets into headers, where logs and proxies do not record them');
	if (/[{}]/.test(url.replace(placeholder, ''))) throw new Error('has a brace that does not belong to a {name}');
	const [, origin = '', rest = ''] = /^(https?:\/\/[^/?]*)(.*)$/i.exec(url) ?? [];
	if (origin.includes('{')) throw new Error('has an argument in its host name');
	const parsed = URL.parse(origin);
	if (!parsed?.hostname) throw new Error('is not an http or https address');
	if (parsed.username || parsed.password) throw new Error('has a user name or a password');
	const [path = '', ...query] = rest.split('?');
	const pairs = query.join('?').split('&').filter(Boolean);
	return {
		origin: parsed.origin,
		segments: path.split('/').slice(1),
		pairs,
		pathNames: namesIn(path),
		queryNames: namesIn(query.join('?')),
	};
}

function namesIn(text: string): string[] {
	return [...text.matchAll(placeholder)].map(([, name]) => name!);
}

/**
 * Fills arguments into the URL, and returns the unused ones. Leaves out query pairs without an argument. @returns or the problem of an argument, for
 * the model
 */
export function fillUrl(
	template: UrlTemplate,
	input: Record<string, unknown>,
): { url: URL; rest: Record<string, unknown>; problem?: undefined } | { problem: string } {
	for (const name of template.pathNames) {
		const problem = checkSegment(input[name]);
		if (problem !== undefined) return { problem: `${name} ${problem}` };
	}
	const value = (_: string, name: string) => encodeURIComponent(toText(input[name]));
	const segments = template.segments.map((segment) => segment.replace(placeholder, value));
	// RFC 3986, 5.2.4, and the URL standard, which reads %2e as a dot.
	const moved = segments.some((segment, index) => segment !== template.segments[index] && /^(?:\.|%2e){0,2}$/i.test(segment));
	if (moved) return { problem: 'an argument would lead to another path' };
	const pairs = template.pairs
		.filter((pair) => namesIn(pair).every((name) => isGiven(input[name])))
		.map((pair) => pair.replace(placeholder, value));
	const url = new URL(`${template.origin}/${segments.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`);
	const used = new Set([...template.pathNames, ...template.queryNames]);
	return { url, rest: Object.fromEntries(Object.entries(input).filter(([name]) => !used.has(name))) };
}

/** Servers decode %2F before they look for dots. */
function checkSegment(value: unknown): string | undefined {
	if (!isGiven(value) || typeof value === 'object') return 'must be a text, a number, true or false';
	const text = toText(value);
	if (text === '') return 'must not be empty';
	if (/\p{Cc}/u.test(text)) return 'must not contain control characters';
	return text.split(/[/\\]/).some((part) => part === '.' || part === '..') ? 'must not lead to another path' : undefined;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

export function toText(value: unknown): string {
	return (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();
}
