export interface TextSeal {
	seal(text: string, bound: string): Promise<Uint8Array>;
	unseal(sealed: Uint8Array, bound: string): Promise<string>;
	newKey(bound: string): Promise<{ key: TextKey; sealed: Uint8Array }>;
	openKey(sealed: Uint8Array, bound: string): Promise<TextKey>;
	/** Returns a keyed hash that proves authorship by key. */
	mark(text: string): Promise<string>;
}

export interface TextKey {
	seal(text: string, bound: string): Uint8Array;
	unseal(sealed: Uint8Array, bound: string): string;
}

const plainKey: TextKey = { seal: (text) => Buffer.from(text), unseal: (sealed) => Buffer.from(sealed).toString() };
export const plainSeal: TextSeal = {
	seal: async (text) => Buffer.from(text),
	unseal: async (sealed) => Buffer.from(sealed).toString(),
	newKey: async () => ({ key: plainKey, sealed: Buffer.from('') }),
	openKey: async () => plainKey,
	mark: async () => '',
};
