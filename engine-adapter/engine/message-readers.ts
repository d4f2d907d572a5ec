export interface MessageReader {
	processId: string;
	jobs: Array<{ type: string; headers: Record<string, string> }>;
}
