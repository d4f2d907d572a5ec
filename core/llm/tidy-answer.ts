/** Small models write an answer as a script: with a role's name, the customer's next words, or marks of their chat template. */
import { isFields } from '../base/is-fields';
import { parseLenientJson } from '../base/text/json/parse-lenient-json';

const assistants = 'assistant|ai|bot|agent|(?:final )?answer|reply|response|assistente|atendente|agente|resposta(?: final)?';
const persons = 'user|customer|client|human|person|usu[aá]ri[oa]|cliente|humano|pessoa';
const label = (names: string) => String.raw`[*_#>]{0,3}(?:${names})[*_]{0,2}[ \t]?:[*_]{0,2}(?!\/)`;

const leading = new RegExp(
	String.raw`^\s{0,9}(?:(?:<\|im_start\|>|<\|start_header_id\|>|<start_of_turn>)(?:assistant|model)?(?:<\|end_header_id\|>)?\s{0,9})?(?:${label(assistants)}\s{0,9})?`,
	'i',
);
const spoken = new RegExp(String.raw`^\s{0,9}(?:${label(assistants)}|<\|im_start\|>|<\|start_header_id\|>|<start_of_turn>)`, 'i');
const asked = new RegExp(String.raw`^\s{0,9}${label(persons)}`, 'i');
const laterAnswer = new RegExp(String.raw`\n[ \t]{0,9}${label(assistants)}`, 'i');
const laterPerson = new RegExp(String.raw`\s{0,9}\n[ \t]{0,9}${label(persons)}`, 'i');
const endMark = /\s{0,9}(?:<\|(?:im_end|im_start|eot_id|end|endoftext|end_of_text)\|>|<\/s>|<end_of_turn>|\[\/INST\])/i;
const fields = /^(?:answer|response|reply|text|message|content|output|summary|resposta|mensagem|texto|resumo)$/i;

const longestMark = 40;
const maxCharacters = 20_000;

/** What an answer may be. */
interface TidyOptions {
	/** It was asked for as JSON. */
	mayBeJson?: boolean;
	/** It can be a dialogue, or data: only the marks of a model's own format are taken out. */
	mayBeScript?: boolean;
}

/** Returns the answer without what makes it a script, and out of an object that holds nothing else. Any other text stays as it is. */
export function tidyAnswer(text: string, { mayBeJson = false, mayBeScript = false }: TidyOptions = {}): string {
	if (text.length > maxCharacters) return text;
	if (mayBeScript) return untilMark(text);
	const plain = mayBeJson ? text : (unwrap(text) ?? text);
	const said = asked.test(plain) ? takeAnswer(plain) : plain;
	const begun = findStart(said);
	const end = findEnd(said.slice(begun), begun > 0 || said !== plain);
	return end < 0 ? said.slice(begun) : said.slice(begun, begun + end);
}

function untilMark(text: string): string {
	const at = endMark.exec(text)?.index ?? text.length;
	return text.slice(0, at).trim() === '' ? text : text.slice(0, at);
}

/** Like `tidyAnswer`, while the text is written. Holds back possible parts of a script. */
export async function* tidyStream(pieces: AsyncIterable<string>, options: TidyOptions = {}): AsyncGenerator<string> {
	let all = '';
	let shown = 0;
	let isHeld = false;
	for await (const piece of pieces) {
		all += piece;
		if (isHeld || all.trimStart().length < longestMark) continue;
		isHeld = !options.mayBeScript && shown === 0 && (asked.test(all) || /^\s*(?:`|\{)/.test(all));
		const begun = options.mayBeScript ? 0 : findStart(all);
		const later = all.slice(begun);
		const ends = options.mayBeScript ? [endMark] : [laterPerson, endMark];
		const mark = Math.min(...ends.map((each) => each.exec(later)?.index ?? Infinity));
		const safe = isHeld ? 0 : Math.min(mark, later.length - longestMark);
		isHeld ||= mark < Infinity;
		if (safe <= shown) continue;
		yield later.slice(shown, safe);
		shown = safe;
	}
	yield tidyAnswer(all, options).slice(shown);
}

function findStart(text: string): number {
	const begun = spoken.test(text) ? leading.exec(text)![0].length : 0;
	return text.slice(begun).trim() === '' ? 0 : begun;
}

/** Place where the model goes on with words of others; -1 without. */
function findEnd(text: string, isScript: boolean): number {
	const [mark = Infinity, person = Infinity] = [endMark, laterPerson].map((each) => each.exec(text)?.index);
	const next = isScript || laterAnswer.test(text) ? Math.min(mark, person) : mark;
	return next === Infinity || text.slice(0, next).trim() === '' ? -1 : next;
}

/** A script can begin with the question, like an example of the prompt: `Customer: "…" Good: "…"`. */
function takeAnswer(text: string): string {
	const good = /\s(?:good|bo[ma]|certo)[ \t]?:[ \t]{0,3}["“]([^"“”]{1,4000})["”]?\s{0,9}$/i.exec(text)?.[1];
	if (good !== undefined) return good;
	const answer = laterAnswer.exec(text);
	return answer ? text.slice(answer.index).trimStart() : text;
}

function unwrap(text: string): string | undefined {
	if (!/^\s*(?:`{3}(?:json)?\s*)?\{[\s\S]*\}\s*(?:`{3})?\s*$/.test(text)) return undefined;
	const value = parseLenientJson(text.trim())?.value;
	const [only, ...others] = isFields(value) ? Object.entries(value) : [];
	return only && others.length === 0 && fields.test(only[0]) && typeof only[1] === 'string' ? only[1] : undefined;
}
