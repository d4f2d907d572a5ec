import type { Match } from '../../ports/guardrails/match';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import { hideText, type MaskedText } from '../masking/hide-text';
import { LoopYielder } from '../../base/async/loop-yielder';
import { type PersonalDataOptions, scanPersonalData } from '../personal-data/find-personal-data';
import { findRecognizer } from '../personal-data/recognizers';
import { readText, restoreTokens } from '../masking/read-text';
import type { TokenBook } from './token-book';

export interface ConversationVault extends PersonalDataVault {
	readonly book: TokenBook;
}

/** A message is read to mask it and again to store it; enough for one turn. */
const maxCached = 16;

/** Offsets of matches refer to the text with its tokens restored, as its reader gets it. */
export function vaultWithBook(options: PersonalDataOptions, book: TokenBook): ConversationVault {
	const read = new Map<string, Match[]>();
	/** By the text with its tokens, which are read as their values: it needs no further masking and no other tokens. */
	const masked = new Map<string, MaskedText>();

	async function find(text: string): Promise<Match[]> {
		const remembered = read.get(text);
		if (remembered) return remembered;
		const matches = await scanPersonalData(text, options);
		remember(read, text, matches);
		return matches;
	}

	async function mask(text: string): Promise<MaskedText> {
		const remembered = masked.get(text);
		if (remembered) return remembered;
		const hidden = await hideText(text, find, 'token', { book });
		remember(masked, hidden.text, hidden);
		return hidden;
	}

	return {
		book,
		find,
		restore: async (text) => (await restoreTokens(text, book)).restored,
		mask,
		redact: async (text) => (await hideText(text, find, 'partial', { book })).text,
		async findUnknown(text) {
			const { restored, matches } = await readText(text, find, book);
			if (matches.length === 0) return [];
			const pace = new LoopYielder();
			const canonicals: string[] = [];
			for (const { type, start, end } of matches) {
				canonicals.push(findRecognizer(type).canonical(restored.slice(start, end)));
				if (pace.isDue()) await pace.rest();
			}
			const known = await book.findKnown(canonicals);
			return matches.filter((_, index) => !known.has(canonicals[index]!));
		},
	};
}

function remember<Value>(all: Map<string, Value>, text: string, value: Value): void {
	all.set(text, value);
	const [oldest] = all.keys();
	if (all.size > maxCached) all.delete(oldest!);
}
