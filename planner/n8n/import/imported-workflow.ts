/** A node of an imported workflow: without secrets, recorded data, code, and names of credentials. */
export interface ImportedNode {
	name: string;
	/** As n8n names it: `n8n-nodes-base.if`. */
	type: string;
	version: number;
	parameters: Record<string, unknown>;
	/** Types of its credentials. */
	credentials: string[];
	/** n8n hands its input on. */
	isDisabled?: true;
	/** After an error: it goes on as if nothing was, or by its last output. Default: the workflow stops. */
	onError?: 'goOn' | 'output';
	/** Why it is there, in the words of its author. */
	note?: string;
	/** Paths of parameters that held a secret. */
	secrets?: string[];
	/** Lines of its code. */
	lines?: number;
	/** Its parameters are more than a plan holds. */
	isTooLarge?: true;
}

/** A connection of two nodes. */
export interface ImportedWay {
	from: string;
	output: number;
	to: string;
	input: number;
	/** `main`, or what a part is for its node: `ai_tool`. */
	kind: string;
}

/** A workflow of n8n, as a plan is made of it. */
export interface ImportedWorkflow {
	name: string;
	nodes: ImportedNode[];
	ways: ImportedWay[];
	/** Notes on the canvas. */
	notes: number;
	/** Connections to or from nodes that are not there. */
	dangling: number;
	/** Nodes with recorded data, which is not read. */
	pinned: number;
	/** Another workflow runs after an error. */
	hasErrorWorkflow?: true;
}

export const workflowLimits = {
	/** Max length of the file in characters. */
	text: 2_000_000,
	nodes: 200,
	ways: 1_000,
	name: 100,
	/** Max depth of a parameter. */
	depth: 12,
	/** Max length of the parameters of one node as JSON. */
	parameters: 20_000,
	/** Max length of those of all nodes. */
	all: 400_000,
} as const;
