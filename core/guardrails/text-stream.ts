/** Transforms a text that arrives in pieces. The concatenated output is the transformed text. */
export interface TextStream {
	/** Returns the output that is final; an end that may still change is held back. */
	write(piece: string): Promise<string>;
	/** Returns the rest. */
	end(): Promise<string>;
}
