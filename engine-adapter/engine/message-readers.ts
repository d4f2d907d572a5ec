/** A deployed process that begins with a message, or waits for it somewhere. */
export interface MessageReader {
	processId: string;
	/** The jobs of the process, with the headers of their tasks. */
	jobs: Array<{ type: string; headers: Record<string, string> }>;
}
