import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { givenJson } from '../shared/given-json';
import { splitNames } from '../shared/split-names';
import { readGivenText, readText } from './read-text';
import { readAssignments } from '../shared/read-assignments';
import { readLabels } from './read-labels';

const mostNamed = 20;

/**
 * The item's binary fields that the form names: separated by commas, and all of them for none or for `*`.
 * @throws TroupeError INPUT_INVALID with the fields that the item has
 */
function readBinaryFields(context: IExecuteFunctions, item: number): string[] {
	const present = Object.keys(context.getInputData()[item]?.binary ?? {});
	const named = splitNames(readText(context, 'binaryFields', item)).filter((field) => field !== '*');
	if (present.length === 0) throw withoutFiles(named);
	const missing = named.filter((field) => !present.includes(field));
	if (missing.length === 0) return named.length > 0 ? named : present;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The input item has no binary field ${listed(missing)}. It has: ${listed(present)}.`,
		fix: 'Correct the field "Binary Fields", or leave it empty to ingest all files of the item.',
	});
}

function withoutFiles(named: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The input item has no file${named.length > 0 ? `, so it has no binary field ${listed(named)}` : ''}.`,
		fix: 'Connect a node that returns files, such as an n8n Form Trigger with a file field or Read/Write Files from Disk. For a text or a web page, change "Documents From".',
	});
}

function listed(fields: string[]): string {
	const shown = fields.slice(0, mostNamed).map((field) => `"${field}"`);
	return [...shown, ...(fields.length > mostNamed ? ['…'] : [])].join(', ');
}

/** Names of a document besides its content; of several, the id and the title are their own. */
interface Naming {
	id?: string | number;
	title?: string | number;
	source?: string | number;
	metadata?: object | string;
	metadataFields?: object;
	labels?: unknown;
}

/**
 * The documents of an item: files of its binary fields, the page of a URL, or a text.
 * @throws TroupeError INPUT_INVALID
 */
export async function readDocuments(context: IExecuteFunctions, item: number): Promise<object[]> {
	const naming = readNaming(context.getNodeParameter('options', item, {}));
	switch (readText(context, 'input', item)) {
		case 'text': {
			const format = readText(context, 'format', item) || 'plain';
			return [{ ...naming, text: readGivenText(context, 'text', item), format }];
		}
		case 'url':
			return [{ ...naming, url: readUrl(context, item) }];
		default:
			return readFiles(context, item, naming);
	}
}

function readUrl(context: IExecuteFunctions, item: number): string {
	const url = readGivenText(context, 'url', item).trim();
	if (/^https?:\/\/./i.test(url)) return url;
	throw invalid(
		url ? 'The field "URL" is not a web address.' : 'The field "URL" is empty.',
		'Enter the whole address, such as https://example.com/handbook.pdf. If it is an expression, check that it returns a value.',
	);
}

async function readFiles(context: IExecuteFunctions, item: number, { id, title, ...naming }: Naming): Promise<object[]> {
	const fields = readBinaryFields(context, item);
	const one = fields.length === 1;
	return Promise.all(
		fields.map(async (field) => {
			const { fileName, mimeType } = context.helpers.assertBinaryData(item, field);
			const bytes = await context.helpers.getBinaryDataBuffer(item, field);
			return {
				...naming,
				...(one && isNamed(id) && { id }),
				...(one && isNamed(title) && { title }),
				bytes,
				...(fileName && { name: fileName }),
				...(mimeType && { mediaType: mimeType }),
			};
		}),
	);
}

function readNaming({ id, title, source, metadata, metadataFields, labels }: Naming): Naming {
	const names = readLabels(labels);
	const byName = readAssignments(metadataFields, 'The option "Metadata"');
	const whole = readMetadata(metadata);
	const extra = Object.keys(byName).length > 0 ? { ...whole, ...byName } : whole;
	const all = names.length > 0 ? { ...extra, labels: names } : extra;
	return {
		...(isNamed(id) && { id }),
		...(isNamed(title) && { title }),
		...(isNamed(source) && { source }),
		...(all && { metadata: all }),
	};
}

const isNamed = (name: unknown) => name !== undefined && name !== null && name !== '';

function readMetadata(metadata?: object | string | null): object | undefined {
	const value = metadata ? givenJson(metadata, 'The option "Metadata as JSON"') : undefined;
	if (value === undefined || value === null) return undefined;
	if (typeof value === 'object' && !Array.isArray(value)) return value;
	throw invalid('The option "Metadata as JSON" is not an object.', 'Write it as {"year": 2026}.');
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
