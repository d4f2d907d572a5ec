import { conversationField } from './known-fields';
import { findSaid } from './tell-agent';
import type { Field, NodeStep } from '../../tree/plan-tree';

const told =
	/^.*?(?:^|\s)(?:tell|inform|notify|warn|say|write|send|avis|inform|notifi|comuni|diz|diga|escrev|envi|mand)\p{L}*(?:\s\p{L}+){0,6}?\s(?:that|que|saying|dizendo(?: que)?)\s+(?<text>\p{L}.{3,500})$/iu;
const quoted = /["“«](?<text>[^"”»]{4,500})["”»]/u;
const theirs: ReadonlyArray<readonly [RegExp, string]> = [[/\b(?:their|his|her)\b/giu, 'your']];
const others = /(?<!\p{L})(?:they|them|he|she|him|it|this|that|ele|ela|eles|elas|lhe|lhes|isso|isto)(?!\p{L})/iu;

export function inferText({ needs, name }: Pick<NodeStep, 'needs' | 'name'>): string | undefined {
	const verbatim = quoted.exec(needs)?.groups?.['text'];
	if (verbatim !== undefined) return verbatim.trim();
	// A name can be cut, and a need can say by which service.
	const said = [name, needs].flatMap((words) => (words.endsWith('…') ? [] : (told.exec(words)?.groups?.['text'] ?? [])))[0];
	const text = theirs.reduce((all, [shape, word]) => all.replace(shape, word), said ?? '').trim();
	if (text === '' || others.test(text)) return undefined;
	return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.\s]+$/, '')}.`;
}

/** Writes the fields that the words of a step name, each in a line: `Order number: 7`. Undefined where they name none. */
export function tellFields(step: Pick<NodeStep, 'needs' | 'name'>, known: readonly Field[]): string | undefined {
	const isMentioned = findSaid(step);
	const lines = known
		.filter((field) => field.name !== conversationField.name && isMentioned(field))
		.map(({ name, label = name }) => `${JSON.stringify(`${label}: `)} + (if ${name} = null then "-" else string(${name}))`);
	return lines.length === 0 ? undefined : `string join([${lines.join(', ')}], "\\n")`;
}

export function isRaw(value: unknown, known: readonly Field[]): boolean {
	const variable = typeof value === 'string' ? /^=\s*(\w+)\s*$/.exec(value)?.[1] : undefined;
	const field = known.find(({ name }) => name === variable);
	return field !== undefined && ['object', 'list', 'file', 'boolean'].includes(field.type);
}
