import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { Origin } from '../../core/ports/memory';
import { nameAsker } from '../../core/ports/knowledge/readers';
import type { KnowledgeOperation } from '../../core/knowledge/knowledge-task';
import { givenJson } from '../shared/given-json';
import { providerFields } from '../shared/models/model-fields';
import { isTool } from '../shared/is-tool';
import { readGroups } from '../shared/read-groups';
import { readProvenance } from '../shared/read-provenance';
import { splitNames } from '../shared/split-names';
import { readGivenText, readText } from './read-text';
import { readDocuments } from './read-documents';
import { readLabels } from './read-labels';

interface Condition {
	field?: string;
	comparison?: string;
	value?: unknown;
}

/** Operators of equality, and the operator that compares with each reading of a value. */
const anyReading: Record<string, string> = { $eq: '$in', $in: '$in', $ne: '$nin', $nin: '$nin' };

/** Conditions and JSON must both match. @throws TroupeError INPUT_INVALID */
function readFilter(context: IExecuteFunctions, item: number): { filter?: unknown } {
	const { conditions = [] } = context.getNodeParameter('conditions', item, {}) as { conditions?: Condition[] };
	const filters = [...conditions.map(readCondition), ...readJson(context, item)];
	if (filters.length === 0) return {};
	return { filter: filters.length === 1 ? filters[0] : { $and: filters } };
}

function readCondition({ field = '', comparison = '$eq', value = null }: Condition): object {
	const name = field.trim();
	if (name === '')
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'A condition of the filter has no field.',
			fix: 'Enter the name of a field of the metadata, such as year, or remove the condition.',
		});
	if (comparison === '$contains') return { [name]: { $contains: value } };
	const readings = (comparison === '$in' || comparison === '$nin' ? readList(name, value) : [value]).flatMap(listReadings);
	const operator = anyReading[comparison];
	if (operator) return { [name]: { [operator]: readings } };
	// Numbers alone: as texts, "10" is less than "5", and a condition can delete.
	return { [name]: { [comparison]: readings.at(-1) } };
}

