import { stringifyJson } from '../base/text/lossless-json';
import type { ToolCall } from '../ports';
import { readJsonAnswers } from './read-json-answer';

/** How models write a call as text where their server does not read it: in tags, brackets, fences and marks, or as the steps of a plan. */
const marks = new RegExp(
	[
		String.raw`<[/|｜]?\s{0,3}(?:\w{1,20}:)?(?:tools?|functions?|invoke|use_tool|action_start|plugin|hand_?off|channel|python_tag)(?![a-z])`,
		String.raw`<[/|｜]?(?:tools?|functions?)[_▁]?calls?`,
		String.raw`\[/?(?:END_)?TOOL_(?:CALLS?|REQUEST|RESULTS?)`,
		String.raw`\[tool_call`,
		String.raw`\x60{3}tool`,
		String.raw`✿FUNCTION✿|\bto=functions\.|\bfunctions\.\w{1,64}[(:]`,
		String.raw`^\s{0,9}(?:Action|Ação)\s?:\s{0,9}(?:\w+\s*(?:\n|\[|$)|\n\x60{3})`,
		String.raw`^\s{0,9}(?:Action Input|Observation)\s?:`,
	].join('|'),
	'im',
);
const beginning = /^\s*(?:<(?:tool_call|function|tool_use|invoke|\|)|\[TOOL_CALLS\]|```(?:json|tool\w{0,5})?\s*[[{]|[{[]\s*["{])/i;
/** A mark is not longer. */
const longestMark = 20;
const maxCharacters = 20_000;

const wrapped = /<(tool_call|function_call)>([\s\S]{1,20000}?)(?:<\/\1>|$)/gi;
const named = /<function=([\w-]{1,64})>([\s\S]{0,20000}?)<\/function>/gi;
const listed = /^\[TOOL_CALLS\]\s*(?:([\w-]{1,64})\s*(?:\[ARGS\])?)?([\s\S]+)$/i;

/** Reads a text that is nothing but calls of these tools. Undefined for any other text. */
export function readWrittenCalls(text: string, names: readonly string[]): ToolCall[] | undefined {
	if (names.length === 0 || text.length > maxCharacters || !mayBeCall(text)) return undefined;
	const calls = listCalls(text.trim());
	return calls.length > 0 && calls.every(({ name }) => names.includes(name)) ? calls : undefined;
}

/**
 * Whether a text has a call as text, or begins one that it does not end. JSON and nothing else counts too.
 */
export function looksLikeCall(text: string, names: readonly string[]): boolean {
	const begun = text.slice(0, maxCharacters);
	if (marks.test(begun) || names.some((name) => isUsed(name, begun))) return true;
	if (!/^\s*(?:\x60{3}(?:json)?\s*)?[[{]\s*["{}]/.test(begun)) return false;
	const answers = [...readJsonAnswers(begun)];
	return (
		answers.length === 0 || answers.some((value) => toCall(value) !== undefined || (typeof value === 'object' && !Array.isArray(value)))
	);
}

/** `get_order(…`, `get_order {…`, `<get_order>`; people can speak of a tool by its name. */
const isUsed = (name: string, text: string): boolean => {
	const plain = name.replace(/\W/g, '\\$&');
	return new RegExp(`(?<![\\w-])${plain}"?(?:\\(|\\s{0,3}(?:→|=>)?\\s{0,3}[{[])|<${plain}[\\s>/]`).test(text);
};

/** Whether a text that begins so can be a call. */
export const mayBeCall = (text: string): boolean =>
	text.trimStart().length < longestMark ? isBegun(text.trimStart()) : beginning.test(text);

const isBegun = (text: string): boolean =>
	text === '' ||
	beginning.test(text) ||
	['<tool_call', '<function', '<tool_use', '<invoke', '<|', '[TOOL_CALLS]', '```json', '```tool', '{"', '[{'].some((mark) =>
		mark.startsWith(text.trimEnd()),
	);

function listCalls(text: string): ToolCall[] {
	const inNames = takeAll(text, named, ([, name, inside]) => [{ name, arguments: inside!.trim() || '{}' }]);
	if (inNames) return toCalls(inNames);
	const inTags = takeAll(text, wrapped, ([, , inside]) => [...readJsonAnswers(inside!)]);
	if (inTags) return toCalls(inTags);
	const list = listed.exec(text);
	if (list) {
		const values = [...readJsonAnswers(list[2]!)];
		return toCalls(list[1] === undefined ? values : values.map((value) => ({ name: list[1], arguments: value })));
	}
	const plain = /^```(?:json|tool\w{0,5})?\s*([\s\S]+?)\s*```$/.exec(text)?.[1] ?? text;
	return /^[[{][\s\S]*[\]}]$/.test(plain) ? toCalls([...readJsonAnswers(plain)]) : [];
}

/** Returns what all matches hold, if nothing else is in the text. */
function takeAll(text: string, form: RegExp, read: (match: RegExpExecArray) => unknown[]): unknown[] | undefined {
	const found = [...text.matchAll(form)];
	return found.length > 0 && text.replace(form, '').trim() === '' ? found.flatMap(read) : undefined;
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
