import { describeSchemaErrors } from '../base/text/describe-schema-error';
import { TroupeError } from '../base/errors';
import { jsonFault } from '../base/text/json/json-fault';
import { withNumbers, withTexts } from '../base/text/json/lenient-fields';
import { createOwnSchema } from '../json-schema/own-schema';
import { parseFilter } from '../ports/knowledge/filter/parse-filter';
import { documentBounds, type DocumentInput } from '../ports/knowledge/document-input';
import { checkAsker } from '../ports/knowledge/readers';
import { type KnowledgeTask, knowledgeTaskSchema } from './knowledge-task';

const validator = createOwnSchema<KnowledgeTask>(knowledgeTaskSchema, { discriminator: true, allowUnionTypes: true, strictTypes: false });

/**
 * Fills in defaults in a copy. Accepts one document, id or label without a list, a filter as JSON text, document bytes as `base64`, texts as numbers
 * and numbers as texts. @throws TroupeError INPUT_INVALID and FILTER_INVALID, naming the fields, or INPUT_TOO_LARGE
 */
export async function parseKnowledgeTask(value: unknown): Promise<KnowledgeTask> {
	const task: unknown = isObject(value) ? normaliseTask(value) : value;
	const validate = await validator();
	if (!validate(task)) throw invalid(describeSchemaErrors(validate.errors ?? []));
	if (task.operation === 'ingest') checkDocuments(task.documents);
	if (task.operation === 'delete') checkSelection(task);
	if ('asker' in task && task.asker !== undefined) checkAsker(task.asker, 'The field "asker"');
	return 'filter' in task && task.filter !== undefined ? { ...task, filter: parseFilter(task.filter) } : task;
}

const lists = new Set(['documents', 'ids', 'labels', 'asker']);
const texts = ['collection', 'question', 'ids', 'labels', 'after', 'asker'];
const numbers = ['top', 'limit', 'days', 'diversity', 'neighbours', 'timeoutMs'];
const textsOfDocument = ['id', 'title', 'source', 'text'];

function normaliseTask(value: object): object {
	const listed = Object.fromEntries(
		listFields(value).map(([key, field]) => [key, lists.has(key) && !Array.isArray(field) ? [field] : field]),
	);
	const task = withNumbers(withTexts(listed, texts), numbers);
	if (isObject(task.weights)) task.weights = withNumbers(task.weights, ['lexical', 'dense']);
	if (Array.isArray(task.documents)) task.documents = task.documents.map(withBytes);
	if (typeof task.filter === 'string') task.filter = readJson(task.filter);
	return task;
}

function listFields(value: object): Array<[string, unknown]> {
	return Object.entries(value).filter(([, field]) => field !== undefined && field !== null);
}

function withBytes(document: unknown, index: number): unknown {
	if (!isObject(document)) return document;
	const { base64, ...rest } = withTexts(Object.fromEntries(listFields(document)), textsOfDocument);
	if (base64 === undefined) return rest;
	// Node's decoder silently ignores characters that are not base64.
	if (typeof base64 !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}\s*$/.test(base64))
		throw invalid([`documents.${index}.base64 must be base64`]);
	return { ...rest, bytes: Buffer.from(base64, 'base64') };
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw invalid([`filter is not JSON: ${jsonFault(error)}`]);
	}
}

function checkDocuments(documents: DocumentInput[]): void {
	const sizes = documents.map((document, index) => measureSize(document, index));
	const together = sizes.reduce((sum, size) => sum + size, 0);
	if (together > documentBounds.together) throw tooLarge('documents', together, documentBounds.together);
	const twice = documents.find(({ id }, index) => id !== undefined && documents.findIndex((other) => other.id === id) < index);
	if (twice) throw invalid([`documents has the same id twice, at ${documents.indexOf(twice)}`]);
}

function measureSize(document: DocumentInput, index: number): number {
	if ('url' in document) return 0;
	if ('text' in document) return document.text.length;
	if (!(document.bytes instanceof Uint8Array)) throw invalid([`documents.${index}.bytes must be bytes. In JSON, use base64`]);
	if (document.bytes.length > documentBounds.file) throw tooLarge(`documents.${index}`, document.bytes.length, documentBounds.file);
	return document.bytes.length;
}

/** An empty field never removes everything. */
function checkSelection({ ids, filter, all }: Extract<KnowledgeTask, { operation: 'delete' }>): void {
	const some = ids !== undefined || (isObject(filter) ? Object.keys(filter).length > 0 : filter !== undefined);
	if (all && (ids || filter)) throw invalid(['all cannot be combined with ids or filter']);
	if (!all && !some) throw invalid(['ids or filter is missing. To remove all documents and the collection itself, set "all": true']);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tooLarge(what: string, size: number, most: number): TroupeError {
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The knowledge task has ${size} bytes in ${what}; the max is ${most}.`,
		fix: 'Split the documents over several tasks, or ingest the files from the command line.',
		details: { size, most },
	});
}

function invalid(problems: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The knowledge task is not valid: ${problems.join('; ')}.`,
		fix: 'Correct these fields. docs/knowledge/tasks.md lists every field with its limits.',
		details: { problems },
	});
}
