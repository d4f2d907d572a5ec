/** `EMAIL_1_k3f9x2`, in any case, also with the underscores that Markdown writers escape. */
const body = (escape: string): string => String.raw`[A-Z]{2,16}${escape}_\d{1,6}${escape}_[A-Z0-9]{4,12}`;

/** What a token looks like, whoever issued it: `[EMAIL_1_k3f9x2]`, also with both its brackets escaped. */
export const TOKEN_SHAPE = new RegExp(String.raw`\\\[${body('\\\\?')}\\\]|\[${body('\\\\?')}\]`, 'gi');

/** The same inside the text of a JSON string, where a backslash is written twice, or by mistake once. */
export const TOKEN_IN_JSON = new RegExp(String.raw`\\{1,2}\[${body('\\\\{0,2}')}\\{1,2}\]|\[${body('\\\\{0,2}')}\]`, 'gi');

/** The end of a text, at most `LONGEST_TOKEN` characters, that more text may make a token of. */
export const TOKEN_BEGUN = /(?:\\{1,2}|\\{0,2}\[[A-Z]{0,16}(?:\\{1,2}|\\{0,2}_\d{0,6}(?:\\{1,2}|\\{0,2}_[A-Z0-9]{0,12}\\{0,2})?)?)$/i;

/** Of either shape. */
export const LONGEST_TOKEN = 3 + 16 + 3 + 6 + 3 + 12 + 3;

export const HIGHEST_NUMBER = 999_999;

/** One spelling for all that stand for the same token. */
export function canonicalToken(token: string): string {
	return token.replaceAll('\\', '').toUpperCase();
}

interface TokenParts {
	/** Upper case letters, 2 to 16. */
	label: string;
	/** 1 to 999,999. */
	number: number;
	/** 4 to 12 letters and digits. */
	nonce: string;
}

export function makeToken({ label, number, nonce }: TokenParts): string {
	return `[${label}_${number}_${nonce}]`;
}

/** A token of this conversation, or a person's words that only look like it; `token` in its one spelling. */
export function hasNonce(token: string, nonce: string): boolean {
	return token.endsWith(`_${nonce.toUpperCase()}]`);
}

/** The parts of a token in any spelling, in upper case. */
export function partsOfToken(token: string): TokenParts {
	const [label = '', number, nonce = ''] = canonicalToken(token).slice(1, -1).split('_');
	return { label, number: Number(number), nonce };
}
