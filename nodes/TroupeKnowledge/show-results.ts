import type { IExecuteFunctions } from 'n8n-workflow';
import type { KnowledgeTaskResult } from '../../core/knowledge/knowledge-task';
import { isFields } from '../../core/base/is-fields';
import { showNotes, showWarnings } from '../shared/show-warnings';
import { countNouns } from '../../core/base/text/count-nouns';
import type { NodeTask } from './read-task';

type ResultOf<Operation extends KnowledgeTaskResult['operation']> = Extract<KnowledgeTaskResult, { operation: Operation }>;

const mostNamed = 5;

/** Shows the outcome above the node's output. */
export function showResults(context: IExecuteFunctions, work: Array<{ task: NodeTask; result: KnowledgeTaskResult }>): void {
	const results = work.map(({ result }) => result);
	const ingested = results.filter((result) => result.operation === 'ingest');
	showNotes(context, [...ingestionNotes(ingested), ...searchNotes(work)]);
	showNotes(context, repetitionNotes(work.map(({ task }) => task)));
	showWarnings(context, [...failures(ingested), ...results.flatMap(removalWarnings)]);
}

function ingestionNotes(results: Array<ResultOf<'ingest'>>): string[] {
	const collections = new Set(results.map(({ summary }) => summary.collection));
	return [...collections].flatMap((collection) => {
		const documents = results.filter(({ summary }) => summary.collection === collection).flatMap((result) => result.documents);
		const stored = documents.flatMap((document) => (document.state === 'added' || document.state === 'changed' ? [document] : []));
		const unchanged = documents.filter(({ state }) => state === 'unchanged').length;
		const passages = stored.reduce((sum, { chunks }) => sum + chunks, 0);
		return [
			...(stored.length > 0
				? [`${countNouns(stored.length, 'document')} ingested into "${collection}": ${countNouns(passages, 'passage')}.`]
				: []),
			...(unchanged > 0 ? [`${countNouns(unchanged, 'document')} already in "${collection}" and unchanged.`] : []),
		];
	});
}

function failures(results: Array<ResultOf<'ingest'>>): string[] {
	const failed = results.flatMap(({ documents }) => documents).flatMap((document) => (document.state === 'failed' ? [document] : []));
	const named = failed.slice(0, mostNamed).map(({ id, message }) => `"${id}" was not ingested: ${message}`);
	return failed.length > mostNamed ? [...named, `${failed.length - mostNamed} more were not ingested.`] : named;
}

function searchNotes(work: Array<{ task: NodeTask; result: KnowledgeTaskResult }>): string[] {
	const notes = work.flatMap(({ task, result }) =>
		result.operation === 'search' && result.hits.length === 0 ? [explainEmpty(result.collection, nameFilter(task.filter))] : [],
	);
	return [...new Set(notes)];
}

function explainEmpty(collection: string, filter: string | undefined): string {
	if (filter === undefined)
		return `No passage in "${collection}" matched the question. Try other words, or check its documents with List Documents.`;
	return `No passage in "${collection}" matched the question and ${filter}. Compare the filter with the metadata that List Documents shows, or try other words.`;
}

export function nameFilter(filter: unknown): string | undefined {
	const names = [...new Set(listFields(filter))].slice(0, mostNamed).map((field) => `"${field}"`);
	return names.length > 0 ? `the filter on ${names.join(', ')}` : undefined;
}

function listFields(filter: unknown): string[] {
	if (Array.isArray(filter)) return filter.flatMap(listFields);
	if (!isFields(filter)) return [];
	return Object.entries(filter).flatMap(([name, value]) => (name.startsWith('$') ? listFields(value) : [name]));
}

/** Explains equal questions, as after Ingest Documents, which gives an item for each document. */
function repetitionNotes(tasks: NodeTask[]): string[] {
	const questions = tasks.filter(({ operation }) => operation === 'search').map(({ question }) => question);
	if (questions.length < 2 || new Set(questions).size > 1) return [];
	return [`All ${questions.length} input items ask the same question. To ask it once, turn on Execute Once in Settings.`];
}

function removalWarnings(result: KnowledgeTaskResult): string[] {
	const isRemoval = result.operation === 'delete' && !result.dropped;
	return isRemoval && result.removed.length === 0 ? [`No document in "${result.collection}" matched, so nothing was deleted.`] : [];
}
