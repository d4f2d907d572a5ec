import { stringifyJson } from '../../base/text/lossless-json';
import type { ToolCall } from '../../ports';
import { readJsonAnswers } from '../read-json-answer';

const maxCharacters = 20_000;

const opened = /<(?:tool_call|function_call)>/i;
const closed = /<\/(?:tool_call|function_call)>/i;
const named = /<function=([\w-]{1,64})>([\s\S]{0,20000}?)<\/function>/gi;
const listed = /^\[TOOL_CALLS\]\s*(?:([\w-]{1,64})\s*(?:\[ARGS\])?)?([\s\S]+)$/i;
const tagged = /^\s*<(?:tool_call|function_call|function=)/i;
const plain = /^\s*(?:\[TOOL_CALLS\]|```(?:json|tool\w{0,5})?\s*[[{]|[{[]\s*["{])/i;

/** Reads a text that is nothing but calls of these tools. Undefined for any other text. */
export function readWrittenCalls(text: string, names: readonly string[]): ToolCall[] | undefined {
	if (names.length === 0 || text.length > maxCharacters || !(tagged.test(text) || plain.test(text))) return undefined;
	const calls = listCalls(text.trim());
	return calls.length > 0 && calls.every(({ name }) => names.includes(name)) ? calls : undefined;
}

/**
 * Reads the calls of a text in tags, as our own protocol for servers without tools asks for them, and as many models write them by themselves. A call that
 * cannot be read stays one: who makes the calls tells the model what is wrong with it.
 * @returns the text before the calls and what is between and after them, too
 */
export function readTaggedCalls(text: string): { before: string; calls: ToolCall[]; rest: string } {
	const [before, ...parts] = text.split(opened);
	const pieces = parts.map((part) => part.split(closed));
	const rest = pieces.flatMap(([, ...others]) => others).join('');
	return { before: before!, calls: pieces.flatMap(([inside]) => readInside(inside!)), rest };
}

/** Lists the calls that JSON values of a text are: undefined values of other kinds are left out. */
export const listJsonCalls = (values: Iterable<unknown>): ToolCall[] => [...values].flatMap((value) => toCalls([value]));

function readInside(inside: string): ToolCall[] {
	const values = [...readJsonAnswers(inside)].map((value) => (isNameAlone(value) ? { ...value, arguments: {} } : value));
	const calls = toCalls(values);
	if (calls.length > 0) return calls;
	return [{ id: '', name: /"name"\s*:\s*"([^"]{1,64})"/.exec(inside)?.[1] ?? 'tool_call', arguments: inside.trim() }];
}

const isNameAlone = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && Object.keys(value).join() === 'name';

function listCalls(text: string): ToolCall[] {
	const inNames = [...text.matchAll(named)];
	if (inNames.length > 0)
		return text.replace(named, '').trim() === ''
			? toCalls(inNames.map(([, name, inside]) => ({ name, arguments: inside!.trim() || '{}' })))
			: [];
	const inTags = readTaggedCalls(text);
	if (inTags.calls.length > 0) return inTags.before.trim() + inTags.rest.trim() === '' ? inTags.calls : [];
	const list = listed.exec(text);
	if (list) {
		const values = [...readJsonAnswers(list[2]!)];
		return toCalls(list[1] === undefined ? values : values.map((value) => ({ name: list[1], arguments: value })));
	}
	const unfenced = /^```(?:json|tool\w{0,5})?\s*([\s\S]+?)\s*```$/.exec(text)?.[1] ?? text;
	return /^[[{][\s\S]*[\]}]$/.test(unfenced) ? toCalls([...readJsonAnswers(unfenced)]) : [];
}

function toCalls(values: unknown[]): ToolCall[] {
	const calls = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value])).map(toCall);
	return calls.every((call) => call !== undefined) ? calls : [];
}

/** Reads `{ name, arguments }` in the words of several models. */
function toCall(value: unknown): ToolCall | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { type, function: inside, name: own, tool, arguments: args, parameters, input, args: short } = value as Record<string, unknown>;
	if (typeof inside === 'object' && inside !== null && (type === undefined || type === 'function')) return toCall(inside);
	const name = [own, tool, inside].find((each) => typeof each === 'string');
	const given = [args, parameters, input, short].find((each) => each !== undefined);
	if (name === undefined || given === undefined) return undefined;
	return { id: '', name, arguments: typeof given === 'string' ? given : stringifyJson(given) };
}