function readList(name: string, value: unknown): unknown[] {
	const isJson = typeof value === 'string' && value.trim().startsWith('[');
	const list = isJson ? givenJson(value, `The condition on "${name}"`) : typeof value === 'string' ? splitNames(value) : [value].flat();
	// With no values, Is Not One Of would match all documents, and a condition can delete.
	if (Array.isArray(list) && list.length > 0) return list as unknown[];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The condition on "${name}" compares with a list, but its field "Value" has no values.`,
		fix: 'Enter the values, separated by commas, such as 2025, 2026.',
	});
}

/** Lists the readings of a typed value: "2026" is a text or a number, "true" a text or a boolean. */
function listReadings(value: unknown): unknown[] {
	if (typeof value !== 'string') return [value];
	if (value === 'true' || value === 'false') return [value, value === 'true'];
	return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? [value, Number(value)] : [value];
}

function readJson(context: IExecuteFunctions, item: number): unknown[] {
	const value = context.getNodeParameter('filter', item, '') as unknown;
	const filter = typeof value === 'string' && value.trim() === '' ? undefined : givenJson(value, 'The field "Filter as JSON"');
	return filter === null || filter === undefined || isEmpty(filter) ? [] : [filter];
}

function isEmpty(filter: unknown): boolean {
	return typeof filter === 'object' && filter !== null && !Array.isArray(filter) && Object.keys(filter).length === 0;
}

/** Task as far as the node knows; it is checked where every host's tasks are. */
export type NodeTask = { operation: KnowledgeOperation } & Record<string, unknown>;

const mostNamed = 20;

interface Options {
	/** Seconds. */
	timeout?: number;
	chunking?: string;
	wantedTokens?: number;
	maximumTokens?: number;
	overlapTokens?: number;
	personalData?: string;
	orders?: string;
	outliers?: string;
	diversity?: number;
	neighbours?: number;
	fusion?: string;
	lexicalWeight?: number;
	denseWeight?: number;
	personGroups?: unknown;
}

/** @throws TroupeError INPUT_INVALID */
export async function readTask(context: IExecuteFunctions, item: number): Promise<NodeTask> {
	const operation = readText(context, 'operation', item) as KnowledgeOperation;
	const options = context.getNodeParameter('options', item, {}) as Options;
	const collection = readCollection(context, item);
	if (!collection && operation !== 'statistics')
		throw invalid(
			'The field "Collection" is empty.',
			'Choose a collection from the list, or type its name. If it is an expression, check that it returns a value.',
		);
	const asker = readAsker(context, item, options);
	const common = { operation, asker, ...(collection && { collection }), ...(options.timeout && { timeoutMs: options.timeout * 1000 }) };
	switch (operation) {
		case 'ingest':
			return {
				...common,
				...readOriginsOf(context, item),
				documents: await readDocuments(context, item),
				...readEmbedder(context, item),
				...readStoring(options),
			};
		case 're-embed':
			return { ...common, ...readEmbedder(context, item), ...readStoring(options) };
		case 'search':
			return { ...common, ...readSearch(context, item, options) };
		case 'list':
			return { ...common, ...readFilter(context, item), ...readLimit(context, item) };
		case 'delete':
			return { ...common, ...readMeant(context, item) };
		case 'retain':
			return { ...common, ...readRetention(context, item) };
		case 'statistics':
			return common;
	}
}

/** A stored text can repeat all that the model read. */
function readOriginsOf(context: IExecuteFunctions, item: number): { origins?: Origin[] } {
	const { origins } = isTool(context) ? { origins: ['tool' as const] } : readProvenance(context, item);
	return origins ? { origins } : {};
}

/** Written, or chosen from the list; an agent that calls the node may give it as text. */
function readCollection(context: IExecuteFunctions, item: number): string {
	const locator = context.getNodeParameter('collection', item, '') as INodeParameterResourceLocator | string;
	return String((typeof locator === 'object' ? locator.value : locator) ?? '').trim();
}

function readEmbedder(context: IExecuteFunctions, item: number): { embedder?: string } {
	const choice = readText(context, 'embedder', item) || 'own';
	if (choice === 'own') return {};
	if (choice === 'local') {
		const name = readText(context, 'localModel', item).trim();
		return { embedder: name ? `local:${name}` : 'local' };
	}
	if (!(choice in providerFields)) return { embedder: choice };
	const { value } = context.getNodeParameter('model', item) as INodeParameterResourceLocator;
	const model = String(value ?? '').trim();
	if (model) return { embedder: `${choice}:${model}` };
	throw invalid('No embedding model is selected.', 'Fill in the field "Model Name".');
}

function readStoring({ chunking: method, wantedTokens, maximumTokens, overlapTokens, personalData, orders, outliers }: Options): object {
	const settings = Object.entries({ method, wantedTokens, maximumTokens, overlapTokens }).filter(([, value]) => value !== undefined);
	const policies = { ...(personalData && { personalData }), ...(orders && { orders }), ...(outliers && { outliers }) };
	return { ...policies, ...(settings.length > 0 && { chunking: Object.fromEntries(settings) }) };
}

function readAsker(context: IExecuteFunctions, item: number, { personGroups }: Options): string[] {
	const person = readText(context, 'options.personId', item);
	return nameAsker({ ...(person !== '' && { person }), groups: readGroups(personGroups) });
}

function readSearch(context: IExecuteFunctions, item: number, options: Options) {
	const { diversity, neighbours, fusion, lexicalWeight, denseWeight } = options;
	const weighted = lexicalWeight !== undefined || denseWeight !== undefined;
	return {
		question: readQuestion(context, item),
		mode: readText(context, 'mode', item),
		top: context.getNodeParameter('top', item),
		...readFilter(context, item),
		...readReranker(context, item),
		...(fusion !== undefined && { fusion }),
		...(weighted && { weights: { lexical: lexicalWeight ?? 1, dense: denseWeight ?? 1 } }),
		...(diversity !== undefined && { diversity }),
		...(neighbours !== undefined && { neighbours }),
	};
}

function readQuestion(context: IExecuteFunctions, item: number): string {
	const question = readText(context, 'question', item);
	if (question.trim()) return question;
	const fields = Object.keys(context.getInputData()[item]?.json ?? {}).slice(0, mostNamed);
	throw invalid(
		'The field "Question" is empty.',
		`Type a question, or drag a field of the input item into the field${fields.length > 0 ? `; the item has: ${fields.join(', ')}` : ''}.`,
	);
}

function readReranker(context: IExecuteFunctions, item: number): { reranker?: string } {
	const choice = readText(context, 'reranker', item) || 'none';
	if (choice === 'none') return {};
	if (choice === 'connected') return { reranker: 'model' };
	const model = readText(context, 'rerankerModel', item).trim();
	return { reranker: model ? `${choice}:${model}` : choice };
}

function readLimit(context: IExecuteFunctions, item: number): { limit?: unknown } {
	return context.getNodeParameter('returnAll', item, false) ? {} : { limit: context.getNodeParameter('limit', item) };
}

/** One way of saying it, never two: nothing more is removed than was meant. */
function readMeant(context: IExecuteFunctions, item: number): object {
	switch (context.getNodeParameter('by', item)) {
		case 'all':
			return { all: true };
		case 'filter':
			return readFilterOfSome(context, item);
		default:
			return { ids: readIds(context, item) };
	}
}

/** Nobody removes all by an empty field. */
function readFilterOfSome(context: IExecuteFunctions, item: number): object {
	const fields = readFilter(context, item);
	if (fields.filter !== undefined) return fields;
	throw invalid(
		'The filter is empty and would match all documents.',
		'Add a condition, or set "What to Delete" to "The Whole Collection".',
	);
}

/** An id may hold commas: several come by an expression, as a list. */
function readIds(context: IExecuteFunctions, item: number): unknown {
	const value = context.getNodeParameter('ids', item, '') as unknown;
	const ids = Array.isArray(value) ? (value as unknown[]) : [readGivenText(context, 'ids', item)].filter((id) => id !== '');
	if (ids.length > 0) return ids;
	throw invalid('The field "Document ID" is empty.', 'Enter the ID of a document. If it is an expression, check that it returns a value.');
}

function readRetention(context: IExecuteFunctions, item: number) {
	const value = context.getNodeParameter('labels', item, '') as unknown;
	const labels = readLabels(value);
	// An empty field means all documents; an expression that finds nothing does not.
	if (labels.length === 0 && value !== '')
		throw invalid('The field "Labels" contains no label.', 'Correct its expression, or leave the field empty for all documents.');
	return {
		days: context.getNodeParameter('days', item),
		dryRun: context.getNodeParameter('dryRun', item, false),
		...(labels.length > 0 && { labels }),
	};
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
