import { LONGEST_TOKEN, TOKEN_SHAPE } from '../../core/guardrails/token';
import type { PersonalDataVault } from '../../core/ports';
import type { TextStream } from './guard-chat-model';

/** A reply that begins as JSON stays JSON, whatever stands in the values. */
export function restoreReplyText(text: string, vault: PersonalDataVault): Promise<string> {
	return looksLikeJson(text) ? restoreEscaped(text, vault) : vault.restore(text);
}

/** Whether a text, or the beginning of one, is JSON: an object, or a list of something that is no token. */
export function looksLikeJson(text: string): boolean {
	return /^\s{0,99}(?:```(?:json)?\s{0,99})?(?:\{|\[\s{0,99}[{"\d])/.test(text);
}

/** Restores inside JSON's strings: what is special there is escaped. */
export async function restoreEscaped(text: string, vault: PersonalDataVault): Promise<string> {
	let end = 0;
	const pieces: string[] = [];
	for (const { 0: token, index } of text.matchAll(TOKEN_SHAPE)) {
		const value = await vault.restore(token);
		pieces.push(text.slice(end, index), value === token ? token : JSON.stringify(value).slice(1, -1));
		end = index + token.length;
	}
	return pieces.join('') + text.slice(end);
}

/** Restores a text that arrives in pieces: what may be the beginning of a token waits for its end. */
export function restoreTextStream(vault: PersonalDataVault): TextStream {
	let held = '';
	let escaped: boolean | undefined;
	const restore = (text: string) => {
		escaped ??= text.trim() === '' ? undefined : looksLikeJson(text);
		return escaped ? restoreEscaped(text, vault) : vault.restore(text);
	};
	return {
		push(piece) {
			held += piece;
			const certain = held.length - unfinishedToken(held);
			const text = held.slice(0, certain);
			held = held.slice(certain);
			return restore(text);
		},
		end() {
			const text = held;
			held = '';
			return restore(text);
		},
	};
}

/** How many characters at the end may become a token. */
function unfinishedToken(text: string): number {
	const from = Math.max(0, text.length - LONGEST_TOKEN + 1);
	const tail = text.slice(from);
	const start = /\\?\[(?:[A-Z]{1,16}(?:\\?(?:_\d{0,6}(?:\\?(?:_[A-Z0-9]{0,12})?)?)?)?)?\\?$|\\$/i.exec(tail);
	return start ? start[0].length : 0;
}
