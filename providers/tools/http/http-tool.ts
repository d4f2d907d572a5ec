import { isCertificateFault } from '../../../core/base/network/certificate-fault';
import { isTroupeError } from '../../../core/base/errors';
import { decodeDocument, readCharset } from '../../../core/base/text/decode-document';
import type { JsonSchema } from '../../../core/ports/models/models';
import { effectOfMethod } from '../../../core/ports/tools/tool-effect';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import type { Tool, ToolContext, ToolResult } from '../../../core/ports/tools/tools';
import { fillUrl, parseUrlTemplate, toText, type UrlTemplate } from '../../../core/base/text/url-template';
import { readBytes } from '../../http/read-bytes';

/** Elements without visible or valid text. */
const unseen = new Set(['script', 'style', 'noscript', 'svg', 'template', 'iframe', 'del', 's', 'strike']);
/** Marks super- and subscripts: an exponent is not part of its number. */
const shifts = new Map([
	['sup', '^'],
	['sub', '_'],
]);
const breaks = new Set([
	'p',
	'div',
	'br',
	'li',
	'tr',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'section',
	'article',
	'title',
	'table',
	'ul',
	'ol',
	'pre',
	'hr',
]);
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Removes markup in linear time. Not a parser: text after truncated or wrongly nested elements can be lost. */
function reduceHtml(html: string): string {
	const parts: string[] = [];
	let at = 0;
	while (at < html.length) {
		const open = html.indexOf('<', at);
		parts.push(html.slice(at, open < 0 ? undefined : open));
		if (open < 0) break;
		const end = html.startsWith('<!--', open) ? findEnd('-->', html, open) : findEnd('>', html, open);
		if (end < 0) break;
		const name = /^<\/?([a-z][a-z0-9]{0,20})/i.exec(html.slice(open, open + 24))?.[1]?.toLowerCase() ?? '';
		const opens = html[open + 1] !== '/';
		parts.push(writeMark(name, opens, html[end]));
		at = unseen.has(name) && opens ? findElementEnd(name, html, end) : end;
		if (at < 0) break;
	}
	return tidy(parts.join(''));
}

function writeMark(name: string, opens: boolean, next = ''): string {
	if (breaks.has(name)) return '\n';
	// A mark in brackets, such as [1], stands out by itself.
	return (opens && /[\p{L}\p{N}-]/u.test(next) && shifts.get(name)) || '';
}

function findEnd(mark: string, html: string, from: number): number {
	const at = html.indexOf(mark, from);
	return at < 0 ? -1 : at + mark.length;
}

function findElementEnd(name: string, html: string, from: number): number {
	const close = new RegExp(`</${name}(?=[\\s>])`, 'gi');
	close.lastIndex = from;
	const match = close.exec(html);
	return match ? findEnd('>', html, match.index) : -1;
}

function tidy(text: string): string {
	return text
		.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{1,8}));/gi, (whole, decimal?: string, hex?: string, name?: string) =>
			name ? (entities[name.toLowerCase()] ?? whole) : toCharacter(decimal ? Number(decimal) : Number.parseInt(hex!, 16)),
		)
		.split('\n')
		.map((line) => line.replace(/\s+/g, ' ').trim())
		.filter(Boolean)
		.join('\n');
}

function toCharacter(point: number): string {
	return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point).toWellFormed() : '';
}

/** Characters read before shortening; the rest is not read. */
const leastBytes = 1_000_000;
const bytesACharacter = 4;

/** Converts a response for a model: compact JSON, pages without markup, other files as type and size. */
async function readAnswer(response: Response, characters: number): Promise<ToolResult> {
	const type = response.headers.get('content-type') ?? '';
	const { text, cut } = await readText(response, type, Math.max(leastBytes, characters * bytesACharacter));
	if (response.ok) return { kind: 'ok', text: text || `The call succeeded (${response.status}) without a response body.`, cut };
	const status = `The server returned ${response.status}${response.status < 400 ? ', a redirect that is not followed' : ''}`;
	return { kind: 'error', text: status, said: text };
}

