import { stringifyJson } from '../../base/text/json/lossless-json';
import { readJsonAnswers } from '../../base/text/json/read-json-answer';
import type { ToolCall } from './models';

const opened = /<(?:tool_call|function_call)>/i;
const closed = /<\/(?:tool_call|function_call)>/i;

/**
 * Our protocol for servers without tools uses tags, and many models write them by themselves. An unreadable call stays one, and the model hears
 * why. @returns the text around the calls, too
 */
export function readTaggedCalls(text: string): { before: string; calls: ToolCall[]; rest: string } {
	const [before, ...parts] = text.split(opened);
	const pieces = parts.map((part) => part.split(closed));
	const rest = pieces.flatMap(([, ...others]) => others).join('');
	return { before: before!, calls: pieces.flatMap(([inside]) => readInside(inside!)), rest };
}

function readInside(inside: string): ToolCall[] {
	const values = [...readJsonAnswers(inside)].map((value) => (isNameAlone(value) ? { ...value, arguments: {} } : value));
	const calls = toCalls(values);
	if (calls.length > 0) return calls;
	return [{ id: '', name: /"name"\s*:\s*"([^"]{1,64})"/.exec(inside)?.[1] ?? 'tool_call', arguments: inside.trim() }];
}

const isNameAlone = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && Object.keys(value).join() === 'name';

export function toCalls(values: unknown[]): ToolCall[] {
	const calls = values.flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value])).map(toCall);
	return calls.every((call) => call !== undefined) ? calls : [];
}

function toCall(value: unknown): ToolCall | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { type, function: inside, name: own, tool, arguments: args, parameters, input, args: short } = value as Record<string, unknown>;
	if (typeof inside === 'object' && inside !== null && (type === undefined || type === 'function')) return toCall(inside);
	const name = [own, tool, inside].find((each) => typeof each === 'string');
	const given = [args, parameters, input, short].find((each) => each !== undefined);
	if (name === undefined || given === undefined) return undefined;
	return { id: '', name, arguments: typeof given === 'string' ? given : stringifyJson(given) };
}
