/** A missing tool: who asked, and how often. Without arguments. */
export interface WantedTool {
	tool: string;
	agent: string;
	/** `run`: a model called it. `definition`: a rule of the agent names it; counted once. */
	source: 'run' | 'definition';
	count: number;
	/** Milliseconds since the epoch. */
	firstAt: number;
	lastAt: number;
}

export type ListedWantedTool = Pick<WantedTool, 'count' | 'lastAt' | 'tool' | 'agent'> & { source: string };

/** Shared by all machines. */
export interface WantedTools {
	note(tenant: string, request: Pick<WantedTool, 'tool' | 'agent' | 'source'>): Promise<void>;
	/** Most frequent first. @param after the last one of the page before */
	list(tenant: string, limit: number, after?: ListedWantedTool): Promise<WantedTool[]>;
	/** For a tool that exists now. @returns the number of requests */
	remove(tenant: string, tool: string): Promise<number>;
}
