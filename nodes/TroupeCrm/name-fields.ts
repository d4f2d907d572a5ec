import { TroupeError, isTroupeError } from '../../core/base/errors';
import { properties } from './properties';

/** Fields of the node by the places of a lead; the others have the name of their place. */
const fields: Record<string, string> = { id: 'leadId', 'company.name': 'companyName', 'person.name': 'personName' };

/** A fault that names the field of the node where it names a place in the lead. */
export function nameFields(error: unknown): unknown {
	if (!isTroupeError(error)) return error;
	const place = /^The value of (?:lead\.)?([\w.]+) /.exec(error.message)?.[1];
	const label = place && findLabel(fields[place] ?? place.split('.').at(-1)!);
	if (!label) return error;
	const message = error.message.replace(/^The value of [\w.]+/, () => `The value of the field "${label}"`);
	return new TroupeError({ code: error.code, message, fix: error.fix, retryable: error.retryable, details: error.details, cause: error });
}

function findLabel(name: string): string | undefined {
	const inOptions = properties.flatMap(({ type, options = [] }) => (type === 'collection' ? options : []));
	return [...properties, ...inOptions].flatMap((field) => (field.name === name && 'displayName' in field ? [field.displayName] : []))[0];
}
