import { parseIfJson } from './text/json/parse-if-json';
/** Reference to a worker's secret: `${NAME}` is the setting of that name with toolSecretPrefix. */
export const secretReference = /^\$\{[A-Z][A-Z0-9_]*\}$/;

/** Collects secret names at every depth and in JSON texts, as forms write structures. */
export function namedSecrets(value: unknown, names = new Set<string>()): Set<string> {
	if (typeof value === 'string' && secretReference.test(value)) names.add(value.slice(2, -1));
	else if (typeof value === 'string' && /^\s*[[{]/.test(value) && value.includes('${')) namedSecrets(parseIfJson(value), names);
	else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) namedSecrets(inner, names);
	return names;
}
