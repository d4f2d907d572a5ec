/** A text that an agent may answer from. */
export interface Document {
	/** Names it in citations; unique in a collection. */
	id: string;
	title: string;
	/** Markdown or plain text. */
	text: string;
}
