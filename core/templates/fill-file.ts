import { TroupeError } from '../base/errors';
import type { ParameterValues } from './parameter-values';
import type { TemplateFile } from './template';

/** `@{name}` with the name of a parameter. */
const placeholder = /@\{([A-Za-z][A-Za-z0-9]{0,39})\}/g;
const wholePlaceholder = /^@\{([A-Za-z][A-Za-z0-9]{0,39})\}$/;

type FileWithContent = TemplateFile & { content: string };

export const isJson = (path: string): boolean => /\.(json|form)$/i.test(path);

/** Used, but not declared. */
export function findUnknownPlaceholders({ content }: Pick<FileWithContent, 'content'>, names: readonly string[]): string[] {
	const used = [...content.matchAll(placeholder)].map(([, name]) => name!);
	return [...new Set(used)].filter((name) => !names.includes(name));
}

/**
 * Escapes values in JSON and XML only. A JSON text of one placeholder becomes the value itself: a number stays one. @throws TroupeError
 * INPUT_INVALID if a value would change its expression
 */
export function fillFile({ path, content }: Pick<FileWithContent, 'path' | 'content'>, values: ParameterValues): string {
	if (content.search(placeholder) === -1) return content;
	if (isJson(path)) return fillJson(path, content, values);
	if (/\.(bpmn|dmn|xml)$/i.test(path)) return replace(content, values, (name) => escapeXml(plainValue(path, name, values)));
	return replace(content, values, (name) => String(values[name]));
}

function fillJson(path: string, content: string, values: ParameterValues): string {
	const indent = /^[[{]\r?\n([\t ]+)/.exec(content)?.[1] ?? '\t';
	const filled: unknown = JSON.parse(content, (_key, text: unknown) => {
		if (typeof text !== 'string') return text;
		const [, name] = wholePlaceholder.exec(text) ?? [];
		if (name !== undefined && typeof values[name] !== 'string' && name in values) return values[name];
		return replace(text, values, (each) => (text.startsWith('=') ? plainValue : literalValue)(path, each, values));
	});
	return `${JSON.stringify(filled, null, indent)}\n`;
}

const replace = (text: string, values: ParameterValues, write: (name: string) => string): string =>
	text.replace(placeholder, (whole, name: string) => (name in values ? write(name) : whole));

/** A leading `=` marks an expression, in n8n as in BPMN. */
function literalValue(path: string, name: string, values: ParameterValues): string {
	const value = String(values[name]);
	if (value.startsWith('=')) throw unfit(path, name, 'it begins with =');
	return value;
}

/** A quote, a backslash or a brace would end the text around the value, or begin an expression. */
function plainValue(path: string, name: string, values: ParameterValues): string {
	const value = literalValue(path, name, values);
	if (/["'`\\{}]/.test(value)) throw unfit(path, name, 'it has a quote, a backslash or a brace');
	return value;
}

const unfit = (path: string, name: string, why: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The value of ${name} cannot stand in ${path}: ${why}, and the file has expressions.`,
		fix: 'Choose a value without these characters.',
		details: { parameter: name, path },
	});

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeXml = (value: string): string => value.replace(/[&<>]/g, (character) => entities[character]!);
