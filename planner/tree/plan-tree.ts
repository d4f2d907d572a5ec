/** A `file` is an object of name, media type and place. */
export const fieldTypes = ['text', 'number', 'boolean', 'date', 'list', 'object', 'file'] as const;

export interface Field {
	/** A FEEL name: a lower case letter, then letters and digits, at most 40. */
	name: string;
	type: (typeof fieldTypes)[number];
	/** As people see it, in the language of the plan. */
	label?: string;
	description?: string;
	/** The values it can have; for texts. */
	options?: string[];
	/** Default: true. */
	required?: boolean;
	example?: unknown;
	personal?: boolean;
}

export type Trigger =
	| { kind: 'manual' }
	/** A person fills in the plan's inputs. */
	| { kind: 'form' }
	/** A message of this name from a channel, a webhook or another process. */
	| { kind: 'message'; name: string }
	/** A time: a cycle of ISO 8601 (`R/P1D`), a cron expression, or a date and time. */
	| { kind: 'timer'; at: string };

/** What an event block waits for. */
export type Wait =
	/** A duration of ISO 8601 (`PT2H`), or a FEEL expression of one. */
	| { kind: 'timer'; duration: string }
	/** A date and time of ISO 8601, or a FEEL expression of one. */
	| { kind: 'date'; date: string }
	/** A message of this name whose correlation key is the value of the FEEL expression; it brings `writes`. */
	| { kind: 'message'; name: string; key: string; writes?: Field[] }
	| { kind: 'signal'; name: string };

interface Named {
	/** Unique in the plan, and kept over its changes: a lower case letter, then letters, digits and hyphens, at most 60. It is the id of the BPMN element. */
	id: string;
	/** As the diagram shows it: a verb and a noun for steps, a question for choices. */
	name: string;
}

export interface Deadline {
	/** A duration of ISO 8601. */
	after: string;
	/** True if the step goes on beside `do`, such as for a reminder. Default: false, it is given up. */
	goesOn?: boolean;
	/** Then: the blocks. Unless they end the plan, it goes on with the next step. */
	do: Block[];
}

interface Step extends Named {
	why?: string;
	writes?: Field[];
	/** Done if it fails for good. Unless these blocks end the plan, it goes on with the next step. */
	onError?: Block[];
	deadline?: Deadline;
}

export interface AgentStep extends Step {
	kind: 'agent';
	needs: string;
	/** `name@range`. */
	agent?: string;
	/** FEEL: the text that it answers. Default: the names and values of the variables in `reads`. */
	message?: string;
	reads?: string[];
}

/** A node of a signed package, or a job type of this package (`troupe:send`). */
export interface NodeStep extends Step {
	kind: 'node';
	needs: string;
	/** Type of an n8n node, `n8n-nodes-base.slack`, or of a job, `troupe:retrieve`. */
	node?: string;
	/** Values by the path of the node's parameter; a text that begins with `=` is FEEL. */
	parameters?: Record<string, unknown>;
	/** Names of credentials by their type. */
	credentials?: Record<string, string>;
	reads?: string[];
}

export interface HttpStep extends Step {
	kind: 'http';
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** An https address; or FEEL with `=`. */
	url: string;
	/** FEEL of the request's body. */
	body?: string;
	credential?: string;
	needsCredential?: boolean;
}

export interface HumanStep extends Step {
	kind: 'human';
	/** Group of people or a role, such as `finance`. */
	who: string;
	shows?: string[];
	instructions?: string;
	/** A duration of ISO 8601 after which it is shown as overdue. */
	due?: string;
}

/** Another process. */
export interface CallStep extends Step {
	kind: 'call';
	process: string;
	/** FEEL by the name of the called process's variable. */
	inputs?: Record<string, string>;
}

/** Needs what nobody here can do: by hand until then. */
export interface UnsupportedStep extends Step {
	kind: 'unsupported';
	needs: string;
	reason: string;
	alternatives: Alternative[];
	who?: string;
	shows?: string[];
	/** Values that a program would have had, in words. */
	details?: string[];
}

export interface Alternative {
	kind: 'http' | 'node' | 'agent' | 'human' | 'mcp';
	text: string;
}

/** Goes one way, or with `many` every way whose condition holds. */
export interface Choice extends Named {
	kind: 'choice';
	many?: boolean;
	/** In order; the first that holds, without `many`. */
	branches: Array<{ id?: string; name: string; /** FEEL. */ when: string; do: Block[] }>;
	/** The default, if none holds. */
	otherwise: { id?: string; name: string; do: Block[] };
}

export interface Parallel extends Named {
	kind: 'parallel';
	branches: Array<{ id?: string; name?: string; do: Block[] }>;
}

/** Repeats its blocks until a condition holds, or for each entry of a list. */
export interface Loop extends Named {
	kind: 'loop';
	do: Block[];
	/** FEEL, looked at after each round. */
	until?: string;
	each?: string;
	as?: string;
	/** True if the entries are worked on at the same time. With `each`. */
	together?: boolean;
	/** Max number of rounds or entries: 1 to 100. */
	limit: number;
	onLimit?: Block[];
}

/** Waits for one thing, or for the first of several. */
export interface Event extends Named {
	kind: 'event';
	waits: Array<{ id?: string; name?: string; on: Wait; do?: Block[] }>;
}

/** Ends the instance, or with `cancels` everything that runs in it. */
interface End extends Named {
	kind: 'end';
	cancels?: boolean;
}

export type Task = AgentStep | NodeStep | HttpStep | HumanStep | CallStep | UnsupportedStep;

/** Without an agent, a person does the step. */
export const isStaffedAgent = (block: Block): block is AgentStep => block.kind === 'agent' && block.agent !== undefined;

/** A task of a person can be late, but cannot fail. */
export const canFail = ({ kind }: Task): boolean => kind !== 'human' && kind !== 'unsupported';

export type Block = Task | Choice | Parallel | Loop | Event | End;

export const blockKinds = ['agent', 'node', 'http', 'human', 'call', 'unsupported', 'choice', 'parallel', 'loop', 'event', 'end'] as Array<
	Block['kind']
>;

export const isTask = (block: Block): block is Task => !['choice', 'parallel', 'loop', 'event', 'end'].includes(block.kind);

/** A plan's process without a diagram, as a model fills it in. Blocks in a list follow each other. */
export interface PlanTree {
	/** Id of the process: lower case letters, digits and hyphens. */
	id: string;
	name: string;
	purpose: string;
	language: 'en' | 'pt';
	trigger: Trigger;
	inputs: Field[];
	do: Block[];
}

/** A problem of a tree, as a model or a person gets it back. */
export interface Fault {
	/** JSON pointer into the tree, such as `/do/2/branches/0/when`. */
	path: string;
	/** A word for the kind of problem, such as `unknown-variable`. */
	rule: string;
	message: string;
	fix: string;
}
