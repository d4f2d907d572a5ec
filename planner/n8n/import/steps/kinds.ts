import type { ImportedNode } from '../imported-workflow';
import { isBatches, isTrigger, shortType, textAt } from '../node-types';

/** The block that a node becomes, and its output for those that read it. */
export interface Becomes {
	kind:
		| 'nothing'
		| 'agent'
		| 'classify'
		| 'http'
		| 'node'
		| 'human'
		| 'call'
		| 'timer'
		| 'message'
		| 'unsupported'
		| 'end'
		| 'decision'
		| 'loop'
		| 'trigger';
	/**
	 * `pass`: its input. `object`: one variable with all. `text`: the answer of a model, under one of `keys`. `fields`: what a person or a message says,
	 * each a variable. `exact`: variables of the names that the other side gives them.
	 */
	output: 'pass' | 'object' | 'text' | 'fields' | 'exact';
	keys?: readonly string[];
	/** The field of the output in which the fields are. */
	inner?: string;
	/** The output can be the whole response, with its body. */
	isResponse?: true;
	/** Why nothing here can be it: a word for the reason. */
	why?: string;
}

const table: Record<string, Becomes> = {
	...each(['noOp', 'merge', 'set', 'debugHelper', 'executionData'], { kind: 'nothing', output: 'pass' }),
	...each(['if', 'switch', 'filter'], { kind: 'decision', output: 'pass' }),
	...each(['stopAndError'], { kind: 'end', output: 'pass' }),
	...each(['textClassifier', 'sentimentAnalysis'], { kind: 'classify', output: 'pass' }),
	...each(
		[
			'agent',
			'chainLlm',
			'chainSummarization',
			'chainRetrievalQa',
			'informationExtractor',
			'openAi',
			'anthropic',
			'googleGemini',
			'ollama',
		],
		{
			...{ kind: 'agent', output: 'text', keys: ['output', 'text', 'response', 'content', 'reply'] },
		},
	),
	...each(['n8n-nodes-troupe.troupeAgent'], { kind: 'agent', output: 'text', keys: ['reply', 'output'] }),
	...each(['httpRequest'], { kind: 'http', output: 'object' }),
	...each(['executeWorkflow'], { kind: 'call', output: 'exact' }),
	...each(['respondToWebhook'], { kind: 'unsupported', output: 'pass', why: 'answers' }),
	...each(['limit', 'sort', 'removeDuplicates'], { kind: 'unsupported', output: 'pass', why: 'items' }),
	...each(['aggregate', 'splitOut', 'itemLists', 'summarize', 'compareDatasets', 'renameKeys'], {
		kind: 'unsupported',
		output: 'fields',
		why: 'items',
	}),
	...each(['code', 'function', 'functionItem'], { kind: 'unsupported', output: 'fields', why: 'code' }),
	...each(['executeCommand', 'ssh'], { kind: 'unsupported', output: 'fields', why: 'command' }),
	...each(
		[
			'convertToFile',
			'extractFromFile',
			'readWriteFile',
			'readBinaryFiles',
			'moveBinaryData',
			'spreadsheetFile',
			'compression',
			'editImage',
		],
		{
			...{ kind: 'unsupported', output: 'fields', why: 'files' },
		},
	),
};

function each(types: string[], made: Becomes): Record<string, Becomes> {
	return Object.fromEntries(types.map((type) => [type, made]));
}

/** Says what a node becomes. */
export function becomes(node: ImportedNode): Becomes {
	const type = shortType(node);
	const { parameters } = node;
	if (node.isDisabled) return { kind: 'nothing', output: 'pass' };
	if (node.isTooLarge) return { kind: 'unsupported', output: 'fields', why: 'large' };
	if (isBatches(node)) return { kind: 'loop', output: 'pass' };
	if (isTrigger(node)) return { kind: 'trigger', output: 'fields' };
	if (parameters.operation === 'sendAndWait') return { kind: 'human', output: 'fields', inner: 'data' };
	if (type === 'form')
		return parameters.operation === 'completion' ? { kind: 'nothing', output: 'pass' } : { kind: 'human', output: 'fields' };
	if (type === 'wait') return becomesWait(textAt(parameters, 'resume'));
	if (type === 'httpRequest' && isWholeResponse(parameters)) return { kind: 'http', output: 'object', isResponse: true };
	if (/^(?:image|audio|video|file|assistant)$/.test(textAt(parameters, 'resource')) && table[type]?.kind === 'agent')
		return { kind: 'node', output: 'object' };
	if (Object.hasOwn(table, type)) return table[type]!;
	return { kind: 'node', output: 'object' };
}

const isWholeResponse = (parameters: Record<string, unknown>): boolean =>
	/"fullResponse":true/.test(JSON.stringify([parameters.options ?? {}, { fullResponse: parameters.fullResponse === true }]));

function becomesWait(resume: string): Becomes {
	if (resume === 'webhook') return { kind: 'message', output: 'fields', inner: 'body' };
	if (resume === 'form') return { kind: 'human', output: 'fields' };
	return { kind: 'timer', output: 'pass' };
}

/** Parts of another node, such as its model and its tools. */
export const isPartOf = (node: ImportedNode, ways: ReadonlyArray<{ from: string; kind: string }>): boolean =>
	ways.some(({ from, kind }) => from === node.name && kind !== 'main');
