import { decodeDocument, readCharset } from '../../../core/base/text/decode-document';
import type { ToolResult } from '../../../core/ports/tools/tools';
import { readBytes } from '../../http/read-bytes';
import { reduceHtml } from './reduce-html';

/** Characters read before shortening; the rest is not read. */
const leastBytes = 1_000_000;
const bytesACharacter = 4;

/** Converts a response for a model: compact JSON, pages without markup, other files as type and size. */
export async function readAnswer(response: Response, characters: number): Promise<ToolResult> {
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
