/** Changes a text that arrives in pieces. The joined output equals the changed whole text. */
export interface TextStream {
	/** Returns what can be passed on now; keeps an end that can still change. */
	write(piece: string): Promise<string>;
	/** Returns the rest. */
	end(): Promise<string>;
}
