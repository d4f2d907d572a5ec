import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { emptyFileFix } from '../reading/unreadable';
import type { FormComponent, FormModel } from './form-model';

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads a Camunda form. Zeebe looks only at its id and version tag (recorded from 8.6). @throws TroupeError PROCESS_INVALID when it is not a
 * form, INPUT_TOO_LARGE
 */
export function readForm(name: string, content: string): FormModel {
	if (Buffer.byteLength(content) > maxBytes) {
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `${name} exceeds the limit of ${maxBytes} bytes for a form.`,
			fix: 'Split the form.',
		});
	}
	const document = parse(name, content);
	if (typeof document !== 'object' || document === null || Array.isArray(document)) throw invalid(name, 'it is not a JSON object');
	const { id, versionTag, components } = document as Record<string, unknown>;
	if (!isScalar(id) || String(id).trim() === '') throw invalid(name, 'it has no id', 'Set the id of the form.');
	return {
		id: String(id),
		...(isScalar(versionTag) && String(versionTag) !== '' && { versionTag: String(versionTag) }),
		components: readComponents(components),
	};
}

function readComponents(list: unknown): FormComponent[] {
	if (!Array.isArray(list)) return [];
	const components = list.filter((one): one is FormComponent => typeof (one as FormComponent | null)?.type === 'string');
	return components.map((one) => ({ ...one, ...(one.components !== undefined && { components: readComponents(one.components) }) }));
}

function parse(name: string, content: string): unknown {
	try {
		return JSON.parse(content);
	} catch (cause) {
		const isEmpty = content.trim() === '';
		throw invalid(name, `it is not JSON: ${getErrorMessage(cause)}`, isEmpty ? emptyFileFix : undefined, cause);
	}
}

/** Zeebe takes numbers for texts (recorded from 8.6). */
const isScalar = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const invalid = (
	name: string,
	reason: string,
	fix = 'Name a form of Camunda Modeler: a JSON object with an id and components.',
	cause?: unknown,
): TroupeError => new TroupeError({ code: 'PROCESS_INVALID', message: `${name} is not a form: ${reason}.`, fix, cause });
