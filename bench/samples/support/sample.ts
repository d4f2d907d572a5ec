/** A statement with the text that it cites. */
export interface SupportSample {
	set: string;
	text: string;
	statement: string;
	question?: string;
	isTrue: boolean;
}
