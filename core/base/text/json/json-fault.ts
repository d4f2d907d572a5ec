import { getErrorMessage } from '../../errors';

/** Explains why a text is not JSON, in the parser's words, without quotes of the text, which can be private. */
export function jsonFault(error: unknown): string {
	return getErrorMessage(error).replace(/,? *(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '') || 'this is not the start of JSON';
}
