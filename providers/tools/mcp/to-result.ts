import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/client';
import { readToldOrigins } from '../../../core/ports/origins-metadata';
import { createMisfit } from '../../../core/ports/tools/result-misfit';
import type { ToolResult } from '../../../core/ports/tools/tools';
import type { CalledTool } from './called-tool';
import { type CheckedResult, checkResult } from './result-schema';

/**
 * Converts a result to text; other content is named and omitted. With a declared schema the model reads only the checked structured content: text
 * beside it could say anything, and is kept only if it is one of the values.
 */
export async function toResult(tool: CalledTool, { _meta, ...result }: CallToolResult): Promise<ToolResult> {
	return { ...(await readContent(tool, result)), origins: readToldOrigins(_meta) };
}

async function readContent(tool: CalledTool, result: CallToolResult): Promise<ToolResult> {
	const { content, structuredContent: structured, isError, resultType: _type, ...more } = result;
	// Some servers put the answer into the result itself.
	const isBare = content.length === 0 && Object.keys(more).length > 0;
	const structuredContent = structured ?? (isBare ? more : undefined);
	const said = content.map(toText).filter(Boolean).join('\n');
	// A failed call need not fit the result schema.
	const checked = isError ? undefined : await checkResult(tool, structuredContent, said);
	if (checked) return toCheckedResult(tool, checked, said);
	// The protocol asks for structured content as text too; some servers omit it.
	const hasText = content.some(({ type }) => type === 'text' || type === 'resource');
	const beside = hasText && structuredContent ? { structured: JSON.stringify(structuredContent) } : {};
	const text = !hasText && structuredContent ? [JSON.stringify(structuredContent), said].filter(Boolean).join('\n') : said;
	return isError
		? { kind: 'error', text: 'The tool failed', said: text || 'it gave no reason' }
		: { kind: 'ok', text: text || 'The tool succeeded without a result.', ...beside };
}

function toCheckedResult({ listed, server, effect }: CalledTool, { problem, value }: CheckedResult, said: string): ToolResult {
	if (problem === undefined) return { kind: 'ok', text: holdsText(value, said) ? said : JSON.stringify(value) };
	return createMisfit({ name: listed.name, effect }, `the server "${server}" declares for it`, problem);
}

/** True if the text is a value of the structured result, such as an agent's reply. */
function holdsText(value: unknown, text: string): boolean {
	if (typeof value !== 'object' || value === null) return value === text && text !== '';
	return Object.values(value).some((inner) => holdsText(inner, text));
}

function toText(block: ContentBlock): string {
	switch (block.type) {
		case 'text':
			return block.text;
		case 'image':
		case 'audio':
			return `[${block.type}, ${block.mimeType}, ${formatSize(block.data)}: not shown]`;
		case 'resource_link':
			return `[resource ${block.name}: ${block.uri}]`;
		case 'resource':
			return 'text' in block.resource
				? block.resource.text
				: `[resource ${block.resource.uri}, ${block.resource.mimeType ?? 'of an unknown type'}, ${formatSize(block.resource.blob)}: not shown]`;
		default:
			return '';
	}
}

/** For base64 data. */
function formatSize(data: string): string {
	return `${Math.ceil((data.length * 3) / 4 / 1024)} KB`;
}
