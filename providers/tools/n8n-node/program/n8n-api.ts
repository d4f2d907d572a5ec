/** The parts of n8n that the program uses, as n8n-core and its libraries export them. They are loaded from the operator's installation. */
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

/** n8n-core's loader of one package: reads the lists of names, and a node's file when the node is first used. */
export interface PackageLoader {
	known: { nodes: Record<string, unknown>; credentials: Record<string, { extends?: string[] }> };
	/** Content of `dist/types`; without it, what the classes say. */
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
		/** Runs one node, once. */
		runNode(...values: unknown[]): Promise<unknown>;
	};
	/** Context of the methods that fill lists. */
	LoadOptionsContext: new (workflow: Workflow, node: INode, additionalData: object, path: string) => ILoadOptionsFunctions;
	ExecuteContext: new (...values: unknown[]) => object;
	/** Makes the requests that a description declares. */
	RoutingNode: new (context: object, nodeType: INodeType) => { runNode(): Promise<INodeExecutionData[][] | null> };
	ExecutionLifecycleHooks: new (mode: string, executionId: string, workflow: object) => object;
	BinaryDataService: Token<{ init(): Promise<void> }>;
	InstanceSettings: Token<{ hmacSignatureSecret: string }>;
	/** Context of a node's `webhook`. */
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

/** A class that n8n's container of parts holds one instance of. */
export type Token<Part> = abstract new (...parts: never[]) => Part;

export interface N8n {
	core: N8nCore;
	workflow: N8nWorkflow;
	/** Loads a package that n8n depends on. */
	load: ((name: string) => unknown) & { resolve(name: string): string };
}

/** The items of each output; null for one that the node did not use. */
export type Outputs = Array<INodeExecutionData[] | null>;
