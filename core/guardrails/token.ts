/** `EMAIL_1_k3f9x2`, in any case, also with the underscores that Markdown writers escape. */
const BODY = String.raw`[A-Z]{2,16}\\?_\d{1,6}\\?_[A-Z0-9]{4,12}`;

/** What a token looks like, whoever issued it: `[EMAIL_1_k3f9x2]`, also with both its brackets escaped. */
export const TOKEN_SHAPE = new RegExp(String.raw`\\\[${BODY}\\\]|\[${BODY}\]`, 'gi');

/** Characters of the longest token. */
export const LONGEST_TOKEN = 2 + 16 + 2 + 6 + 2 + 12 + 2;

export const HIGHEST_NUMBER = 999_999;

/** One spelling for all that stand for the same token. */
export function canonicalToken(token: string): string {
	return token.replaceAll('\\', '').toUpperCase();
}

export interface TokenParts {
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

/** The parts of a token in any spelling, in upper case. */
export function partsOfToken(token: string): TokenParts {
	const [label = '', number, nonce = ''] = canonicalToken(token).slice(1, -1).split('_');
	return { label, number: Number(number), nonce };
}
