import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { TroupeError, getErrorMessage } from '../../base/errors';
import { isJsonSchema, type JsonSchema, readPicoschema } from './picoschema';
import { splitHead } from './split-head';

export interface Head {
	name?: string;
	variant?: string;
	version?: string;
	description?: string;
	model?: string;
	config?: Record<string, unknown>;
	input?: { schema?: JsonSchema; default?: Record<string, unknown>; [other: string]: unknown };
	output?: { schema?: JsonSchema; format?: string; [other: string]: unknown };
	tools?: string[];
	toolDefs?: unknown[];
	metadata?: Record<string, unknown>;
	/** Fields with a dot: by the part up to the last dot, then by the rest. */
	ext?: Record<string, Record<string, unknown>>;
}

export interface Dotprompt {
	head: Head & { config: Record<string, unknown> };
	body: string;
	raw?: Record<string, unknown>;
}

const maxTemplate = 200_000;
const maxHead = 20_000;
const maxDepth = 20;

const text = { is: (value: unknown) => typeof value === 'string' || typeof value === 'number', expected: 'a text' };
const map = { is: (value: unknown) => typeof value === 'object' && !Array.isArray(value), expected: 'a map of fields' };
const list = { is: (value: unknown) => Array.isArray(value), expected: 'a list' };
const shapes = {
	name: text,
	variant: text,
	version: text,
	description: text,
	model: text,
	config: map,
	input: map,
	output: map,
	metadata: map,
	tools: list,
	toolDefs: list,
};

/**
 * A text without a head is a template alone. @param schemas for names in the head @param options replace fields of the head @throws TroupeError
 * INPUT_INVALID, INPUT_TOO_LARGE
 */
export function readDotprompt(text: string, where: string, schemas: Record<string, JsonSchema> = {}, options: Head = {}): Dotprompt {
	if (text.length > maxTemplate) throw tooLarge(where, text.length, maxTemplate);
	const { head: written, body, firstLine } = splitHead(text);
	const raw = written === undefined ? undefined : parseHead(written, where, firstLine);
	const own = raw ? sortFields(raw) : {};
	const head = mergeHeads(own, options);
	return {
		head: {
			ext: {},
			metadata: {},
			...head,
			...(head.input && { input: withSchema(head.input, schemas, where, 'input') }),
			...(head.output && { output: withSchema(head.output, schemas, where, 'output') }),
		},
		body,
		...(raw && { raw }),
	};
}

function parseHead(text: string, where: string, firstLine: number): Record<string, unknown> {
	if (text.length > maxHead) throw tooLarge(`The head of ${where}`, text.length, maxHead);
	const head = parseYaml(text, where, firstLine);
	if (head === null) return {};
	if (typeof head !== 'object' || Array.isArray(head)) throw invalid(where, 'its head is not a map of fields', firstLine);
	checkTree(head, where, 0);
	for (const [field, { is, expected }] of Object.entries(shapes)) {
		const value = (head as Record<string, unknown>)[field];
		if (value !== undefined && value !== null && !is(value))
			throw invalid(where, `${field} of its head is not ${expected}`, lineOf(text, field, firstLine));
	}
	checkInput((head as Head).input ?? {}, (path, problem) =>
		invalid(where, `${path} of its head ${problem}`, lineOf(text, path, firstLine)),
	);
	return head as Record<string, unknown>;
}

