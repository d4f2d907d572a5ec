/**
 * Decodes base64url that re-encodes to itself: no padding, no foreign character, no spare bits (RFC 7515 section 2).
 * Null for anything else, so that one document has one spelling and one hash.
 */
export function decodeBase64url(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return bytes.toString('base64url') === text ? bytes : null;
}
