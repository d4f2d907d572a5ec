/**
 * Accepts only canonical base64url: no padding, foreign characters or spare bits (RFC 7515 section 2). Returns null otherwise, so that one document
 * has one spelling and one hash.
 */
export function decodeBase64url(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return bytes.toString('base64url') === text ? bytes : null;
}
