import type { ToolCall } from '../../ports/models/models';
import { readTaggedCalls, toCalls } from '../../ports/models/tagged-calls';
import { readJsonAnswers } from '../../base/text/json/read-json-answer';

const maxCharacters = 20_000;

const named = /<function=([\w-]{1,64})>([\s\S]{0,20000}?)<\/function>/gi;
const listed = /^\[TOOL_CALLS\]\s*(?:([\w-]{1,64})\s*(?:\[ARGS\])?)?([\s\S]+)$/i;
const tagged = /^\s*<(?:tool_call|function_call|function=)/i;
const plain = /^\s*(?:\[TOOL_CALLS\]|```(?:json|tool\w{0,5})?\s*[[{]|[{[]\s*["{])/i;

export function readWrittenCalls(text: string, names: readonly string[]): ToolCall[] | undefined {
	if (names.length === 0 || text.length > maxCharacters || !(tagged.test(text) || plain.test(text))) return undefined;
	const calls = listCalls(text.trim());
	return calls.length > 0 && calls.every(({ name }) => names.includes(name)) ? calls : undefined;
}

export const listJsonCalls = (values: Iterable<unknown>): ToolCall[] => [...values].flatMap((value) => toCalls([value]));

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
