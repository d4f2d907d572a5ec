import type { Expression } from 'acorn';
import { Conditions } from './conditions';
import type { Expressions } from './expressions';
import type { ImportedNode, ImportedWorkflow } from './imported-workflow';
import { javascriptToFeel } from './javascript-to-feel';
import { listAt, isMany, listSentiments, readRoundLimit, shortType, textAt, valueAt } from './node-types';
import { type Data, NoFeel } from './written';

export interface Rule {
	output: number;
	name: string;
	when: string;
}

/** When a node leads to which of its outputs. */
export interface Decision {
	/** In order; the first that holds. */
	rules: Rule[];
	/** The output where none holds. */
	otherwise: { output: number; name: string };
	/** Every way whose condition holds. */
	isMany?: boolean;
}

export interface DecisionWords {
	yes: string;
	no: string;
	otherwise: string;
	output: (number: number) => string;
}

/** Reads the conditions of a node with several outputs. @throws NoFeel where they have no equal */
export function readDecision(node: ImportedNode, expressions: Expressions, data: Data, words: DecisionWords): Decision {
	const conditions = new Conditions(expressions, data);
	switch (shortType(node)) {
		case 'if':
			return { rules: [{ output: 0, name: words.yes, when: conditions.ofNode(node) }], otherwise: { output: 1, name: words.no } };
		case 'filter':
			return { rules: [{ output: 0, name: words.yes, when: conditions.ofNode(node) }], otherwise: { output: 1, name: words.no } };
		case 'switch':
			return node.parameters.mode === 'expression' ? ofExpression(node, expressions, data, words) : ofRules(node, conditions, words);
		default:
			throw new NoFeel('outputs', node.name);
	}
}

function ofRules(node: ImportedNode, conditions: Conditions, words: DecisionWords): Decision {
	const { parameters, version } = node;
	const fallback = parameters.fallbackOutput ?? valueAt(parameters, 'options', 'fallbackOutput');
	if (version < 3) {
		const type = { number: 'number', string: 'text', boolean: 'boolean', dateTime: 'time' } as const;
		const kind = type[(textAt(parameters, 'dataType') || 'number') as keyof typeof type] ?? 'text';
		const rules = listAt(parameters, 'rules', 'rules').map(({ operation, value2, output }) => ({
			output: typeof output === 'number' ? output : 0,
			name: typeof value2 === 'string' || typeof value2 === 'number' ? String(value2).slice(0, 60) : '',
			when: conditions.compare(
				kind,
				typeof operation === 'string' ? operation : kind === 'number' ? 'smaller' : 'equal',
				parameters.value1,
				value2,
			),
		}));
		return finish(
			rules,
			typeof fallback === 'number' && fallback >= 0 ? fallback : Math.max(0, ...rules.map(({ output }) => output)) + 1,
			words,
		);
	}
	const listed = listAt(parameters, 'rules', 'values');
	const rules = listed.map((rule, output) => ({
		output,
		name: typeof rule.outputKey === 'string' && rule.outputKey !== '' ? rule.outputKey.slice(0, 60) : words.output(output + 1),
		when: conditions.filter(rule.conditions),
	}));
	const other = /^\d+$/.test(String(fallback)) ? Number(fallback) : listed.length;
	return { ...finish(rules, other, words), ...(isMany(node) && rules.length > 1 && { isMany: true as const }) };
}

/** Rules of one output are one branch; what is between them would be asked first. */
function groupRules(rules: Rule[]): Rule[] {
	const groups: Rule[] = [];
	for (const rule of rules) {
		const last = groups.at(-1);
		if (last?.output === rule.output) groups.splice(-1, 1, { ...last, when: `(${last.when}) or (${rule.when})` });
		else if (groups.some(({ output }) => output === rule.output)) throw new NoFeel('outputs');
		else groups.push(rule);
	}
	return groups;
}

