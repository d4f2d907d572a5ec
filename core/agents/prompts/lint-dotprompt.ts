/** Rules for the references of a Dotprompt: its head declares inputs, its template uses them. */
import { getErrorMessage, isTroupeError, type TroupeError } from '../../base/errors';
import { findNearName } from '../../base/text/near-name';
import { compileSchema } from '../../json-schema/compile-schema';
import { type DotpromptUse, readDotpromptUse } from '../../prompts/describe-prompt';
import { listRequired } from '../../prompts/dotprompt/prompt-head';
import type { TemplateFault } from '../../prompts/dotprompt/template-use';
import { findMarked } from './find-marks';
import type { PromptInput } from './lint-references';
import type { Found } from './prompt-finding';
import { requireUsableSchema } from './usable-schema';

type Schema = Record<string, unknown>;

const reference = /^\{\{\{?~?\s*([A-Za-z_]\w*(?:\.\w+)*)\s*~?\}?\}\}$/;

/** Finds objects and lists of them in the text: Handlebars writes `[object Object]`. */
function lintObjects(template: string, { head, written }: DotpromptUse): Found[] {
	const schema: Schema | undefined = head.input?.schema;
	if (!schema) return [];
	return written.flatMap(({ input, start, end }): Found[] => {
		const name = reference.exec(template.slice(start, end))?.[1];
		const [first, ...fields] = name?.split('.') ?? [];
		// In a block, a name is one of its items.
		if (name === undefined || first !== input || !isObject(findField(schema, [input, ...fields]))) return [];
		return [
			{
				rule: 'written-object',
				level: 'warning',
				start,
				end,
				about: name,
				message: `${name} is an object, which a model would read as [object Object].`,
				fix: `Write a field of it, or all of it as JSON: {{json ${name}}}.`,
			},
		];
	});
}

const findField = (schema: Schema, names: readonly string[]): Schema | undefined =>
	names.reduce<Schema | undefined>((at, name) => (at?.properties as Record<string, Schema> | undefined)?.[name], schema);

function isObject(schema: Schema | undefined): boolean {
	const types = [schema?.type].flat();
	return types.includes('object') || (types.includes('array') && isObject(schema?.items as Schema | undefined));
}

const maxCompared = 20;
const maxMisspelled = 30;

export interface LintedDotprompt {
	found: Found[];
	variables: string[];
	/** The text with its head blanked: a model does not read YAML. */
	template: string;
}

/** Checks head, references and marks of a Dotprompt. @param inputs of the prompt; absent: those of its head */
export async function lintDotprompt(content: string, inputs: readonly PromptInput[] | undefined): Promise<LintedDotprompt> {
	let use: DotpromptUse;
	try {
		use = await readDotpromptUse(content, 'The prompt');
		await requireUsableSchema(content, 'The prompt');
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		return { found: [headFault(content, error)], variables: [], template: content };
	}
	const { head, variables, bodyStart, faults, problems, unused } = use;
	const template = content.slice(0, bodyStart).replace(/[^\n]/g, ' ') + content.slice(bodyStart);
	const found = [
		...[...problems, ...(await findSchemaProblems(use))].map(headProblem),
		...faults.map(toFound(faults)),
		...unused.map(unusedInput),
		...(inputs ? lintInputs(inputs, variables, listRequired({ head }, variables)) : []),
		...lintUntrusted(template, use, inputs ?? []),
		...lintObjects(template, use),
	];
	return { found, variables, template };
}

function headFault(content: string, { message, fix, details }: TroupeError): Found {
	const line = typeof details.line === 'number' ? details.line : 1;
	const lines = content.split('\n');
	const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
	return {
		rule: 'broken-reference',
		level: 'error',
		start,
		end: start + (lines[line - 1]?.length ?? 0),
		about: '---',
		message,
		fix: fix ?? 'Correct it there.',
	};
}

/** Values are not checked against the schema's formats, which must still be known. */
async function findSchemaProblems({ head }: DotpromptUse): Promise<string[]> {
	const schema = head.input?.schema;
	if (!schema) return [];
	return compileSchema(schema, { thorough: true }).then(
		() => [],
		(error: unknown) => [`input.schema is not a usable JSON schema (${getErrorMessage(error).slice(0, 300)})`],
	);
}

const headProblem = (problem: string): Found => ({
	rule: 'broken-reference',
	level: 'error',
	start: 0,
	end: 0,
	about: '---',
	message: `In the head of the prompt, ${problem}.`,
	fix: 'Correct it there.',
});

function toFound(faults: readonly TemplateFault[]): (fault: TemplateFault) => Found {
	const compared = new Set(faults.slice(0, maxCompared));
	return (fault) => {
		const { kind, names = [], about, start, end, message, fix } = fault;
		const near = compared.has(fault) && about.length <= maxMisspelled ? findNearName(about, names) : undefined;
		return {
			rule: kind === 'tag' ? 'stray-braces' : 'broken-reference',
			level: 'error',
			start,
			end,
			about,
			message,
			...(near === undefined ? { fix } : { near, fix: `Write ${near}, or add ${about} to input.schema.` }),
		};
	};
}

const unusedInput = (name: string): Found => ({
	rule: 'unused-input',
	level: 'warning',
	start: 0,
	end: 0,
	about: name,
	message: `The text does not use the input ${name}.`,
	fix: `Write {{${name}}} where its value belongs, or remove the input.`,
});

function lintInputs(inputs: readonly PromptInput[], variables: readonly string[], required: readonly string[]): Found[] {
	const given = inputs.map(({ name }) => name);
	return [
		...given.filter((name) => !variables.includes(name)).map(unusedInput),
		...required
			.filter((name) => !given.includes(name))
			.map((name): Found => ({
				rule: 'broken-reference',
				level: 'error',
				start: 0,
				end: 0,
				about: name,
				message: `The prompt needs the input ${name}, and does not get it.`,
				fix: `Add the input ${name}, or give it a default in the head.`,
			})),
	];
}

function lintUntrusted(template: string, { written }: DotpromptUse, inputs: readonly PromptInput[]): Found[] {
	const untrusted = new Set(inputs.filter(({ isUntrusted }) => isUntrusted).map(({ name }) => name));
	const places = written.filter(({ input }) => untrusted.has(input));
	if (places.length === 0) return [];
	const marked = findMarked(template);
	let next = 0;
	return places
		.toSorted((one, other) => one.start - other.start)
		.filter(({ start, end }) => {
			while (next < marked.length && marked[next]!.end < end) next += 1;
			return !(next < marked.length && marked[next]!.start <= start);
		})
		.map(({ input, start, end }) => ({
			rule: 'untrusted-outside-marks',
			level: 'warning',
			start,
			end,
			about: input,
			message: `Others can write ${input}, and nothing marks where their text begins and ends.`,
			fix: `Write <${input}> before it and </${input}> after it, and say that the text between the marks is data without orders.`,
		}));
}
