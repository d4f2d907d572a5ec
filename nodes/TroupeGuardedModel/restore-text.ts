import type { TextStream } from '../../core/guardrails/text-stream';
import { createJsonRestoreStream, createRestoreStream, restoreJson } from '../../core/guardrails/vault/restore-stream';
import type { PersonalDataVault } from '../../core/ports';

/** Keeps a reply that begins as JSON valid, with any value. */
export function restoreReplyText(text: string, vault: PersonalDataVault): Promise<string> {
	return looksLikeJson(text) ? restoreJson(text, vault) : vault.restore(text);
}

/** The same for a text that comes in pieces. */
export function restoreTextStream(vault: PersonalDataVault): TextStream {
	let stream: TextStream | undefined;
	let blank = '';
	return {
		async write(piece) {
			blank += piece;
			if (!stream && isUndecided(blank)) return '';
			stream ??= looksLikeJson(blank) ? createJsonRestoreStream(vault) : createRestoreStream(vault);
			const text = blank;
			blank = '';
			return stream.write(text);
		},
		end: async () => ((await stream?.end()) ?? '') + blank,
	};
}

/** Checks that a text, or the beginning of one, is JSON: an object, or a list that does not begin with a token. */
function looksLikeJson(text: string): boolean {
	return /^\s{0,99}(?:```(?:json)?\s{0,99})?(?:\{|\[\s{0,99}[{"\d])/.test(text);
}

/** Nothing yet by which it could be told. */
function isUndecided(text: string): boolean {
	return /^\s{0,99}(?:`{0,2}|```(?:j|js|jso|json)?\s{0,99})\[?\s{0,99}$/.test(text);
}
