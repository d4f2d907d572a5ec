/** What a token looks like, whoever issued it: `[EMAIL_1_k3f9x2]`, in any case, also with the underscores that Markdown writers escape. */
export const TOKEN_SHAPE = /\[[A-Z]{2,16}\\?_\d{1,6}\\?_[A-Z0-9]{4,12}\]/gi;

/** One spelling for all that stand for the same token. */
export function canonicalToken(token: string): string {
	return token.replaceAll('\\', '').toUpperCase();
}
