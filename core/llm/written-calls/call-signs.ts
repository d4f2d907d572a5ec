import { readJsonAnswers } from '../../base/text/json/read-json-answer';
import { listJsonCalls } from './read-written-calls';

/** Calls as text, which the server did not read: tags, brackets, fences and marks, steps of a plan, or the name of a hand-over. */
const marks = new RegExp(
	[
		String.raw`<[/|｜]?\s{0,3}(?:\w{1,20}:)?(?:tools?|functions?|invoke|use_tool|action_start|plugin|hand_?off|channel|python_tag)(?![a-z])`,
		String.raw`<[/|｜]?(?:tools?|functions?)[_▁]?calls?`,
		String.raw`</?(?:parameter|arg_(?:key|value))[\s=>]`,
		String.raw`\[/?(?:END_)?TOOL_(?:CALLS?|REQUEST|RESULTS?)`,
		String.raw`\[tool_call`,
		String.raw`\x60{3}tool`,
		String.raw`✿FUNCTION✿|\bto=functions\.|\bfunctions\.\w{1,64}[(:]`,
		String.raw`\b(?:transfer|hand_?off|hand_?over|delegate)_(?:back_)?to_\w`,
		String.raw`^\s{0,9}(?:Action|Ação)\s?:\s{0,9}(?:\w+\s*(?:\n|\[|$)|\n\x60{3})`,
		String.raw`^\s{0,9}(?:Action Input|Observation)\s?:`,
	].join('|'),
	'im',
);
const json = /(?:^|\n)\s{0,9}(?:\x60{3}\w{0,10}\s{0,3})?[[{]\s{0,9}["'{}[\]]|\{\s{0,9}["']\w{1,40}["']\s{0,9}:/;
const maxCharacters = 20_000;
const handOvers = ['transfer_', 'handoff_', 'hand_off_', 'handover_', 'hand_over_', 'delegate_', 'functions.', 'to=functions.'];
const begunSign =
	/(?:<[^<>\n]{0,40}|\[[\w/]{0,20}|\x60{1,3}\w{0,10}\s{0,3}[[{]?\s{0,9}|(?:^|\n)\s{0,9}(?:\[\s{0,9})?|\{\s{0,9}(?:["']\w{0,40}["']?\s{0,9})?|✿\w{0,9})$/;
const begunStep = /(?:^|\n)\s{0,9}(?:A(?:c|ç)?|O)\w{0,10}(?: \w{0,6})?\s?:?\s{0,9}\w{0,30}$/i;
const lastWord = /[\w.="]{1,64}\s{0,3}(?:→|=>?)?\s{0,3}$/;

/** Longer than any sign. */
export const maxSignLength = 120;

export interface CallSigns {
	isCall: (text: string) => boolean;
	findName: (text: string) => string | undefined;
	findFirst: (text: string, from: number) => number;
	countBegun: (text: string) => number;
}

export function createCallSigns(names: readonly string[]): CallSigns {
	const technical = names.filter((name) => /[a-z0-9]_[a-z0-9]/i.test(name) || /^[a-z]{2,}[A-Z][a-z]/.test(name));
	const used = either(
		names,
		(list) =>
			String.raw`(?<![\w-])${list}"?(?:\(|\[(?!\d|[A-Z]{2,16}_\d)|\s{0,3}(?:→|=>)?\s{0,3}\{|\s{0,3}(?:→|=>)\s{0,3}\[)|<${list}[\s>/]`,
	);
	const named = either(technical, (list) => String.raw`(?<![\w-])${list}(?![\w-])`);
	const words = [...names, ...handOvers];
	const signs = [marks, json, used, named].map((sign) => new RegExp(sign, `${sign.flags}g`));
	return {
		isCall(text) {
			const begun = text.slice(0, maxCharacters);
			return marks.test(begun) || used.test(begun) || holdsCall(begun, names);
		},
		findName: (text) => named.exec(text)?.[0],
		findFirst(text, from) {
			const places = signs.flatMap((sign) => {
				sign.lastIndex = from;
				return sign.exec(text)?.index ?? [];
			});
			return places.length === 0 ? -1 : Math.min(...places);
		},
		countBegun(text) {
			const end = text.slice(-maxSignLength);
			const [word = ''] = lastWord.exec(end) ?? [];
			const isName = words.some((name) => name.startsWith(word) || word.startsWith(name));
			const begun = [begunStep.exec(end)?.[0], begunSign.exec(end)?.[0], isName ? word : ''];
			return Math.max(...begun.map((one = '') => one.length));
		},
	};
}

/** `get_order(…`, `get_order {…`, `<get_order>`; people can name a tool, and cite or link after it. */
function either(names: readonly string[], write: (list: string) => string): RegExp {
	return new RegExp(names.length === 0 ? '(?!)' : write(`(?:${names.map((name) => name.replace(/\W/g, '\\$&')).join('|')})`));
}

function holdsCall(text: string, names: readonly string[]): boolean {
	if (!json.test(text)) return false;
	const values = [...readJsonAnswers(text)];
	if (values.some((value) => isCallOf(value, names))) return true;
	if (!/^\s*(?:\x60{3}(?:json)?\s*)?[[{]\s*["{}]/.test(text)) return false;
	return values.length === 0 || listJsonCalls(values).length > 0;
}

/** `{"action": "get_order"}`, `{"get_order": …}`. */
function isCallOf(value: unknown, names: readonly string[]): boolean {
	const texts = new Set(listTexts(value));
	return names.some((name) => texts.has(name));
}

const maxTexts = 1_000;

function listTexts(value: unknown): string[] {
	const waiting = [value];
	const texts: string[] = [];
	for (const one of waiting) {
		if (waiting.length > maxTexts) break;
		if (typeof one === 'string') texts.push(one);
		if (typeof one !== 'object' || one === null) continue;
		if (!Array.isArray(one)) texts.push(...Object.keys(one));
		for (const part of Object.values(one)) waiting.push(part);
	}
	return texts;
}
