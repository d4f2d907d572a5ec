import { isMap, isScalar, parseDocument } from 'yaml';
import { variableName } from '../prompt-template';
import type { JsonSchema } from './picoschema';
import { type Dotprompt, invalid, lineOf, readDotprompt } from './read-dotprompt';
import { headFields, type OwnField, ownFields, partFields, splitHead } from './split-head';

/** As strict as for a published prompt: an unknown field is a fault. @throws TroupeError INPUT_INVALID at its line, INPUT_TOO_LARGE */
export function readPromptHead(text: string, where: string): Dotprompt {
	const dotprompt = readDotprompt(text, where);
	const { head = '', firstLine } = splitHead(text);
	for (const { name, start } of listFields(head)) {
		if ([...ownFields, ...headFields].some((known) => known === name) || /^[^.]+\../.test(name)) continue;
		throw invalid(where, `its head has the field ${name.slice(0, 100)}`, firstLine + countLines(head, start));
	}
	for (const [part, known] of Object.entries(partFields)) {
		const strange = Object.keys(dotprompt.raw?.[part] ?? {}).find((name) => !known.some((one) => one === name) && !name.includes('.'));
		if (strange === undefined) continue;
		const path = `${part}.${strange}`;
		throw invalid(where, `its head has the field ${path.slice(0, 100)}; ${part} has ${known.join(' and ')}`, lineOf(head, path, firstLine));
	}
	return dotprompt;
}

export function takeOwnFields(text: string): { own: Partial<Record<OwnField, string>>; content: string } {
	const { head = '', headStart } = splitHead(text);
	const found = listFields(head).filter(({ name }) => ownFields.some((own) => own === name));
	const content = found.reduceRight((rest, { start, end }) => rest.slice(0, headStart + start) + rest.slice(headStart + end), text);
	return { own: Object.fromEntries(found.map(({ name, value }) => [name, value])), content: content.trim() };
}

interface Field {
	name: string;
	value: string;
	start: number;
	end: number;
}

function listFields(head: string): Field[] {
	const { contents } = parseDocument(head, { schema: 'core', logLevel: 'silent' });
	if (!isMap(contents)) return [];
	return contents.items.flatMap(({ key, value }) => {
		if (!isScalar(key) || !key.range) return [];
		const start = head.lastIndexOf('\n', key.range[0]) + 1;
		const after = isScalar(value) && value.range ? value.range[1] : key.range[1];
		const next = head[after - 1] === '\n' ? after : head.indexOf('\n', after) + 1;
		const written = isScalar(value) ? (typeof value.value === 'string' ? value.value : (value.source ?? '')) : '';
		return [{ name: String(key.value), value: written.trim(), start, end: next === 0 ? head.length : next }];
	});
}

const countLines = (text: string, to: number): number => text.slice(0, to).split('\n').length - 1;

interface DeclaredInput {
	name: string;
	schema: JsonSchema;
	/** Has neither a default nor a schema that lets it be absent. */
	isRequired: boolean;
}

/** Undefined without a schema: each name of the template is an input. */
export function listDeclared({ input }: Dotprompt['head']): DeclaredInput[] | undefined {
	if (!input?.schema) return undefined;
	const { properties = {}, required = [] } = input.schema as { properties?: Record<string, JsonSchema>; required?: string[] };
	return Object.entries(properties).map(([name, schema]) => ({
		name,
		schema,
		isRequired: required.includes(name) && !Object.hasOwn(input.default ?? {}, name),
	}));
}

export function findInputProblems(head: Dotprompt['head']): string[] {
	const declared = listDeclared(head);
	const { type = 'object' } = head.input?.schema ?? {};
	if (type !== 'object') return ['input.schema has to be a map of inputs, each NAME: TYPE'];
	const names = [...(declared ?? []).map(({ name }) => name), ...Object.keys(head.input?.default ?? {})];
	const unfit = [...new Set(names)].filter((name) => !variableName.test(name));
	const { required = [] } = (head.input?.schema ?? {}) as { required?: string[] };
	const lacking = declared ? required.filter((name) => !declared.some((one) => one.name === name)) : [];
	const strange = declared ? Object.keys(head.input?.default ?? {}).filter((name) => !declared.some((one) => one.name === name)) : [];
	return [
		...unfit.map((name) => `the input ${JSON.stringify(name.slice(0, 100))} is not a name of letters from A to Z, digits and _`),
		...strange.map((name) => `input.default has ${name.slice(0, 100)}, which input.schema does not have`),
		...lacking.map((name) => `input.schema requires ${name.slice(0, 100)}, which it does not have`),
	];
}

export function listRequired({ head }: Pick<Dotprompt, 'head'>, names: readonly string[]): string[] {
	const declared = listDeclared(head);
	if (declared) return declared.filter(({ isRequired }) => isRequired).map(({ name }) => name);
	return names.filter((name) => !Object.hasOwn(head.input?.default ?? {}, name));
}

export const listUnfollowed = ({ raw = {} }: Pick<Dotprompt, 'raw'>): string[] =>
	['model', 'config', 'output', 'tools', 'toolDefs'].filter((name) => raw[name] !== undefined && raw[name] !== null);
