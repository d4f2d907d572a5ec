import type { Document } from 'yaml';
import { getErrorMessage, TroupeError } from '../../base/errors';
import { jsonFault } from '../../base/text/json-fault';

/** A document as data, and where its parts are in the file. */
export interface ReadDocument {
	value: unknown;
	/** The line of a field, from 1; undefined if the format does not tell. */
	findLine: (path: Array<string | number>) => number | undefined;
}

/** Anchors can be repeated this often: a few lines must not become gigabytes. */
const maxAliases = 100;

/**
 * Reads JSON from a `.json` file and YAML from any other.
 * @throws TroupeError INPUT_INVALID with the line
 */
export async function readDocument(text: string, file: string): Promise<ReadDocument> {
	if (file.endsWith('.json')) return { value: parseJson(text, file), findLine: () => undefined };
	const { LineCounter, parseDocument } = await import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
	const [error] = document.errors;
	if (error) throw unreadable(file, 'YAML', error.message.split('\n')[0]!.replace(/:$/, ''));
	try {
		const value: unknown = document.toJS({ maxAliasCount: maxAliases });
		return { value, findLine: (path) => findLine(document, path, (offset) => lines.linePos(offset).line) };
	} catch (cause) {
		throw unreadable(file, 'YAML', getErrorMessage(cause));
	}
}

function parseJson(text: string, file: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch (cause) {
		throw unreadable(file, 'JSON', jsonFault(cause));
	}
}

/** The line of the field, or of the nearest one around it that is there. */
function findLine(document: Document, path: Array<string | number>, toLine: (offset: number) => number): number | undefined {
	for (let length = path.length; length > 0; length -= 1) {
		const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
		if (node?.range) return toLine(node.range[0]);
	}
	return undefined;
}

const unreadable = (file: string, format: string, problem: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${file} is not ${format}: ${problem}.`, fix: `Correct the ${format}.` });
