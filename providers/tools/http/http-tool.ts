import { isCertificateFault } from '../../../core/base/network/certificate-fault';
import { isTroupeError } from '../../../core/base/errors';
import type { JsonSchema } from '../../../core/ports/models/models';
import { effectOfMethod } from '../../../core/ports/tools/tool-effect';
import type { HttpTool } from '../../../core/ports/tools/tool-shapes';
import type { Tool, ToolContext, ToolResult } from '../../../core/ports/tools/tools';
import { fillUrl, parseUrlTemplate, toText, type UrlTemplate } from '../../../core/base/text/url-template';
import { readAnswer } from './read-response';

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
