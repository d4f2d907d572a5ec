/** A tool that an agent needed and nobody has: who asked for what, and how often. Without what it was to be called with. */
export interface WantedTool {
	/** The name that the agent used, as `toWantedName` returns it. */
	tool: string;
	/** The id of the agent. */
	agent: string;
	/** `run`: a model called it. `definition`: a rule of the agent names it; counted once. */
	source: 'run' | 'definition';
	count: number;
	/** Milliseconds since the epoch. */
	firstAt: number;
	lastAt: number;
}

/** What the list is ordered by. */
export type ListedWantedTool = Pick<WantedTool, 'count' | 'lastAt' | 'tool' | 'agent'> & { source: string };

/** Counts requests for tools, shared by all machines. */
export interface WantedTools {
	note(tenant: string, request: Pick<WantedTool, 'tool' | 'agent' | 'source'>): Promise<void>;
	/** The most frequent first. @param after the last one of the page before */
	list(tenant: string, limit: number, after?: ListedWantedTool): Promise<WantedTool[]>;
	/** Removes the requests for a tool, such as one that exists now. @returns how many */
	remove(tenant: string, tool: string): Promise<number>;
}
