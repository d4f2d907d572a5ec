import type { Language } from '../../../core/base/text/languages';
import type { Block, Field, PlanTree } from '../../tree/plan-tree';
import { listLists } from '../../tree/list-tasks';
import { outlineTexts } from './outline-texts';
import { approval, readThreshold } from './read-condition';

/** Lets a person approve only what the answer limits it to: `the manager, above 5,000`. */
export function limitApproval(tree: PlanTree, approve: Block, answer: string, id: (name: string) => string): Block {
	const threshold = readThreshold(answer, tree.language);
	const operator = threshold?.operator;
	const field = operator === undefined ? undefined : takeAmount(tree, answer, threshold!.value);
	if (!field) return approve;
	const texts = outlineTexts[tree.language];
	const name = `${field.label ?? field.name} ${operator} ${threshold!.value}`;
	return {
		...{ kind: 'choice', id: id(name), name: `${name}?` },
		branches: [{ name, when: `${field.name} ${operator} ${threshold!.value}`, do: [approve] }],
		otherwise: { name: texts.otherwise, do: [] },
	};
}

const sums = /^(?:amount|total|sum|price|value|valor|preço|preco|montante)/i;

/** Returns the input that a limit is about: the one that the words name, an amount, or a new one. What begins by time brings none. */
export function takeAmount(tree: PlanTree, words: string, example: number): Field | undefined {
	const text = words.toLowerCase();
	const figures = tree.inputs.filter(({ type }) => type === 'number');
	const named = figures.find(({ name, label }) => text.includes((label ?? name).toLowerCase()));
	const known = named ?? figures.find(({ name, label }) => sums.test(label ?? '') || sums.test(name));
	if (known || tree.trigger.kind === 'timer') return known;
	const field = { ...outlineTexts[tree.language].amount, example };
	tree.inputs.push(field);
	return field;
}

export const setsApproved = (block: Block): boolean =>
	block.kind === 'human' && (block.writes ?? []).some(({ name }) => name === approval.en.name);

/** Lets a person approve only above the limit of their own clause: `the manager approves it above 500`. */
export function limitClauses(tree: PlanTree, id: (name: string) => string): void {
	for (const list of listLists(tree.do))
		for (const [at, block] of list.entries()) {
			const { instructions = '' } = block.kind === 'human' && setsApproved(block) ? block : {};
			if (cutLimit(instructions, tree.language) !== instructions) list[at] = limitApproval(tree, block, instructions, id);
		}
}

const currency = String.raw`\s*(?:€|(?:reais|d[óo]lar(?:es)?|dollars|euros|usd|brl|eur)(?!\p{L}))?\s*`;
/** Follows a figure of money: `above 3 items` is about something else. */
const afterFigure = new RegExp(String.raw`^${currency}(?:$|[,.;:)]\s*|(?=(?:the|an?|os?|as?|uma?)\s))`, 'iu');

/**
 * Leaves the lower limit out of the words of an approval.
 * An upper one stays: nobody knows who approves what is above it.
 */
export function cutLimit(clause: string, language: Language): string {
	const { operator = '', said = '' } = readThreshold(clause, language) ?? {};
	const start = clause.toLowerCase().indexOf(said);
	if (!operator.startsWith('>') || start < 0) return clause;
	const rest = clause.slice(start + said.length);
	const found = afterFigure.exec(rest);
	return found ? `${clause.slice(0, start).trim()} ${rest.slice(found[0].length)}`.trim() : clause;
}
