import type { ContentPart } from '../connected/langchain-shape';

type Part = Exclude<ContentPart, string>;

/** Marks a turn's native data in the signature of a thought: the one thing of a provider's that n8n's agent hands back between its rounds. */
const mark = 'troupe:';

/** Parts that the SDK's converters know. */
const convertible = new Set([
	'text',
	'text-plain',
	'tool_call',
	'invalid_tool_call',
	'server_tool_call_result',
	'citation',
	'non_standard',
]);

/**
 * Parts as agents give them, in the forms that the SDK's converters know: all others they drop without a word.
 * @param calls of the same message: some of its parts may be the same once more
 */
export function toAdapterContent(content: ContentPart[], calls: Array<{ id?: string }>): ContentPart[] {
	return content.flatMap((part) => toAdapterPart(typeof part === 'string' ? { type: 'text', text: part } : part, calls));
}

function toAdapterPart(part: Part, calls: Array<{ id?: string }>): ContentPart[] {
	const { type = '' } = part;
	if (convertible.has(type)) return [part];
	switch (type) {
		case 'image_url':
			return [imageAt(typeof part.image_url === 'string' ? part.image_url : ((part.image_url as { url?: string })?.url ?? ''))];
		case 'thinking':
			return restoreNative(part.signature);
		case 'redacted_thinking':
		case 'reasoning':
			return [];
		case 'tool_use':
			return calls.some(({ id }) => id === part.id) ? [] : [{ type: 'tool_call', id: part.id, name: part.name, args: part.input }];
		case 'image':
		case 'file':
			return [toFilePart(part)];
		default:
			// As a file, so that it is refused: what is left out unnoticed is answered wrongly.
			return [{ type: 'file', mimeType: type, data: '' }];
	}
}

function imageAt(url: string): Part {
	const [, mimeType, data] = /^data:([\w.+/-]+);base64,(.*)$/s.exec(url) ?? [];
	return mimeType ? { type: 'image', mimeType, data } : { type: 'image', url };
}

/** Anthropic's images, LangChain's older files, and its newer ones. */
function toFilePart(part: Part): Part {
	const { media_type, data, url } = (part.source ?? part) as { media_type?: string; data?: string; url?: string };
	return { type: 'file', mimeType: part.mimeType ?? part.mime_type ?? media_type, data, ...(url && { url }) };
}

function restoreNative(signature: unknown): Part[] {
	if (typeof signature !== 'string' || !signature.startsWith(mark)) return [];
	return [{ type: 'non_standard', value: JSON.parse(signature.slice(mark.length)) as object }];
}

/** Parts as the SDK makes them, in the forms that agents keep. */
export function fromAdapterContent(content: ContentPart[]): ContentPart[] {
	return content.map((part) =>
		typeof part === 'object' && part.type === 'non_standard'
			? { type: 'thinking', thinking: '', signature: mark + JSON.stringify(part.value) }
			: part,
	);
}
