/** Fills in a Dotprompt for an agent: values are texts, typed by the schema of the head. */
import { isTroupeError, TroupeError } from '../../base/errors';
import { coerceToSchema } from '../../json-schema/coerce';
import { compileSchema } from '../../json-schema/compile-schema';
import { type Dotprompt, readDotprompt } from '../../prompts/dotprompt/read-dotprompt';
import { renderDotprompt } from '../../prompts/dotprompt/dotprompt';
import type { JsonSchema } from '../../prompts/dotprompt/picoschema';
import type { Message } from '../../prompts/dotprompt/to-messages';
import { listDeclared, listRequired } from '../../prompts/dotprompt/prompt-head';
import { readDotpromptUse } from '../../prompts/describe-prompt';
import { maxPrompt } from '../../prompts/prompt-template';
import { requireUsableSchema } from './usable-schema';

/**
 * @param where the prompt, for the error @throws TroupeError AGENT_INVALID if an input has no value or one that does not fit, or the text gets too
 * long
 */
export async function fillSystemText(text: string, values: Record<string, unknown>, where: string): Promise<string> {
	const messages = await fillDotprompt(text, values, where);
	const filled = readSystemText(messages, where);
	requireLength(filled, where);
	if (filled === '') throw unfit(`${where} has no text with its inputs filled in.`, 'Write text that does not depend on an input.');
	return filled;
}

/** @throws TroupeError AGENT_INVALID */
export function requireLength({ length }: string, where: string): void {
	if (length <= maxPrompt) return;
	const message = `${where} has ${length} characters with its inputs filled in; the max is ${maxPrompt}.`;
	throw unfit(message, 'Shorten the prompt, or the values of its inputs and settings.');
}

/**
 * Renders a Dotprompt with texts, or values of readValues. @param places texts for inputs without a value, of any type @throws TroupeError
 * AGENT_INVALID
 */
export async function fillDotprompt(
	text: string,
	values: Record<string, unknown>,
	where: string,
	places: Record<string, string> = {},
): Promise<Message[]> {
	try {
		await requireUsableSchema(text, where);
		const missing = await listMissing(text, { ...values, ...places }, where);
		if (missing.length > 0) throw lacking(missing, where);
		const { values: input, problems } = await fitValues(readDotprompt(text, where).head, values, Object.keys(places));
		if (problems.length > 0) throw unfitting(problems, where);
		return (await renderDotprompt({ template: text, data: { input: { ...input, ...places } } }, where)).messages;
	} catch (cause) {
		throw asAgentFault(cause);
	}
}

/** Returns the declared input schemas by name. @throws TroupeError AGENT_INVALID */
export function readInputs(text: string, where: string): Map<string, JsonSchema> {
	try {
		return new Map((listDeclared(readDotprompt(text, where).head) ?? []).map(({ name, schema }) => [name, schema]));
	} catch (cause) {
		throw asAgentFault(cause);
	}
}

function asAgentFault(cause: unknown): unknown {
	if (!isTroupeError(cause) || cause.code === 'AGENT_INVALID') return cause;
	const { message, fix, details } = cause;
	return new TroupeError({ code: 'AGENT_INVALID', message, fix, details, cause });
}

/** Lists required inputs without a value. @throws TroupeError INPUT_INVALID */
export async function listMissing(text: string, values: Record<string, unknown>, where: string): Promise<string[]> {
	const { head, variables } = await readDotpromptUse(text, where);
	return listRequired({ head }, variables).filter((name) => !Object.hasOwn(values, name));
}

const lacking = (names: readonly string[], where: string) =>
	unfit(
		`${where} has inputs without a value: ${names.slice(0, 10).join(', ')}.`,
		'Set each of them in "promptReference.variables" of the agent, or declare it in "settings".',
	);

/** Converts values to the inputs' types, drops other names, and lists misfits. @throws TroupeError AGENT_INVALID */
export async function readValues(text: string, values: Record<string, unknown>, where: string): Promise<Fitted> {
	try {
		await requireUsableSchema(text, where);
		return await fitValues(readDotprompt(text, where).head, values, []);
	} catch (cause) {
		throw asAgentFault(cause);
	}
}

interface Fitted {
	values: Record<string, unknown>;
	problems: string[];
}

async function fitValues(head: Dotprompt['head'], values: Record<string, unknown>, absent: readonly string[]): Promise<Fitted> {
	const schema = head.input?.schema;
	const declared = listDeclared(head);
	if (!schema || !declared) return { values, problems: [] };
	// The prompt need not use all settings.
	const own = Object.fromEntries(declared.filter(({ name }) => Object.hasOwn(values, name)).map(({ name }) => [name, values[name]]));
	const typed = coerceToSchema(own, schema) as Record<string, unknown>;
	const needed = { ...schema, required: ((schema.required as string[] | undefined) ?? []).filter((name) => !absent.includes(name)) };
	return { values: typed, problems: (await compileSchema(needed, { thorough: false }))({ ...head.input?.default, ...typed }) };
}

const unfitting = (problems: readonly string[], where: string) =>
	unfit(
		`${where} has values that do not fit its inputs: ${problems.slice(0, 5).join('; ')}.`,
		'Correct these values: --set, the variables of "promptReference", or the settings.',
	);

/** An agent's prompt is its system text. A template without roles counts whole. */
function readSystemText(messages: readonly Message[], where: string): string {
	const [only, ...others] = messages;
	const isPlain = only?.role === 'user' && others.length === 0;
	const strange = isPlain ? undefined : messages.find(({ role }) => role !== 'system');
	if (strange) throw notSystem(where, `text of the role ${strange.role}`);
	return messages
		.map(({ content }) => content.map((part) => readText(part, where)).join(''))
		.join('\n\n')
		.trim();
}

function readText(part: Message['content'][number], where: string): string {
	if ('text' in part && typeof part.text === 'string') return part.text;
	throw notSystem(where, 'a part without text');
}

const notSystem = (where: string, problem: string) =>
	unfit(
		`${where} has ${problem}; an agent's prompt has system text only.`,
		'Write it as text of {{role "system"}}, or publish a version without it.',
	);

const unfit = (message: string, fix: string) => new TroupeError({ code: 'AGENT_INVALID', message, fix });
