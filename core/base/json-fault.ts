import { messageOf } from './errors';

/** Why a text is not JSON, in the parser's words without those of the text, which it quotes: they may be anybody's. */
export function jsonFault(error: unknown): string {
	return messageOf(error).replace(/,? *(?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '') || 'this is not the start of JSON';
}