/** Refuses unreadable fields. Inner schemas are checked at compilation. */
function checkInput({ schema, default: defaults }: Record<string, unknown>, refuse: (path: string, problem: string) => TroupeError): void {
	if (isGiven(defaults) && !map.is(defaults)) throw refuse('input.default', 'is not a map of fields');
	// Picoschema is read as a whole.
	if (!isGiven(schema) || !isJsonSchema(schema)) return;
	const { properties, required } = schema;
	if (properties !== undefined && (properties === null || !map.is(properties)))
		throw refuse('input.schema.properties', 'is not a map of inputs');
	const broken = Object.entries(properties ?? {}).find(([, one]) => one === null || !(map.is(one) || typeof one === 'boolean'));
	if (broken) throw refuse(`input.schema.properties.${broken[0].slice(0, 100)}`, 'is not a schema');
	if (required !== undefined && !(Array.isArray(required) && required.every((name) => typeof name === 'string')))
		throw refuse('input.schema.required', 'is not a list of names');
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Or the line of the nearest field around it. */
export function lineOf(head: string, path: string, firstLine: number): number {
	const document = parseDocument(head, { schema: 'core', logLevel: 'silent' });
	const names = path.split('.');
	for (let node: unknown = document.contents, place = 0, index = 0; ; index += 1) {
		const pair = isMap(node) && node.items.find(({ key }) => isScalar(key) && key.value === names[index]);
		if (!pair) return firstLine + head.slice(0, place).split('\n').length - 1;
		place = (pair.key as Scalar).range?.[0] ?? place;
		node = pair.value;
	}
}

function parseYaml(text: string, where: string, firstLine: number): unknown {
	const document = parseDocument(text, { schema: 'core', logLevel: 'silent', prettyErrors: true });
	const [fault] = document.errors;
	if (fault) throw invalid(where, `its head is not YAML: ${firstSentence(fault)}`, firstLine + (fault.linePos?.[0].line ?? 1) - 1, fault);
	try {
		return document.toJS({ maxAliasCount: 0 }) as unknown;
	} catch (cause) {
		throw invalid(where, `its head is not YAML: ${firstSentence(cause)}`, firstLine, cause);
	}
}

const firstSentence = (cause: unknown): string =>
	getErrorMessage(cause)
		.split('\n')[0]!
		.replace(/ at line \d+, column \d+:?$/, '');

/** Refuses trees that are too deep, and names that reach beyond the tree in JavaScript. */
function checkTree(value: unknown, where: string, depth: number): void {
	if (typeof value !== 'object' || value === null) return;
	if (depth > maxDepth) throw invalid(where, `its head is nested deeper than ${maxDepth}`);
	for (const [key, inner] of Object.entries(value)) {
		if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw invalid(where, `its head has a field ${key}`);
		checkTree(inner, where, depth + 1);
	}
}

function sortFields(raw: Record<string, unknown>): Head {
	const fields = Object.entries(raw).filter(([key, value]) => Object.hasOwn(shapes, key) && value !== null);
	const ext: Record<string, Record<string, unknown>> = {};
	for (const [key, value] of Object.entries(raw)) {
		const dot = key.lastIndexOf('.');
		if (dot > 0 && !Object.hasOwn(shapes, key)) (ext[key.slice(0, dot)] ??= {})[key.slice(dot + 1)] = value;
	}
	return { ...Object.fromEntries(fields), ext };
}

function mergeHeads(own: Head, options: Head): Head & { config: Record<string, unknown> } {
	const defaults = { ...own.input?.default, ...options.input?.default };
	const input = own.input || options.input ? { ...own.input, ...options.input } : undefined;
	return {
		...own,
		...options,
		config: { ...own.config, ...options.config },
		...(input && { input: Object.keys(defaults).length > 0 ? { ...input, default: defaults } : input }),
	};
}

function withSchema<T extends { schema?: unknown }>(part: T, schemas: Record<string, JsonSchema>, where: string, name: string): T {
	if (part.schema === undefined || part.schema === null) return part;
	return { ...part, schema: readPicoschema(part.schema, schemas, `${name}.schema of ${where}`) };
}

export function invalid(where: string, problem: string, line?: number, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} is not a prompt: ${problem}${line === undefined ? '' : `, at line ${line}`}.`,
		fix: 'Correct it there. The format is Dotprompt: YAML between two lines of ---, then a template of Handlebars.',
		details: { where, ...(line !== undefined && { line }) },
		cause,
	});
}

export const tooLarge = (what: string, actual: number, expected: number): TroupeError =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${what} has ${Number.isFinite(actual) ? actual : 'too many'} characters; at most ${expected} are read.`,
		fix: 'Shorten it.',
		details: { expected, ...(Number.isFinite(actual) && { actual }) },
	});
