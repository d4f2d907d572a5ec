/** Encrypts texts for one purpose, and decrypts them for no other; and marks what can be read by all. */
export interface TextSeal {
	seal(text: string, bound: string): Promise<Uint8Array>;
	unseal(sealed: Uint8Array, bound: string): Promise<string>;
	/** Returns a keyed hash, which proves that the text was written with the key. */
	mark(text: string): Promise<string>;
}
