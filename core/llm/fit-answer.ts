import { isFields } from '../base/is-fields';
import { coerceToSchema } from '../json-schema/coerce';
import { canonicalJson } from '../json-schema/canonical-json';
import { findExcess, losesDigits } from '../json-schema/find-excess';
import type { Language } from '../base/text/languages';
import type { JsonSchema } from '../ports/models/models';
import { readJsonAnswers } from '../base/text/json/read-json-answer';

const maxLength = 1_000_000;
const bounds = { depth: 64, parts: 100_000, whole: true } as const;
const several = 'the answer has several JSON values that differ, and each of them fits: which one counts?';

export type FittedAnswer = { value: unknown; problems?: undefined } | { problems: string[] };

/** Finds JSON that fits a schema, with its types if nothing is lost. Two fitting values that differ are a problem: either could be meant. */
export async function fitAnswer(
	text: string,
	schema: JsonSchema,
	findProblems: (value: unknown) => string[] | Promise<string[]>,
): Promise<FittedAnswer> {
	if (text.length > maxLength) return { problems: [`the whole is longer than ${maxLength} characters`] };
	const answers = [...readJsonAnswers(text)];
	const fitting = new Map<string, unknown>();
	let problems: string[] | undefined;
	const judge = async (answer: unknown) => {
		const value = coerceToSchema(answer, schema);
		const excess = findExcess(value, bounds);
		const faults = excess === undefined ? await findProblems(value) : [`the whole has ${excess}`];
		if (faults.length === 0) fitting.set(canonicalJson(value), value);
		else problems ??= faults;
	};
	for (const answer of answers) await judge(answer);
	// Models often write the value of the only field alone.
	if (fitting.size === 0) for (const answer of answers.flatMap((each) => withOnlyField(schema, each))) await judge(answer);
	if (fitting.size === 0) for (const answer of answers.flatMap((each) => unwrap(schema, each))) await judge(answer);
	if (fitting.size > 1) return { problems: [several] };
	for (const value of fitting.values()) return { value };
	return { problems: problems ?? ['the whole is not JSON'] };
}

function withOnlyField({ properties }: JsonSchema, value: unknown): unknown[] {
	const [name, ...others] = Object.keys(properties ?? {});
	return name !== undefined && others.length === 0 ? [{ [name]: value }] : [];
}

/** From a list of one, or an object of one unknown field: `{"result": {…}}`. */
function unwrap({ properties = {} }: JsonSchema, value: unknown): unknown[] {
	if (Object.keys(properties as object).length === 0) return [];
	if (Array.isArray(value)) return value.length === 1 ? value : [];
	const [only, ...others] = isFields(value) ? Object.entries(value) : [];
	const isWrapper = only !== undefined && others.length === 0 && !Object.hasOwn(properties as object, only[0]);
	return isWrapper && typeof only[1] === 'object' ? [only[1]] : [];
}

export function writeComplaint(problems: string[], language: Language = 'en'): string {
	const list = problems.map((problem) => `- ${problem}`).join('\n');
	return language === 'pt'
		? `Sua resposta não segue o esquema JSON:\n${list}\nResponda de novo com um único valor JSON inteiro, corrigido, e nada mais: sem palavras e sem cerca de código.`
		: `Your answer does not fit the JSON schema:\n${list}\nAnswer again with one whole JSON value, corrected, and nothing else: no words, no code fence.`;
}

export const adviseAuthor = (problems: string[]): string =>
	problems.some((problem) => problem.includes(losesDigits))
		? 'Declare this field as {"type": "string"} in the schema: long numbers, such as IDs, are texts.'
		: 'Describe the output in the prompt, simplify the schema, or choose a model that supports structured output.';
