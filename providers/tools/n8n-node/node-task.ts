import type { ListChoice, ListSource } from '../../../core/base/n8n-lists';
import type { Capabilities } from '../../../core/ports/capabilities/capabilities';
import type { NodeRestriction } from './node-restriction';

export interface NodeTask {
	/** Such as `n8n-nodes-base.set`. */
	type: string;
	typeVersion: number;
	/** Shown in n8n's messages. */
	name: string;
	/** As in a workflow: n8n evaluates expressions (`={{ … }}`). */
	parameters: Record<string, unknown>;
	/** Data parameters, whose texts n8n never evaluates. They take precedence by name. */
	data?: Record<string, unknown>;
	/** Secrets that data may name. `parameters` name their own. */
	secrets?: string[];
	items: NodeItem[];
	/** Stored credential by n8n's type; `other` for types without one. */
	credentials?: Record<string, string>;
	/** The node's settings of the same names in n8n. */
	settings?: NodeSettings;
	/** Processes and files are never shared between tenants. */
	tenant: string;
	/** File owner and `$execution.id`: the process instance. */
	execution: string;
	/** `$workflow.name`. */
	workflow: string;
	/** Address for people's answers. Without it, waiting nodes are refused. */
	link?: WaitingLink;
	/** Passes its items on only, like n8n for a node after its wait. */
	isOver?: boolean;
}

/** Address in a node's messages: `<url>/<execution>/<id>?…&signature=…`. */
export interface WaitingLink {
	url: string;
	id: string;
	/** Key of n8n's signature (HMAC-SHA-256) of path and query. */
	key: string;
}

interface NodeSettings {
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

/** An n8n item. Files are references into the machine's shared folder. */
export interface NodeItem {
	json: Record<string, unknown>;
	binary?: Record<string, Record<string, unknown>>;
	pairedItem?: unknown;
	error?: unknown;
}

export interface NodeResult {
	outputs: NodeItem[][];
	/** Deadline of a waiting node without result (milliseconds since the epoch). */
	waitTill?: number;
}

export interface Visit {
	method: 'GET' | 'POST';
	/** Path and query. */
	url: string;
	headers: Record<string, string>;
	/** In base64. */
	body: string;
}

export interface VisitPage {
	status: number;
	type: string;
	body: string;
	/** Marks an n8n page's scripts, the only ones that run. Absent: none run. */
	nonce?: string;
}

export interface VisitResult {
	response: VisitPage;
	outputs?: NodeItem[][];
}

/** Failure of a node, in n8n's words without credential values. */
export interface NodeFault {
	/**
	 * `node`: its own failure; `task`: cannot run as defined; `waits`: suspended its execution; `capability`: exceeded its manifest, described by
	 * request, file or program; `address`: called a private network, described by host; `program`: started a program that could.
	 */
	kind: 'node' | 'task' | 'waits' | 'capability' | 'address' | 'program';
	/** The node is still running, so its process must end. */
	goesOn?: boolean;
	message: string;
	description?: string;
	capability?: keyof Capabilities;
	/** n8n class, such as `NodeApiError`. */
	name?: string;
	/** Response status, or a code such as `ECONNREFUSED`. */
	httpCode?: string;
	itemIndex?: number;
	retryAfterMs?: number;
}

/** A list that n8n's editor requests for a parameter. */
export interface ListTask extends Pick<NodeTask, 'type' | 'typeVersion' | 'parameters' | 'credentials' | 'tenant'> {
	source: ListSource;
	/** Parameter path: `options.channelId`. */
	path: string;
	/** Paths of required parameters; no request while one is empty. */
	dependsOn: string[];
	maxChoices: number;
}

/** Undefined if longer than `maxChoices`. */
export type ListResult = { choices: ListChoice[] | undefined };

/** Node and credential types from a package's classes, in the form of `dist/types`. */
export interface PackageTypes {
	nodes: unknown[];
	credentials: Array<{ name: string; displayName: string }>;
}

export type NodeWork =
	| { kind: 'run'; task: NodeTask }
	| { kind: 'visit'; task: NodeTask; visit: Visit }
	| { kind: 'list'; task: ListTask }
	| { kind: 'describe'; task: Pick<NodeTask, 'tenant'> };

export interface WorkResults {
	run: NodeResult;
	visit: VisitResult;
	list: ListResult;
	describe: PackageTypes;
}

/** A package with the hash allowed by the gate. */
export interface AdmittedPackage {
	name: string;
	folder: string;
	/** Changes with the files; a process with other files is replaced. */
	stamp: string;
	/** Allowed requests for `parseRequestPattern`. Absent: all. */
	requests?: string[];
	/** Rights by the manifest. Absent: everything. */
	restriction?: NodeRestriction;
}

export type ToProgram =
	| { kind: 'work'; work: NodeWork; package: AdmittedPackage }
	| { kind: 'cancel' }
	| { kind: 'answer'; call: number; answer: CallAnswer };

export type NodeCall =
	| { of: 'credential'; type: string }
	/** Stores changed data, such as a refreshed token. */
	| { of: 'write-back'; type: string; data: Record<string, unknown> }
	/** The value of `${NAME}`. */
	| { of: 'secret'; name: string };

export type CallAnswer = { value: unknown } | { problem: string };

export type FromProgram =
	| { kind: 'ready' }
	| { kind: 'not-started'; message: string }
	| { kind: 'call'; call: number; request: NodeCall }
	| { kind: 'result'; result: WorkResults[NodeWork['kind']] }
	| { kind: 'fault'; fault: NodeFault };

export interface ProgramArguments {
	n8n: string;
	compileCache?: string;
	allowPrivateNetworks: boolean;
	/** No manifest list restricts started programs. */
	holdsPrograms: boolean;
}
