export type Bytes = Uint8Array<ArrayBuffer>;

export const toBytes = (text: string): Bytes => new TextEncoder().encode(text);
export const toText = (bytes: Bytes): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

export const fromBinary = (binary: string): Bytes => Uint8Array.from(binary, (character) => character.charCodeAt(0));

export function toBase64url(bytes: Bytes): string {
	const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws DOMException for invalid base64url */
export const fromBase64url = (text: string): Bytes => fromBinary(atob(text.replaceAll('-', '+').replaceAll('_', '/')));

export async function sha256(bytes: Bytes): Promise<Bytes> {
	return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export const toHex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
