import type { ListChoice, ListSource } from '../../../core/base/n8n-lists';
import type { Capabilities } from '../../../core/ports/capabilities/capabilities';
import type { NodeRestriction } from './node-restriction';

/** One node to run, as the editor would hold it, and what it works on. */
export interface NodeTask {
	/** Such as `n8n-nodes-base.set`. */
	type: string;
	typeVersion: number;
	/** Shown in messages of n8n. */
	name: string;
	/** As in a workflow: expressions (`={{ … }}`) are evaluated by n8n. */
	parameters: Record<string, unknown>;
	/** Parameters that are data: n8n evaluates none of their texts. They take precedence, by name. */
	data?: Record<string, unknown>;
	/** The names of the secrets that the author lets data name. `parameters` name their own. */
	secrets?: string[];
	/** The items of the main input. */
	items: NodeItem[];
	/** The name of the stored credential, by n8n's type. `other` is used for a type that has none. */
	credentials?: Record<string, string>;
	/** The node's settings of the same names in n8n. */
	settings?: NodeSettings;
	/** Owner of the data. Processes and files are never shared between tenants. */
	tenant: string;
	/** Owner of its files, and `$execution.id`: the process instance. */
	execution: string;
	/** `$workflow.name`. */
	workflow: string;
	/** Address at which people answer a node that asks them. Without it, a node that waits is refused. */
	link?: WaitingLink;
	/** Passes its items on and does nothing else, as n8n does with a node whose waiting is over. */
	isOver?: boolean;
}

/** The address that a node puts into its messages: `<url>/<execution>/<id>?…&signature=…`. */
export interface WaitingLink {
	url: string;
	/** Nobody can guess it. */
	id: string;
	/** The key of n8n's signature (HMAC-SHA-256) of path and query. */
	key: string;
}

export interface NodeSettings {
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	alwaysOutputData?: boolean;
	executeOnce?: boolean;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

/** An item of n8n. Its files are references to the folder that the tasks of a machine share. */
export interface NodeItem {
	json: Record<string, unknown>;
	binary?: Record<string, Record<string, unknown>>;
	pairedItem?: unknown;
	error?: unknown;
}

/** Result of the node: the items of each of its outputs. */
export interface NodeResult {
	outputs: NodeItem[][];
	/** It waits for an answer, at most until then (milliseconds since the epoch), and returned nothing. */
	waitTill?: number;
}

/** A request to the address of a node that waits. */
export interface Visit {
	method: 'GET' | 'POST';
	/** Path and query. */
	url: string;
	headers: Record<string, string>;
	/** In base64. */
	body: string;
}

/** Page for a visitor. The node's other headers are not sent. */
export interface VisitPage {
	status: number;
	/** Content-Type. */
	type: string;
	body: string;
	/** Marks the scripts of a page of n8n: no others run. Absent: none run. */
	nonce?: string;
}

/** Answer to the visitor, and the node's result if that was the answer it waits for. */
export interface VisitResult {
	response: VisitPage;
	outputs?: NodeItem[][];
}

/** Reason why the node did not return anything. The texts are n8n's, without values of credentials. */
export interface NodeFault {
	/**
	 * `node`: it failed by itself; `task`: it cannot run as it is; `waits`: it put its execution to sleep; `capability`: it
	 * used what its manifest does not allow: the description is the request, file or program; `address`: it called a private network: the
	 * description is the host; `program`: it started one that could.
	 */
	kind: 'node' | 'task' | 'waits' | 'capability' | 'address' | 'program';
	/** The node goes on, so its process has to end. */
	goesOn?: boolean;
	message: string;
	description?: string;
	/** List of the manifest that does not contain it. */
	capability?: keyof Capabilities;
	/** The class in n8n, such as `NodeApiError`. */
	name?: string;
	/** The status of the service's response, or a code such as `ECONNREFUSED`. */
	httpCode?: string;
	itemIndex?: number;
	retryAfterMs?: number;
}

/** A list that n8n's editor asks from the service while a person fills in a parameter. */
export interface ListTask extends Pick<NodeTask, 'type' | 'typeVersion' | 'parameters' | 'credentials' | 'tenant'> {
	source: ListSource;
	/** Path of the parameter: `options.channelId`. */
	path: string;
	/** Paths of parameters that the list depends on. A list is not asked for while one of them is empty. */
	dependsOn: string[];
	/** A longer list is not returned. */
	maxChoices: number;
}

/** Undefined: the list is longer than `maxChoices`. */
export type ListResult = { choices: ListChoice[] | undefined };

/** Descriptions of nodes and credential types by the classes of a package, as `dist/types` would have them. */
export interface PackageTypes {
	nodes: unknown[];
	credentials: Array<{ name: string; displayName: string }>;
}

export type NodeWork =
	| { kind: 'run'; task: NodeTask }
	/** Gives the request to a node that waits for one. */
	| { kind: 'visit'; task: NodeTask; visit: Visit }
	| { kind: 'list'; task: ListTask }
	| { kind: 'describe'; task: Pick<NodeTask, 'tenant'> };

export interface WorkResults {
	run: NodeResult;
	visit: VisitResult;
	list: ListResult;
	describe: PackageTypes;
}

/** A package that the gate allowed, and the hash that it allowed. */
export interface AdmittedPackage {
	name: string;
	folder: string;
	/** Changes with its files. A process that loaded other files is replaced. */
	stamp: string;
	/** The requests that its manifest allows, as `parseRequestPattern` reads them. Absent: all. */
	requests?: string[];
	/** Rights by its manifest. Absent: everything. */
	restriction?: NodeRestriction;
}

/** From the host to a process. */
export type ToProgram =
	| { kind: 'work'; work: NodeWork; package: AdmittedPackage }
	| { kind: 'cancel' }
	| { kind: 'answer'; call: number; answer: CallAnswer };

/** Requests of a running node to the worker. */
export type NodeCall =
	/** The data of the task's credential of this type. */
	| { of: 'credential'; type: string }
	/** Stores data that the node changed, such as a token that it refreshed. */
	| { of: 'write-back'; type: string; data: Record<string, unknown> }
	/** The value of `${NAME}`. */
	| { of: 'secret'; name: string };

export type CallAnswer = { value: unknown } | { problem: string };

/** From a process to the host. */
export type FromProgram =
	| { kind: 'ready' }
	| { kind: 'not-started'; message: string }
	| { kind: 'call'; call: number; request: NodeCall }
	| { kind: 'result'; result: WorkResults[NodeWork['kind']] }
	| { kind: 'fault'; fault: NodeFault };

/** The arguments of the program. */
export interface ProgramArguments {
	/** The folder of the package `n8n`. */
	n8n: string;
	compileCache?: string;
	allowPrivateNetworks: boolean;
	/** No list of a manifest says which programs nodes start. */
	holdsPrograms: boolean;
}
