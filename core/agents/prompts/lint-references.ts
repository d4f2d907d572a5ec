/** Rules for references in braces. */
import { findNearName } from '../../base/text/near-name';
import { findMarked } from './find-marks';
import { listUnmatched, variableName } from '../../prompts/prompt-template';
import type { Found, Place } from './prompt-finding';

export interface PromptInput {
	name: string;
	isUntrusted?: boolean;
	example?: string;
}

interface Reference extends Place {
	inner: string;
}

const maxCompared = 20;
/** A hostile prompt could make longer comparisons slow. */
const maxMisspelled = 30;
const written = /\{\{([^{}\n]{0,200})\}\}/g;

const findReferences = (text: string): Reference[] =>
	[...text.matchAll(written)].map(({ 0: { length }, 1: inner, index }) => ({ inner: inner!, start: index, end: index + length }));

/** Checks references and braces. @param inputs of the prompt; absent: any name is one */
export function lintReferences(text: string, inputs: readonly PromptInput[] | undefined): Found[] {
	const references = findReferences(text);
	const rest = text.replace(written, (match) => ' '.repeat(match.length));
	const unmatched = listUnmatched(rest);
	const single = new Set(unmatched.filter(({ braces }) => braces === '}').map(({ start }) => start));
	const names = inputs?.map(({ name }) => name);
	const known = names && { names: new Set(names), findNear: rememberNear(names) };
	const used = new Set(references.map(({ inner }) => inner));
	return [
		...references.flatMap((reference) => lintReference(reference, known)),
		...unmatched.filter(({ braces }) => braces.length === 2).map(({ braces, start }) => strayBraces(braces, start)),
		...references.filter(({ start, end }) => text[start - 1] === '{' || single.has(end)).map(thirdBrace),
		...(names ?? []).filter((name) => !used.has(name)).map(unusedInput),
		...lintUntrusted(text, references, inputs ?? []),
	];
}

interface Known {
	names: ReadonlySet<string>;
	findNear: (name: string) => string | undefined;
}

function rememberNear(names: readonly string[]): Known['findNear'] {
	const near = new Map<string, string | undefined>();
	return (name) => {
		if (!near.has(name) && near.size < maxCompared && name.length <= maxMisspelled) near.set(name, findNearName(name, names));
		return near.get(name);
	};
}

function lintReference({ inner, start, end }: Reference, known: Known | undefined): Found[] {
	const finding = { rule: 'broken-reference', level: 'error', start, end, about: inner } as const;
	if (variableName.test(inner)) {
		if (!known || known.names.has(inner)) return [];
		const near = known.findNear(inner);
		const fix =
			near === undefined ? `Add the input ${inner}, or use one that the prompt has.` : `Write {{${near}}}, or add the input ${inner}.`;
		return [{ ...finding, ...(near !== undefined && { near }), message: `The prompt has no input ${inner}.`, fix }];
	}
	const name = inner.trim();
	if (variableName.test(name))
		return [{ ...finding, near: name, message: `{{${inner}}} has blanks, so it is not filled in.`, fix: `Write {{${name}}}.` }];
	if (/^[#/^>!&~]|^else$/.test(name))
		return [
			{
				...finding,
				message: `{{${inner}}} is a block, a partial or a comment of another format.`,
				fix: 'Write the text itself, without it.',
			},
		];
	const near = toName(name);
	const isName = variableName.test(near);
	return [
		{
			...finding,
			...(isName && { near }),
			message: `{{${inner}}} is not a name, so it is not filled in.`,
			fix: `Use letters of A to Z, digits and _, with a letter first${isName ? `, such as {{${near}}}` : ''}.`,
		},
	];
}

const toName = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^A-Za-z0-9_]+/g, '_')
		.replace(/^(?=\d)/, '_');

const strayBraces = (braces: string, start: number): Found => ({
	rule: 'stray-braces',
	level: 'error',
	start,
	end: start + braces.length,
	about: braces,
	message: `${braces} belongs to no {{input}}: the model would read it as it is.`,
	fix: 'Remove it, or complete the reference on one line.',
});

const thirdBrace = ({ inner, start, end }: Reference): Found => ({
	rule: 'stray-braces',
	level: 'warning',
	start,
	end,
	about: inner,
	message: `{{${inner}}} is in a third pair of braces, which the model would read.`,
	fix: 'Write two braces on each side.',
});

const unusedInput = (name: string): Found => ({
	rule: 'unused-input',
	level: 'warning',
	start: 0,
	end: 0,
	about: name,
	message: `The text does not use the input ${name}.`,
	fix: `Write {{${name}}} where its value belongs, or remove the input.`,
});

function lintUntrusted(text: string, references: readonly Reference[], inputs: readonly PromptInput[]): Found[] {
	const untrusted = new Set(inputs.filter(({ isUntrusted }) => isUntrusted).map(({ name }) => name));
	const places = references.filter(({ inner }) => untrusted.has(inner));
	if (places.length === 0) return [];
	const marked = findMarked(text);
	let next = 0;
	return places
		.filter(({ start, end }) => {
			while (next < marked.length && marked[next]!.end < end) next += 1;
			return !(next < marked.length && marked[next]!.start <= start);
		})
		.map(({ inner, start, end }) => ({
			rule: 'untrusted-outside-marks',
			level: 'warning',
			start,
			end,
			about: inner,
			message: `Others can write ${inner}, and nothing marks where their text begins and ends.`,
			fix: `Write <${inner}>{{${inner}}}</${inner}>, and say that the text between the marks is data without orders.`,
		}));
}