const finish = (rules: Rule[], other: number, words: DecisionWords): Decision => ({
	rules: groupRules(rules).map((rule) => ({ ...rule, name: rule.name || words.output(rule.output + 1) })),
	otherwise: { output: other, name: words.otherwise },
});

/** `a ? 0 : b ? 1 : 2`: the output as a number. A counter of rounds is the limit of a loop. */
function ofExpression(node: ImportedNode, expressions: Expressions, data: Data, words: DecisionWords): Decision {
	const limit = readRoundLimit(node);
	const rules: Rule[] = [];
	let at = expressions.single(node.parameters.output);
	for (;;) {
		while (at?.type === 'ParenthesizedExpression') at = at.expression;
		if (at?.type !== 'ConditionalExpression') break;
		const output = numberOf(at.consequent);
		if (output === undefined) throw new NoFeel('output', node.name);
		const { test } = at;
		if (output !== limit?.output) rules.push({ output, name: words.output(output + 1), when: readTest(test, data) });
		at = at.alternate;
	}
	const other = at && numberOf(at);
	if (other === undefined || rules.length === 0) throw new NoFeel('output', node.name);
	return finish(rules, other, words);
}

function readTest(test: Expression, data: Data): string {
	const written = javascriptToFeel(test, data);
	if (written.type === 'boolean') return unwrap(written.feel);
	if (!written.isPath) throw new NoFeel('truth');
	data.note(written, 'boolean');
	return `${written.feel} = true`;
}

/** Parentheses around the whole are not needed. */
export function unwrap(feel: string): string {
	if (!feel.startsWith('(')) return feel;
	let [depth, isText] = [0, false];
	for (let at = 0; at < feel.length; at++) {
		const letter = feel[at];
		if (letter === '"' && feel[at - 1] !== '\\') isText = !isText;
		if (isText) continue;
		if (letter === '(') depth++;
		else if (letter === ')' && --depth === 0) return at === feel.length - 1 ? feel.slice(1, -1) : feel;
	}
	return feel;
}

const numberOf = (node: Expression): number | undefined => {
	if (node.type === 'ParenthesizedExpression') return numberOf(node.expression);
	return node.type === 'Literal' && typeof node.value === 'number' ? node.value : undefined;
};

/** The names of the outputs of a node that classifies. */
export function listClasses(node: ImportedNode, other: string): string[] {
	if (shortType(node) === 'sentimentAnalysis') return listSentiments(node);
	const named = listAt(node.parameters, 'categories', 'categories').map(({ category }, at) =>
		typeof category === 'string' && category !== '' ? category.slice(0, 60) : String(at + 1),
	);
	return textAt(node.parameters, 'options', 'fallback') === 'other' ? [...named, other] : named;
}

/** The condition under which one of some outputs is taken. */
export function leaveWhen({ rules, otherwise }: Decision, exits: readonly number[]): string {
	return rules.reduceRight(
		(rest, { output, when }) => {
			if (exits.includes(output)) return rest === 'false' ? when : rest === 'true' ? 'true' : `(${when}) or (${rest})`;
			return rest === 'true' ? `not(${when})` : rest === 'false' ? 'false' : `not(${when}) and (${rest})`;
		},
		String(exits.includes(otherwise.output)),
	);
}

/** Somebody says which way is gone, by its name. */
export function decideByName(variable: string, names: string[]): Decision {
	const rules = names.map((name, output) => ({ output, name, when: `${variable} = ${JSON.stringify(name)}` }));
	const last = rules.length > 1 ? rules.pop() : undefined;
	return { rules, otherwise: { output: last?.output ?? 1, name: last?.name ?? '-' } };
}

/** Names the outputs of a node that lead somewhere. */
export function listOutputs({ name }: ImportedNode, { ways }: Pick<ImportedWorkflow, 'ways'>, words: DecisionWords): string[] {
	const outputs = ways.filter(({ from, kind }) => from === name && kind === 'main').map(({ output }) => output);
	return Array.from({ length: Math.min(20, Math.max(1, ...outputs) + 1) }, (_, at) => words.output(at + 1));
}
