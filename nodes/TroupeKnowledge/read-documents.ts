import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/errors';
import { givenJson } from '../shared/given-json';
import { readGivenText, readText } from '../shared/read-text';

/** What the node says of a document besides its content; of several, the id and the title are their own. */
interface Naming {
	id?: string;
	title?: string;
	source?: string;
	metadata?: object | string;
	labels?: string;
}

/**
 * The documents of an item: files of its binary fields, the page of a URL, or a text.
 * @throws TroupeError INPUT_INVALID, and what n8n throws for a binary field that is not there
 */
export async function readDocuments(context: IExecuteFunctions, item: number): Promise<object[]> {
	const naming = namingOf(context.getNodeParameter('options', item, {}));
	switch (readText(context, 'input', item)) {
		case 'text': {
			const format = readText(context, 'format', item) || 'plain';
			return [{ ...naming, text: readGivenText(context, 'text', item), format }];
		}
		case 'url':
			return [{ ...naming, url: readGivenText(context, 'url', item).trim() }];
		default:
			return readFiles(context, item, naming);
	}
}

async function readFiles(context: IExecuteFunctions, item: number, { id, title, ...naming }: Naming): Promise<object[]> {
	const fields = readText(context, 'binaryFields', item)
		.split(',')
		.map((field) => field.trim())
		.filter(Boolean);
	if (fields.length === 0)
		throw invalid(
			'No binary field is named.',
			'Fill in the field Binary Fields; what a trigger or an HTTP request gives is mostly in "data".',
		);
	const one = fields.length === 1;
	return Promise.all(
		fields.map(async (field) => {
			const { fileName, mimeType } = context.helpers.assertBinaryData(item, field);
			const bytes = await context.helpers.getBinaryDataBuffer(item, field);
			return {
				...naming,
				...(one && id && { id }),
				...(one && title && { title }),
				bytes,
				...(fileName && { name: fileName }),
				...(mimeType && { mediaType: mimeType }),
			};
		}),
	);
}

function namingOf({ id, title, source, metadata, labels }: Naming): Naming {
	const names = (labels ?? '')
		.split(',')
		.map((label) => label.trim())
		.filter(Boolean);
	const given = readMetadata(metadata);
	const all = names.length > 0 ? { ...given, labels: names } : given;
	return {
		...(id && { id: String(id) }),
		...(title && { title }),
		...(source && { source }),
		...(all && { metadata: all }),
	};
}

function readMetadata(metadata?: object | string | null): object | undefined {
	return metadata ? (givenJson(metadata, 'The option Metadata') as object) : undefined;
}

function invalid(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}
