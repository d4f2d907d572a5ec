import { isFields } from '../../../core/base/is-fields';

type Fields = Record<string, unknown>;

/**
 * Normalises the response message, whatever status and body type: drops null fields, makes codes numbers. Undefined if it does not answer the
 * request.
 */
export function straightenMessage(body: string, id: unknown): object | undefined {
	const message = parse(body).find((one) => one.id === id);
	if (!message || ('method' in message && message.method !== null)) return undefined;
	const { error, result } = message;
	if (isFields(error)) return { jsonrpc: '2.0', id, error: straightenError(error) };
	if (typeof error === 'string') return { jsonrpc: '2.0', id, error: straightenError({ message: error }) };
	return isFields(result) ? { jsonrpc: '2.0', id, result } : undefined;
}

export async function* straightenLines(chunks: AsyncIterable<Uint8Array>, id: unknown): AsyncGenerator<string> {
	const decoder = new TextDecoder();
	let line: string[] = [];
	for await (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		const end = text.lastIndexOf('\n') + 1;
		if (end > 0) {
			const lines = [...line, text.slice(0, end)].join('').split('\n');
			yield lines.map((each) => straightenLine(each, id)).join('\n');
			line = [];
		}
		line.push(text.slice(end));
	}
	yield straightenLine([...line, decoder.decode()].join(''), id);
}

function straightenLine(line: string, id: unknown): string {
	const message = line.startsWith('data:') && straightenMessage(line.slice('data:'.length), id);
	return message ? `data: ${JSON.stringify(message)}` : line;
}

function straightenError({ code, message, ...more }: Fields): object {
	return {
		...more,
		code: Number.isInteger(code) ? code : -32_000,
		message: typeof message === 'string' ? message : (JSON.stringify(code) ?? ''),
	};
}

/** Adds fields required by the protocol. The content is for a model, which can read any form. */
export function straightenResult(result: Fields): Fields {
	if (typeof result.protocolVersion === 'string')
		return { ...withoutNull(result), capabilities: result.capabilities ?? {}, serverInfo: result.serverInfo ?? { name: '', version: '' } };
	if (!('content' in result) && !('structuredContent' in result)) return result;
	const { content, structuredContent, isError, ...more } = withoutNull(result);
	const blocks = [content ?? []].flat().map(straightenBlock);
	const isStructured = structuredContent === undefined || isFields(structuredContent);
	return {
		...more,
		content: isStructured || blocks.length > 0 ? blocks : [toText(structuredContent)],
		...(isStructured && structuredContent !== undefined && { structuredContent }),
		...(isError !== undefined && { isError: isError === true || isError === 'true' }),
	};
}

const required: Record<string, string[]> = {
	text: ['text'],
	image: ['data', 'mimeType'],
	audio: ['data', 'mimeType'],
	resource_link: ['name', 'uri'],
};

function straightenBlock(block: unknown): Fields {
	if (!isFields(block)) return toText(block);
	// Nobody reads notes about the block.
	const { annotations: _annotations, _meta, ...fields } = withoutNull(block);
	const { type, resource } = fields;
	if (type === 'resource' && isFields(resource)) {
		const { _meta: _ofResource, ...own } = withoutNull(resource);
		if (areTexts(own, ['uri', typeof own.blob === 'string' ? 'blob' : 'text'])) return { ...fields, resource: own };
	}
	const names = typeof type === 'string' && Object.hasOwn(required, type) ? required[type]! : undefined;
	return names && areTexts(fields, names) ? fields : toText(type === 'text' ? fields.text : fields);
}

function toText(value: unknown): Fields {
	return { type: 'text', text: typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value) };
}

const areTexts = (fields: Fields, names: string[]): boolean => names.every((name) => typeof fields[name] === 'string');

const withoutNull = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function parse(body: string): Fields[] {
	try {
		const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
		return [value].flat().filter(isFields);
	} catch {
		return [];
	}
}
