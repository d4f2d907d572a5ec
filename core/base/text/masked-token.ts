/** `EMAIL_1_k3f9x2`, in any case, with or without backslashes of Markdown before underscores. */
const body = (escape: string): string => String.raw`[A-Z]{2,16}${escape}_\d{1,6}${escape}_[A-Z0-9]{4,12}`;

/** A token of any issuer: `[EMAIL_1_k3f9x2]`, with or without both brackets escaped. */
export const tokenShape = new RegExp(String.raw`\\\[${body('\\\\?')}\\\]|\[${body('\\\\?')}\]`, 'gi');

/** The same inside a JSON string, where a backslash is doubled, or by mistake single. */
export const tokenInJson = new RegExp(String.raw`\\{1,2}\[${body('\\\\{0,2}')}\\{1,2}\]|\[${body('\\\\{0,2}')}\]`, 'gi');

export const bareToken = /(?<![A-Z0-9[])[A-Z]{2,16}_\d{1,6}_[A-Z0-9]{4,12}(?![A-Z0-9\]])/gi;

/** The end of a text, at most `maxTokenLength` characters, that more text can complete to a token. */
export const tokenBegun = /(?:\\{1,2}|\\{0,2}\[[A-Z]{0,16}(?:\\{1,2}|\\{0,2}_\d{0,6}(?:\\{1,2}|\\{0,2}_[A-Z0-9]{0,12}\\{0,2})?)?)$/i;

export const maxTokenLength = 3 + 16 + 3 + 6 + 3 + 12 + 3;

export const highestNumber = 999_999;

export function canonicalToken(token: string): string {
	return token.replaceAll('\\', '').toUpperCase();
}

interface TokenParts {
	/** 2 to 16 upper case letters. */
	label: string;
	/** 1 to 999,999. */
	number: number;
	/** 4 to 12 letters and digits. */
	nonce: string;
}

export function makeToken({ label, number, nonce }: TokenParts): string {
	return `[${label}_${number}_${nonce}]`;
}

/** Returns whether a token belongs to this conversation and not to a person's own words. `token` is canonical. */
export function hasNonce(token: string, nonce: string): boolean {
	return token.endsWith(`_${nonce.toUpperCase()}]`);
}

export function parseToken(token: string): TokenParts {
	const [label = '', number, nonce = ''] = canonicalToken(token).slice(1, -1).split('_');
	return { label, number: Number(number), nonce };
}

/** Returns the type of a token's value: `[EMAIL]`. */
export const nameToken = (token: string): string => `[${parseToken(token).label}]`;
