/** Words from `first` up to, but without, `end`. */
export interface TokenRange {
	first: number;
	end: number;
}

/** A text as the model reads it. */
export interface Example {
	harmful: boolean;
	/** How much it counts, compared with other texts. */
	share: number;
	/** The buckets of all features, window by window. */
	buckets: Int32Array;
	/** How much each of them counts. */
	amounts: Uint8Array;
	/** The first feature of each window, and the end. */
	starts: Int32Array;
	windows: TokenRange[];
}
