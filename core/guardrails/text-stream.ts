/** Changes a text that comes in pieces: all that it gives out, one after the other, is the whole text changed. */
export interface TextStream {
	/** What can be given out now; an end that may still become something else stays here. */
	write(piece: string): Promise<string>;
	/** The rest. */
	end(): Promise<string>;
}
