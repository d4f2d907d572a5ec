import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { TextStream } from '../text-stream';
import { maxTokenLength, tokenBegun, tokenInJson } from '../../base/text/masked-token';

/** For people. Holds back an end that may become a token, at most 46 characters. */
export function createRestoreStream(vault: Pick<PersonalDataVault, 'restore'>): TextStream {
	return heldBack((text) => vault.restore(text));
}

/**
 * For JSON in pieces, such as a tool call's arguments. Escapes values in strings. Elsewhere, where a model forgot the quotes, a value becomes a
 * number or a string.
 */
export function createJsonRestoreStream(vault: PersonalDataVault): TextStream {
	const place = createJsonPlace();
	return heldBack(async (text) => {
		let restored = '';
		let end = 0;
		for (const { 0: token, index } of text.matchAll(tokenInJson)) {
			const between = text.slice(end, index);
			place.pass(between);
			restored += between + (await toJson(token, vault, place.isInString()));
			end = index + token.length;
		}
		place.pass(text.slice(end));
		return restored + text.slice(end);
	});
}

export async function restoreJson(json: string, vault: PersonalDataVault): Promise<string> {
	const stream = createJsonRestoreStream(vault);
	return (await stream.write(json)) + (await stream.end());
}

function heldBack(restore: (text: string) => Promise<string>): TextStream {
	let held = '';
	return {
		write(piece) {
			const text = held + piece;
			const tail = Math.max(0, text.length - maxTokenLength);
			const begun = text.slice(tail).search(tokenBegun);
			const cut = begun < 0 ? text.length : tail + begun;
			held = text.slice(cut);
			return cut === 0 ? Promise.resolve('') : restore(text.slice(0, cut));
		},
		end() {
			const rest = held;
			held = '';
			return rest === '' ? Promise.resolve('') : restore(rest);
		},
	};
}

const jsonInteger = /^-?(?:0|[1-9]\d{0,14})$/;

async function toJson(token: string, vault: PersonalDataVault, inString: boolean): Promise<string> {
	const plain = token.replaceAll('\\', '');
	const value = await vault.restore(plain);
	if (value === plain) return token;
	if (inString) return JSON.stringify(value).slice(1, -1);
	return jsonInteger.test(value) ? value : JSON.stringify(value);
}

function createJsonPlace(): { pass(text: string): void; isInString(): boolean } {
	let inString = false;
	let escaped = false;
	return {
		pass(text) {
			for (const character of text) {
				if (escaped) escaped = false;
				else if (character === '\\') escaped = inString;
				else if (character === '"') inString = !inString;
			}
		},
		isInString: () => inString,
	};
}
