/** Distinguishes a secret from a word, a name and a placeholder. */

const fewestBits = 2.6;

/** Shannon entropy in bits for each character, by the text's own frequencies. */
export function computeEntropy(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}

const repeated = /([^\s])\1{5,}/g;
/** Ordered characters, as in alphabets: `0123456789ABCDEFGHJK`. */
const shortestAlphabet = 20;
const standsForAnother =
	/^[<{[(]|^%[a-z_]{3,40}%$|^\$(?:[{(]|[A-Z_]+$)|\$\{|\{\{|#\{|\.{3}|…|\*{3}|x{4}|^(?:your|insert|replace|insira|coloque|put)|^(?:my|our|seu|sua|meu|minha)[-_ ]|[-_](?:here|aqui)$|change_?-?me|placeholder|redacted|dummy|todo[-_]|fixme|^(?:example|exemplo|sample|fake)(?:[-_ ]|$)|example(?:key)?$|(?:example){2}/i;

/** Matches `sk-xxxx`, `<token>`, `${TOKEN}`, `YOUR_API_KEY`, `changeme`, `AKIAIOSFODNN7EXAMPLE`, the alphabet and similar. */
export function isPlaceholder(value: string): boolean {
	return standsForAnother.test(value) || value.replace(repeated, '').length < 0.6 * value.length || holdsAlphabet(value);
}

/** Steps over one character count: the alphabet of Base58 omits `I`, `O` and `l`. */
function holdsAlphabet(value: string): boolean {
	let up = 1;
	let down = 1;
	for (let at = 1; at < value.length; at++) {
		const step = value.charCodeAt(at) - value.charCodeAt(at - 1);
		up = step === 1 || step === 2 ? up + 1 : 1;
		down = step === -1 || step === -2 ? down + 1 : 1;
		if (up >= shortestAlphabet || down >= shortestAlphabet) return true;
	}
	return false;
}

export function looksRandom(value: string): boolean {
	return !isPlaceholder(value) && computeEntropy(value) >= fewestBits;
}

/** Stricter, for prefixes of ordinary names: letters and digits mixed, not words followed by a number. */
export function looksGenerated(value: string): boolean {
	return looksRandom(value) && !consistsOfWords(value);
}

/** `Xy9-Zk3_Lm7` exceeds this. */
const maxNumberedWords = 3;
const separator = /[-_./:@+=~ ]+/;
/** A word, an acronym, a name in camel case, a small number, a version: `api`, `API`, `accessToken`, `2024`, `v2`, `us1`. */
const word = /^(?:[a-zà-ÿ]{0,24}(?:[A-Z]{1,6}[a-z]{1,16}){0,6}\d{0,2}|[A-Z]{1,16}\d{0,4}|\d{1,4}|v\d{1,4})$/;

/** `api-gateway`, `token_based_2024`, `accessTokenProvider`. */
export function consistsOfWords(value: string): boolean {
	const parts = value.split(separator);
	const mixed = parts.filter((part) => /[A-Za-z]/.test(part) && /\d/.test(part));
	return mixed.length < maxNumberedWords && parts.every((part) => word.test(part) && !changesCaseAtRandom(part));
}

/** Parts of names in code besides words: `X25519`, `poly1305`, `xsalsa20poly1305`, `0x7f`, `kVK`, `1208358310`. */
const namePart = /^(?:[A-Za-z]{1,20}\d{1,5}|(?:[a-z]{4,16}\d{1,5}){2}|0x[0-9a-f]{1,8}|[a-z]{1,3}[A-Z]{1,16}\d{0,4}|\d{1,12})$/;

export function isIdentifier(value: string): boolean {
	const parts = value.split(/[-_]/);
	const mixed = parts.filter((part) => /[A-Za-z]/.test(part) && /\d/.test(part));
	return parts.length > 2 && mixed.length < maxNumberedWords && parts.every((part) => namePart.test(part) || consistsOfWords(part));
}

function changesCaseAtRandom(part: string): boolean {
	if (part.length < 16) return false;
	let changes = 0;
	for (let i = 1; i < part.length; i++) if (isUpper(part.charCodeAt(i)) !== isUpper(part.charCodeAt(i - 1))) changes++;
	return changes / part.length > 0.4;
}

const isUpper = (code: number): boolean => code >= 65 && code <= 90;
