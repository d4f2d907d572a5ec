/** Never the value: values stay out of logs and results. Offsets are in UTF-16 code units. */
export interface Match {
	type: string;
	start: number;
	end: number;
	/** 0 to 1. */
	score: number;
}