async function readText(response: Response, type: string, max: number): Promise<{ text: string; cut: boolean }> {
	if (!response.body) return { text: '', cut: false };
	if (!isText(type)) {
		await response.body.cancel();
		const length = response.headers.get('content-length');
		return { text: `[A file of type ${type.slice(0, 100)}${length ? `, ${length.slice(0, 20)} bytes` : ''}: not text]`, cut: false };
	}
	const { bytes, cut } = await readBytes(response.body, max);
	return { text: shorten(decodeDocument(bytes, readCharset(type)), type, cut).trim(), cut };
}

/** Treats untyped responses as text until their bytes show otherwise. */
function isText(type: string): boolean {
	return (
		type === '' ||
		/^(?:text\/|application\/(?:[\w.+-]{1,80}\+)?(?:json|xml|yaml|x-ndjson|x-www-form-urlencoded|javascript|graphql|problem))/i.test(type)
	);
}

function shorten(text: string, type: string, cut: boolean): string {
	if (/html/i.test(type)) return reduceHtml(text);
	return !cut && isJson(text) ? compactJson(text) : text;
}

function isJson(text: string): boolean {
	try {
		return JSON.parse(text) !== undefined;
	} catch {
		return false;
	}
}

/** Removes JSON white space without parsing, which would round numbers. */
function compactJson(json: string): string {
	return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

interface HttpToolParts {
	/** Without additional properties. */
	parameters: JsonSchema;
	headers: Record<string, string>;
	/** A guarded fetch. */
	send: typeof fetch;
}

const maxUrlLength = 8_000;

/** Statuses other than 2xx are errors for the model, with the server's message. */
export function createHttpTool(definition: HttpTool, { parameters, headers, send }: HttpToolParts): Tool {
	const { name, description, method } = definition;
	const template = parseUrlTemplate(definition.url);
	return {
		name,
		description,
		parameters,
		source: 'definition',
		effect: definition.effect ?? effectOfMethod(method),
		async call(input, context) {
			const request = buildRequest(method, template, input);
			if (request.problem !== undefined) return { kind: 'error', text: `The tool was not called: ${request.problem}.` };
			const init = { method, body: request.body, headers: composeHeaders(request.body, method, headers, context), signal: context.signal };
			try {
				return await readAnswer(await send(request.url, init), context.resultCharacters);
			} catch (error) {
				return unreachable(error, context.signal);
			}
		},
	};
}

function buildRequest(
	method: HttpTool['method'],
	template: UrlTemplate,
	input: Record<string, unknown>,
): { url: URL; body?: string; problem?: undefined } | { problem: string } {
	const filled = fillUrl(template, input);
	if (filled.problem !== undefined) return filled;
	const { url, rest } = filled;
	const inBody = method !== 'GET' && method !== 'DELETE';
	if (!inBody) addToQuery(url, rest);
	if (url.href.length > maxUrlLength) return { problem: `the URL with its arguments exceeds ${maxUrlLength} characters` };
	return { url, body: inBody && Object.keys(rest).length > 0 ? JSON.stringify(rest) : undefined };
}

/** Lists become repeated parameters, `tag=a&tag=b`. */
function addToQuery(url: URL, rest: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(rest)) {
		for (const each of Array.isArray(value) ? value : [value]) if (each !== null) url.searchParams.append(name, toText(each));
	}
}

function composeHeaders(body: string | undefined, method: string, own: Record<string, string>, { idempotencyKey }: ToolContext): Headers {
	const headers = new Headers({ accept: 'application/json, text/*;q=0.9, */*;q=0.1', 'user-agent': 'troupe' });
	if (method !== 'GET') headers.set('idempotency-key', idempotencyKey);
	if (body !== undefined) headers.set('content-type', 'application/json');
	for (const [name, value] of Object.entries(own)) headers.set(name, value);
	return headers;
}

/** Reports the system's code; the message can contain addresses. */
function unreachable(error: unknown, signal: AbortSignal): ToolResult {
	if (signal.aborted || isTroupeError(error)) throw error;
	const { code } = ((error as Error).cause ?? error) as { code?: unknown };
	if (isCertificateFault(code)) return { kind: 'error', text: `This machine does not trust the certificate of the server (${code}).` };
	return { kind: 'error', text: `The server is unreachable or ended the connection${typeof code === 'string' ? ` (${code})` : ''}.` };
}
