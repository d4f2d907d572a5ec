/** Encrypts texts for one purpose, and decrypts them for no other; and marks what can be read by all. */
export interface TextSeal {
	seal(text: string, bound: string): Promise<Uint8Array>;
	unseal(sealed: Uint8Array, bound: string): Promise<string>;
	/** Creates the key of a person, sealed. */
	newKey(bound: string): Promise<{ key: TextKey; sealed: Uint8Array }>;
	openKey(sealed: Uint8Array, bound: string): Promise<TextKey>;
	/** Returns a keyed hash, which proves that the text was written with the key. */
	mark(text: string): Promise<string>;
}

/** The key of one person or conversation. */
export interface TextKey {
	seal(text: string, bound: string): Uint8Array;
	unseal(sealed: Uint8Array, bound: string): string;
}

const plainKey: TextKey = { seal: (text) => Buffer.from(text), unseal: (sealed) => Buffer.from(sealed).toString() };
/** Seals nothing: for tests. */
export const plainSeal: TextSeal = {
	seal: async (text) => Buffer.from(text),
	unseal: async (sealed) => Buffer.from(sealed).toString(),
	newKey: async () => ({ key: plainKey, sealed: Buffer.from('') }),
	openKey: async () => plainKey,
	mark: async () => '',
};
