import type { Block, Field, PlanTree } from '../../tree/plan-tree';
import { outlineTexts } from './outline-texts';
import { readThreshold } from './read-condition';

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
