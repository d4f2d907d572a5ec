declare module 'murmurhash' {
	/** MurmurHash3, 32 bit, of a text's UTF-8. */
	export function v3(text: string | Uint8Array, seed?: number): number;
}
