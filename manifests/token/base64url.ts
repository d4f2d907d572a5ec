/**
 * Decodes base64url that encodes to the same text again: no padding, no foreign characters, no spare bits (RFC 7515 section 2). Returns null for any
 * other text, so that one document has one spelling and one hash.
 */
export function decodeBase64url(text: string): Buffer | null {
	const bytes = Buffer.from(text, 'base64url');
	return bytes.toString('base64url') === text ? bytes : null;
}
