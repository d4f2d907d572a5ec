import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { readText } from './read-text';
import { splitNames } from '../shared/split-names';

const mostNamed = 20;

/**
 * The item's binary fields that the form names: separated by commas, and all of them for none or for `*`.
 * @throws TroupeError INPUT_INVALID with the fields that the item has
 */
export function readBinaryFields(context: IExecuteFunctions, item: number): string[] {
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
