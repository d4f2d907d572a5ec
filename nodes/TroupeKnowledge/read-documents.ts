import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { givenJson } from '../shared/given-json';
import { readGivenText, readText } from './read-text';
import { readBinaryFields } from './read-binary-fields';
import { readAssignments } from '../shared/read-assignments';
import { readLabels } from './read-labels';

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
