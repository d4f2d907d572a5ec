import { mapJsonText, type MapText } from './map-message';

/**
 * A tool's result with what is in it masked. JSON is read as one text, in which the names of fields speak for their values; only its line
 * breaks and tabs, which stand there as `\\n`, a letter before whatever follows, are made real meanwhile.
 */
export function maskResult(text: string, mask: MapText): Promise<string> {
	if (!text.includes('\\')) return mask(text);
	const compact = compactJson(text);
	// Where JSON stands in JSON its line breaks are written twice: each value has to be looked at by itself.
	if (compact === undefined || /\\\\[nrt]/.test(compact)) return mapJsonText(text, mask);
	return mask(compact.replaceAll(escapes, (escape) => real[escape] ?? escape)).then((masked) =>
		masked.replaceAll(/[\n\r\t]/g, (real) => escaped[real]!),
	);
}

const escapes = /\\./g;
const real: Record<string, string> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' };
const escaped: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Removes the line breaks of JSON. Serializes it again only if it has any, because that changes long numbers. */
function compactJson(text: string): string | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return /[\n\r\t]/.test(text) ? JSON.stringify(value) : text;
	} catch {
		return undefined;
	}
}
