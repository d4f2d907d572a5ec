import type { ContentPart, ModelMessage } from '../shared/connected/langchain-shape';
import { withFields } from '../shared/connected/langchain-shape';
import { parseIfJson } from '../../core/base/text/json/parse-if-json';

/** `name`: the text's field, if any. */
export type MapText = (text: string, name?: string) => Promise<string>;

interface TextMaps {
	text: MapText;
	/** A value in the arguments of a tool. */
	value: MapText;
	/** Arguments that are not JSON, as a model leaves them when it breaks off. */
	fragment: MapText;
}

/** Fields without text of people: identifiers, signatures that a provider verifies, addresses and contents of files. */
const opaque =
	/^(id|type|index|role|name|tool_use_id|tool_call_id|call_id|item_id|signature|thought_?signature|signatures|encrypted_content|url|file_data|file_id|image_url|mime_?type|media_type|source_type|cache_control|__.*)$/i;
/** Providers verify these bytes on return; they hold seen texts, thus tokens. */
const ofTheProvider = /^(thinking|redacted_thinking|reasoning|reasoning_content)$/;
/** JSON, as text or read. */
const jsonField = /^(arguments|args|input|partial_json|parsed)$/;
const mostLevels = 64;

/** A message with every text in it mapped: content, also in parts, tool calls in each of their spellings, and what providers add. */
export async function mapMessage(message: ModelMessage, maps: TextMaps): Promise<ModelMessage> {
	const { content, additional_kwargs, tool_calls, invalid_tool_calls, tool_call_chunks } = message;
	return withFields(message, {
		content: typeof content === 'string' ? await maps.text(content) : ((await mapParts(content, maps)) as ContentPart[]),
		additional_kwargs: (await mapFields(additional_kwargs ?? {}, maps)) as Record<string, unknown>,
		...(tool_calls && { tool_calls: await mapCalls(tool_calls, maps) }),
		...(invalid_tool_calls && { invalid_tool_calls: await mapCalls(invalid_tool_calls, maps) }),
		...(tool_call_chunks && { tool_call_chunks: await mapCalls(tool_call_chunks, maps) }),
	});
}

const mapCalls = <Call extends { args?: unknown }>(calls: Call[], maps: TextMaps): Promise<Call[]> =>
	Promise.all(calls.map(async (call) => (call.args === undefined ? call : { ...call, args: await mapData(call.args, maps) })));

const mapParts = (parts: unknown[], maps: TextMaps, level = 0): Promise<unknown[]> =>
	Promise.all(parts.map((part) => mapPart(part, maps, level + 1)));

async function mapPart(value: unknown, maps: TextMaps, level: number): Promise<unknown> {
	if (typeof value === 'string') return maps.text(value);
	if (typeof value !== 'object' || value === null) return value;
	if (level > mostLevels) throw new Error(`A message is nested more than ${mostLevels} levels deep.`);
	return Array.isArray(value) ? mapParts(value, maps, level) : mapFields(value, maps, level);
}

async function mapFields(fields: object, maps: TextMaps, level = 0): Promise<object> {
	const { type } = fields as { type?: string };
	if (ofTheProvider.test(type ?? '')) return fields;
	return mapEntries(fields, (key, entry) => {
		if (jsonField.test(key)) return mapData(entry, maps);
		const isFile = key === 'data' && !String(type).startsWith('text');
		return isFile || opaque.test(key) || ofTheProvider.test(key) ? Promise.resolve(entry) : mapPart(entry, maps, level + 1);
	});
}

/** A tool's arguments, read or as text. */
function mapData(data: unknown, { value, fragment }: TextMaps): Promise<unknown> {
	return typeof data === 'string' ? mapJsonText(data, value, fragment) : mapJson(data, value);
}

/** JSON in a text stays JSON; any other text is mapped as a whole. */
export async function mapJsonText(text: string, map: MapText, otherwise = map, name?: string, level = 0): Promise<string> {
	const value = parseJson(text);
	return value === undefined ? otherwise(text, name) : JSON.stringify(await mapJson(value, map, name, level + 1));
}

/** JSON with its strings, its keys and, where they change, its numbers mapped; JSON in a string is looked into. */
async function mapJson(value: unknown, map: MapText, name?: string, level = 0): Promise<unknown> {
	if (typeof value === 'string') return level > mostLevels ? map(value, name) : mapJsonText(value, map, map, name, level);
	if (typeof value === 'number') {
		const mapped = await map(String(value), name);
		return mapped === String(value) ? value : mapped;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (level > mostLevels) throw new Error(`Data in a message is nested more than ${mostLevels} levels deep.`);
	if (Array.isArray(value)) return mapInTurn(value, (entry) => mapJson(entry, map, name, level + 1));
	const entries = await mapInTurn(Object.entries(value), async ([key, entry]) => [
		await map(key),
		await mapJson(entry, map, key, level + 1),
	]);
	return Object.fromEntries(entries as Array<[string, unknown]>);
}

/** One after the other: thousands at once would leave nothing else its turn. */
async function mapInTurn<From, To>(values: From[], map: (value: From) => Promise<To>): Promise<To[]> {
	const mapped: To[] = [];
	for (const value of values) mapped.push(await map(value));
	return mapped;
}

async function mapEntries(value: object, map: (key: string, entry: unknown) => Promise<unknown>): Promise<object> {
	const entries = Object.entries(value).map(async ([key, entry]): Promise<[string, unknown]> => [key, await map(key, entry)]);
	return Object.fromEntries(await Promise.all(entries));
}

/** Objects and lists only: a number alone is text. */
const parseJson = (text: string): unknown => (/^\s*[[{]/.test(text) ? parseIfJson(text) : undefined);
