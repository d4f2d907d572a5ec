import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/sdk/types.js';
import type { ToolResult } from '../../../core/ports';

/** What a tool gave, as text: what is no text is named and left out. */
export function toResult({ content, structuredContent, isError }: CallToolResult): ToolResult {
	const said = content.map(textOf).filter(Boolean).join('\n');
	// Structured content comes as text too, as the protocol asks of servers; not of all it is heeded.
	const hasText = content.some(({ type }) => type === 'text' || type === 'resource');
	const text = !hasText && structuredContent ? [JSON.stringify(structuredContent), said].filter(Boolean).join('\n') : said;
	return isError
		? { kind: 'error', text: text || 'The tool failed without a reason.' }
		: { kind: 'ok', text: text || 'The tool succeeded without a result.' };
}

function textOf(block: ContentBlock): string {
	switch (block.type) {
		case 'text':
			return block.text;
		case 'image':
		case 'audio':
			return `[${block.type}, ${block.mimeType}, ${sizeOf(block.data)}: not shown]`;
		case 'resource_link':
			return `[resource ${block.name}: ${block.uri}]`;
		case 'resource':
			return 'text' in block.resource
				? block.resource.text
				: `[resource ${block.resource.uri}, ${block.resource.mimeType ?? 'of an unknown type'}, ${sizeOf(block.resource.blob)}: not shown]`;
		default:
			return '';
	}
}

/** Of base64. */
function sizeOf(data: string): string {
	return `${Math.ceil((data.length * 3) / 4 / 1024)} KB`;
}
