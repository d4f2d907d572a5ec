import { getErrorMessage, TroupeError } from '../../base/errors';
import { jsonFault } from '../../base/text/json/json-fault';
import { findRange } from '../../base/text/json/locate-field';

export interface ReadDocument {
	value: unknown;
	/** From 1; undefined if the format has no lines. */
	findLine: (path: Array<string | number>) => number | undefined;
}

/** Max YAML alias repetitions: a few lines must not become gigabytes. */
const maxAliases = 100;

/** Reads JSON from a `.json` file, else YAML. @throws TroupeError INPUT_INVALID with the line */
export async function readDocument(text: string, file: string): Promise<ReadDocument> {
	if (file.endsWith('.json')) return { value: parseJson(text, file), findLine: () => undefined };
	const { LineCounter, parseDocument } = await import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
	const [error] = document.errors;
	if (error) throw unreadable(file, 'YAML', error.message.split('\n')[0]!.replace(/:$/, ''));
	try {
		const value: unknown = document.toJS({ maxAliasCount: maxAliases });
		const findLine = (path: Array<string | number>) => {
			const range = findRange(document, path);
			return range && lines.linePos(range[0]).line;
		};
		return { value, findLine };
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

const unreadable = (file: string, format: string, problem: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `${file} is not ${format}: ${problem}.`, fix: `Correct the ${format}.` });
