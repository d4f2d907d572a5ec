/** Used parts of n8n-core and its libraries, loaded from the operator's installation. */
import type * as library from 'n8n-workflow';
import type {
	ICredentialType,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWebhookFunctions,
	IVersionedNodeType,
	Workflow,
} from 'n8n-workflow';

export type N8nWorkflow = typeof library;

/** n8n-core's package loader: reads the name lists first, each node's file on first use. */
export interface PackageLoader {
	known: { nodes: Record<string, unknown>; credentials: Record<string, { extends?: string[] }> };
	/** Content of `dist/types`, or derived from classes. */
	types: { nodes: unknown[]; credentials: Array<{ name: string; displayName: string }> };
	loadAll(): Promise<void>;
	getNode(name: string): { type: INodeType | IVersionedNodeType };
	getCredential(name: string): { type: ICredentialType };
}

export interface N8nCore {
	LazyPackageDirectoryLoader: new (folder: string, exclude: string[], include: string[]) => PackageLoader;
	WorkflowExecute: new (
		additionalData: object,
		mode: string,
		data: object,
	) => {
		processRunExecutionData(workflow: Workflow): Promise<IRun> & { cancel(): void };
		runNode(...values: unknown[]): Promise<unknown>;
	};
	/** For list methods. */
	LoadOptionsContext: new (workflow: Workflow, node: INode, additionalData: object, path: string) => ILoadOptionsFunctions;
	ExecuteContext: new (...values: unknown[]) => object;
	RoutingNode: new (context: object, nodeType: INodeType) => { runNode(): Promise<INodeExecutionData[][] | null> };
	ExecutionLifecycleHooks: new (mode: string, executionId: string, workflow: object) => object;
	BinaryDataService: Token<{ init(): Promise<void> }>;
	InstanceSettings: Token<{ hmacSignatureSecret: string }>;
	/** For a node's `webhook`. */
	WebhookContext: new (
		workflow: Workflow,
		node: INode,
		additionalData: object,
		mode: string,
		webhookData: object,
		closeFunctions: unknown[],
		data: object,
	) => IWebhookFunctions;
}

/** A singleton class in n8n's container. */
export type Token<Part> = abstract new (...parts: never[]) => Part;

export interface N8n {
	core: N8nCore;
	workflow: N8nWorkflow;
	/** Loads a dependency of n8n. */
	load: ((name: string) => unknown) & { resolve(name: string): string };
}

/** Items by output; null for unused ones. */
export type Outputs = Array<INodeExecutionData[] | null>;
