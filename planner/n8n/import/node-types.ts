import { isFields } from '../../../core/base/is-fields';
import type { ImportedNode } from './imported-workflow';

const base = 'n8n-nodes-base.';
const langchain = '@n8n/n8n-nodes-langchain.';

/** Its type without the package, for nodes of n8n itself. */
export const shortType = ({ type }: ImportedNode): string =>
	type.startsWith(base) ? type.slice(base.length) : type.startsWith(langchain) ? type.slice(langchain.length) : type;

export const isOfLangchain = ({ type }: ImportedNode): boolean => type.startsWith(langchain);

/** Says how many items a loop takes at once, as it is written: n8n's default was 10 before version 3. */
export function readBatchSize({ parameters, version }: ImportedNode): string {
	const { batchSize = version >= 3 ? 1 : 10 } = parameters;
	return typeof batchSize === 'number' ? String(batchSize) : String(batchSize).replace(/^=/, '').slice(0, 60);
}

export const isBatches = (node: ImportedNode): boolean => shortType(node) === 'splitInBatches';

/** Nodes after which a way is meant to end. */
export const isEnd = (node: ImportedNode): boolean => ['noOp', 'stopAndError'].includes(shortType(node)) && !node.isDisabled;

export const isTrigger = (node: ImportedNode): boolean => {
	const type = shortType(node);
	return /Trigger$/.test(node.type) || ['webhook', 'cron', 'interval', 'start', 'emailReadImap'].includes(type);
};

/** Returns the value at a path, in objects alone. */
export function valueAt(value: unknown, ...path: string[]): unknown {
	let at = value;
	for (const name of path) at = isFields(at) && Object.hasOwn(at, name) ? at[name] : undefined;
	return at;
}

export const textAt = (value: unknown, ...path: string[]): string => {
	const found = valueAt(value, ...path);
	return typeof found === 'string' ? found : '';
};

export const listAt = (value: unknown, ...path: string[]): Array<Record<string, unknown>> => {
	const found = valueAt(value, ...path);
	return Array.isArray(found) ? found.filter(isFields).slice(0, 100) : [];
};

const maxOutputs = 20;

/** Counts the outputs by which a node decides, without that for errors. @param connected number of outputs that lead somewhere */
export function countOutputs(node: ImportedNode, connected: number): number {
	const count = Math.max(ownOutputs(node), connected - (node.onError === 'output' ? 1 : 0));
	return Math.min(maxOutputs, Math.max(1, count));
}

function ownOutputs(node: ImportedNode): number {
	const { parameters } = node;
	switch (shortType(node)) {
		case 'if':
		case 'filter':
			return 2;
		case 'switch':
			return switchOutputs(node);
		case 'textClassifier':
			return listAt(parameters, 'categories', 'categories').length + (textAt(parameters, 'options', 'fallback') === 'other' ? 1 : 0);
		case 'sentimentAnalysis':
			return listSentiments(node).length;
		default:
			return 1;
	}
}

export const listSentiments = ({ parameters }: ImportedNode): string[] =>
	(textAt(parameters, 'options', 'categories') || 'Positive, Neutral, Negative')
		.split(',')
		.map((one) => one.trim())
		.filter(Boolean);

function switchOutputs({ parameters, version }: ImportedNode): number {
	if (parameters.mode === 'expression')
		return typeof parameters.numberOutputs === 'number' ? parameters.numberOutputs : version < 3 ? 4 : 1;
	const fallback = parameters.fallbackOutput ?? valueAt(parameters, 'options', 'fallbackOutput');
	if (version < 3) {
		const outputs = listAt(parameters, 'rules', 'rules').map(({ output }) => (typeof output === 'number' ? output : 0));
		return typeof fallback === 'number' && fallback >= 0 ? Math.max(...outputs, fallback, 0) + 1 : Math.max(...outputs, 0) + 2;
	}
	// Where no rule holds, the way ends: an output that leads nowhere.
	return listAt(parameters, 'rules', 'values').length + (/^\d+$/.test(String(fallback)) ? 0 : 1);
}

/** Every way whose rule holds is gone. */
export const isMany = (node: ImportedNode): boolean =>
	shortType(node) === 'switch' && valueAt(node.parameters, 'options', 'allMatchingOutputs') === true;

/** Old loops ask in a condition whether items are left. */
export const asksForItems = ({ parameters }: ImportedNode): boolean => JSON.stringify(parameters).includes('noItemsLeft');

/** The switch that a plan's loop becomes: it leaves by its second output when the counter has reached the limit. */
export function readRoundLimit({ parameters }: ImportedNode): { output: number; limit: number; counter: string } | undefined {
	const written = textAt(parameters, 'output');
	const [, counter, limit] = /\? 0 : \$json\["(round of [^"]{1,100})"\] >= (\d{1,3}) \? 1 : 2 \}\}$/.exec(written) ?? [];
	return counter === undefined ? undefined : { output: 1, limit: Number(limit), counter };
}
