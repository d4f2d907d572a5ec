import type { TextStream } from '../../core/guardrails/text-stream';
import { createJsonRestoreStream, createRestoreStream, restoreJson } from '../../core/guardrails/vault/restore-stream';
import type { PersonalDataVault } from '../../core/ports/guardrails/vault';

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

/** The fences of JSON, as the check json-schema unwraps them. */
const fence = '(?:`{3,20}|~{3,20})[ \\t]{0,9}';
const info = 'json[c5l]?(?:[^\\n{[]{0,99}\\n)?';
const beginsAsJson = new RegExp(`^[\\s\\ufeff]{0,99}(?:${fence}(?:${info})?\\s{0,99})?(?:\\{|\\[\\s{0,99}[{"\\d])`, 'i');
const mayBegin = new RegExp(
	`^[\\s\\ufeff]{0,99}(?:\`{0,2}|~{0,2}|${fence}(?:j|js|jso|json[c5l]?[^\\n{[]{0,99}\\n?)?\\s{0,99})\\[?\\s{0,99}$`,
	'i',
);

/** Checks that a text, or the beginning of one, is JSON, in a fence too: an object, or a list that does not begin with a token. */
const looksLikeJson = (text: string): boolean => beginsAsJson.test(text);

/** Nothing yet by which it could be told. */
const isUndecided = (text: string): boolean => mayBegin.test(text);
