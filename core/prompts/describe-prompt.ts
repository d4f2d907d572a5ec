import { findInputProblems, listDeclared, listRequired, listUnfollowed, readPromptHead } from './dotprompt/prompt-head';
import { isDotprompt, ownFields } from './dotprompt/split-head';
import type { Dotprompt } from './dotprompt/read-dotprompt';
import type { TemplateFault, TemplateUse } from './dotprompt/template-use';
import { listVariables } from './prompt-template';

/** Absent: a text with `{{name}}` for its variables. */
export type PromptFormat = 'dotprompt';

export interface DescribedPrompt {
	format?: PromptFormat;
	variables: string[];
}

/** @throws TroupeError INPUT_INVALID at the line of a fault in its head */
export async function describePrompt(text: string, where: string): Promise<DescribedPrompt> {
	if (!isDotprompt(text)) return { variables: listVariables(text) };
	return { format: 'dotprompt', variables: (await readDotpromptUse(text, where)).variables };
}

export interface DotpromptUse extends Pick<TemplateUse, 'written'> {
	head: Dotprompt['head'];
	variables: string[];
	unused: string[];
	ownFields: string[];
	problems: string[];
	faults: TemplateFault[];
	bodyStart: number;
}

/** @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE */
export async function readDotpromptUse(text: string, where: string): Promise<DotpromptUse> {
	const { head, body, raw = {} } = readPromptHead(text, where);
	// Loaded for a Dotprompt alone.
	const { readTemplate } = await import('./dotprompt/read-template');
	const { inputs, usesAll, written, faults } = await readTemplate(body, head.input?.schema);
	const declared = listDeclared(head)?.map(({ name }) => name);
	const bodyStart = text.trimEnd().length - body.length;
	const move = <T extends { start: number; end: number }>(one: T): T => ({
		...one,
		start: one.start + bodyStart,
		end: one.end + bodyStart,
	});
	return {
		head,
		variables: declared ?? [...new Set([...inputs, ...Object.keys(head.input?.default ?? {})])],
		unused: usesAll ? [] : (declared ?? Object.keys(head.input?.default ?? {})).filter((name) => !inputs.includes(name)),
		ownFields: ownFields.filter((name) => raw[name] !== undefined),
		problems: findInputProblems(head),
		written: written.map(move),
		faults: faults.map(move),
		bodyStart,
	};
}

/** Inputs with need and type; other schema keywords, such as `$defs`; and the form of the answer. */
export function readContract(text: string, variables: readonly string[], where: string) {
	const { head } = readPromptHead(text, where);
	const required = listRequired({ head }, variables);
	const types = new Map((listDeclared(head) ?? []).map(({ name, schema }) => [name, schema]));
	// Without a schema, an input is what its template makes of it; an agent gives texts.
	const describe = (name: string) => ({ required: required.includes(name), type: withoutNull(types.get(name) ?? { type: 'string' }) });
	const keywords = Object.entries(head.input?.schema ?? {}).filter(([keyword]) => !contractless.includes(keyword));
	return {
		inputs: Object.fromEntries(variables.map((name) => [name, describe(name)])),
		keywords: Object.fromEntries(keywords),
		output: head.output ?? {},
	};
}

/** The inputs state these already; only declared inputs get values, so limits on others exclude none. */
const contractless = ['type', 'properties', 'required', 'additionalProperties'];

/** An optional input can be null too; stated once. */
function withoutNull(schema: Record<string, unknown>): Record<string, unknown> {
	const { type, enum: values } = schema;
	const [only, ...others] = Array.isArray(type) ? (type as unknown[]).filter((one) => one !== 'null') : [];
	return {
		...schema,
		...(only !== undefined && others.length === 0 && { type: only }),
		...(Array.isArray(values) && { enum: (values as unknown[]).filter((one) => one !== null) }),
	};
}

export function describeUnfollowed(text: string, where: string): string | undefined {
	const names = listUnfollowed(readPromptHead(text, where));
	return names.length === 0
		? undefined
		: `${where} has ${names.join(', ')} in its head, which agents do not follow: each has its own model, tools and output`;
}
