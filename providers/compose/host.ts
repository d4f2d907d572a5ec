/** What a host brings along: an n8n node, a job worker, the service or the command line. Each part of the composition names what it needs of it. */
import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import type { RequestPattern } from '../../core/ports/capabilities/request-pattern';
import type { Credentials } from '../../core/ports/credentials';
import type { Clock } from '../../core/ports/host';
import type { Gate, NodeGate, PublishedAgents } from '../../core/ports/manifests';
import type { ChatModel, ModelCarrier } from '../../core/ports/models';
import type { ProviderName } from '../../core/ports/provider-names';
import type { ProgramIsolator } from '../../core/ports/sandbox/programs';
import type { BrowserOpener, ShellOpener } from '../../core/ports/sandbox/tools';
import type { LevelCheck, ScriptRunner, Tool } from '../../core/ports/tools';
import type { Budget } from '../../core/ports/usage';
import type { AllowedModel } from '../transformers/allowed-models';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { ConversationOwner } from '../../core/memory/conversations/conversation-names';
import type { Environment } from '../../core/base/settings';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import type { ProviderSettings } from '../models/shared/provider-settings';
import type { TenantDemands } from './guardrails/tenant-demands';

/** Where a host keeps its state. */
export interface StateHost {
	/** Folder of Troupe's state: conversations, their tokens, violations and usage are kept in it. Without a folder and a database, nothing outlives the run. */
	stateFolder?: string;
	/** `postgres://…`: keeps the state of all machines in place of files. Default: TROUPE_DATABASE_URL. Blank: files. */
	database?: string;
	/** `redis://…`: carries wake-ups between processes. Default: TROUPE_REDIS_URL. Blank: none. */
	redis?: string;
}

/** What the token vault needs. */
export interface VaultHost extends StateHost {
	/** Default `default`. */
	tenant?: string;
	/** The master key, 32 bytes in base64 or hex. Default: TROUPE_VAULT_KEY, else `vault.key` in the state folder. */
	vaultKey?: string;
	/** How long a token can be restored after its value was last masked, in milliseconds. Default: thirty days. */
	vaultTtlMs?: number;
	clock?: Clock;
	/** The workflow of n8n that it works for: conversations belong to it. */
	workflow?: string;
	/** The process that it works for: its tasks share the tokens of a conversation. */
	process?: string;
}

/** What the memory of persons and conversations needs. */
export interface MemoryStoreHost extends VaultHost {
	/** `postgres://…`, or the path of a file. Default: TROUPE_MEMORY_STORE, else `memory.db` in the state folder. */
	memoryStore?: string;
	/** A local model that compares memories with a question. Default: TROUPE_EMBEDDING_MODEL; without one, words are compared. */
	embeddingModel?: string;
	/** How long a person or a conversation is kept after the last use, in milliseconds. Default: a year. */
	memoryTtlMs?: number;
}

/** What the metering of model calls needs. */
export interface UsageHost extends Pick<VaultHost, 'tenant' | 'clock' | 'vaultKey' | keyof StateHost> {
	/** The host's name in the ledger and in the log of violations, such as `n8n` or `worker`. Default: `agent`. */
	name?: string;
	/** The agent that makes the calls, where the host serves a single one: the calls count in its budgets. */
	agent?: Pick<AgentDefinition, 'id' | 'budgets'>;
	/** The agents that led to it, the first of the team first: their budgets count its calls too. */
	callers?: Array<Pick<AgentDefinition, 'id' | 'budgets'>>;
	/** Caps besides those of the file. */
	budgets?: Budget[];
	/** Allows documents, tools and images to be fetched from private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Answers requests in place of the network, and decides about them, such as the rules of a sandbox. */
	outside?: typeof fetch;
	/** Read again when it changes. */
	budgetsFile?: { path: string; /** The user named it, so a missing file is an error. */ mustExist: boolean };
}

/** What model calls need. */
export interface ModelHost extends UsageHost {
	/** A model of a route is skipped when its provider has no settings. */
	providers: Partial<Record<ProviderName, ProviderSettings>>;
	/** The host's own model, such as one connected in n8n; it comes first in the route. */
	model?: ChatModel;
	/** Carries the calls of the models of routes. Default: they are called. */
	carrier?: ModelCarrier;
	fetch?: typeof fetch;
}

/** Where collections are kept. */
export type KnowledgeStorePlace =
	/** Default: `knowledge.db` in the state folder. */
	| { kind: 'sqlite'; file?: string }
	| { kind: 'postgres'; address: string }
	/** The vectors are in Chroma. The catalogue is in PostgreSQL if an address is set, else in the state folder (docs/decisions/knowledge/0078). */
	| { kind: 'chroma'; url: string; token?: string; tenant?: string; database?: string; catalogue?: string };

/** What collections need. */
export interface KnowledgeHost extends ModelHost {
	/** Default: the embedded store. */
	knowledgeStore?: KnowledgeStorePlace;
	/** The model that `local` stands for: a folder, or an id on a hub. */
	embeddingModel?: string;
	/** The folder in which @huggingface/transformers is installed, if not in the state folder. */
	transformers?: string;
	/** Where local models are downloaded from. Default: https://huggingface.co. */
	hub?: { baseUrl?: string; token?: string };
	/** Which local models may be loaded. Default: all. */
	allowedModels?: readonly AllowedModel[];
	/** Whether the facts of a search have the question too. Default: a keyed hash of it alone. */
	searchQuestions?: 'masked';
	/** ClamAV's daemon: `host:port`, or the path of its socket. Without it, nothing is scanned. */
	virusScanner?: string;
	/** Access to Cohere's reranker. */
	cohere?: { apiKey: string; baseUrl?: string };
}

/** What memory tasks need: summaries and comparisons call models. */
export interface MemoryHost extends KnowledgeHost, MemoryStoreHost {
	/** Whose the conversations of memory tasks are. Absent: everybody shares them who knows their ids. */
	conversationOwner?: ConversationOwner;
}

/** What the tools of a definition are allowed to do. */
export interface ToolGrants {
	/** Returns the secret that `${NAME}` stands for in headers sent to `server` or in the environment of a program; undefined if there is none. */
	secrets?: (name: string, server?: string, tenant?: string) => string | undefined;
	/** The same for addresses that data decide: returns only secrets that name their servers. */
	boundSecrets?: ToolGrants['secrets'];
	/** Allows tools to call private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Answers requests in place of the network, and decides about them, such as the rules of a sandbox. */
	outside?: typeof fetch;
	/** Allows definitions to start programs that serve tools: any (`true`), or those that a file lists, by its path. Default: none. */
	allowPrograms?: boolean | string;
	/** The only MCP servers and agents of others that are called, as origins: `https://*.example.com`. Default: any. */
	toolServers?: string[];
	/** Allows definitions to name credentials of the store for MCP servers. Default: false. */
	allowCredentials?: boolean;
	/** Believes definitions that their tools reach less far than is usual. Default: true; for a definition that came with the request, false. */
	allowEffects?: boolean;
}

/** What tools are allowed to do. */
export interface ToolHost extends ToolGrants {
	/** Runs scripts of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	runScript?: ScriptRunner;
	/** Refuses an agent whose scripts this machine does not isolate far enough, before a model is asked. Default: the first call of the script fails. */
	requireLevel?: LevelCheck;
	/** Opens shells of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	openShell?: ShellOpener;
	/** Starts programs of definitions in the sandbox. Without it, an agent with such a program does not run. */
	isolateProgram?: ProgramIsolator;
	/** Asks a person before the first start of a program that nobody approved. Without it, such a program does not start. */
	confirmProgram?: (question: string) => Promise<boolean>;
	/** True if the definition is that of a published version, which somebody approved. */
	isPublished?: boolean;
	/** Opens browsers of definitions in the sandbox. Without it, an agent with such a tool does not run. */
	openBrowser?: BrowserOpener;
	/** Returns the token with which the caller of a service asks, as long as its request lasts: for its issuer only. */
	subjectToken?: () => string;
	/** The host's own tools, such as those connected in n8n. */
	tools?: Tool[];
	/** The only requests that tools of the definition send. Default: all. */
	requests?: readonly RequestPattern[];
	/** The same for a definition that came with the request: whoever sends messages may not be its author. Default: nothing. */
	inline?: ToolGrants;
}

/** What tasks that are nodes of n8n need. */
export interface NodeHost extends VaultHost {
	/** Decides which nodes can be loaded. Without it, none can. */
	nodeGate?: NodeGate;
	/** Names n8n and the limits of its processes. Default: the environment of this process. */
	environment?: Environment;
	/** Default: those stored with the host's other state. */
	credentials?: Credentials;
	/** As for tools: the value of `${NAME}`. */
	secrets?: ToolGrants['secrets'];
	/** As for tools. Default: what the environment says. */
	allowPrivateNetworks?: boolean;
}

/** What an agent needs. */
export interface Host extends MemoryStoreHost, KnowledgeHost, ToolHost, NodeHost {
	gate: Gate;
	/** Agents and prompts from a registry; they come before those in folders. */
	published?: PublishedAgents;
	/** Folders of agents, `<folder>/<id>.json` or `<folder>/<id>/agent.json`; the package's own always come last. */
	agentFolders: string[];
	/** Whether jobs run agents that neither the manifest nor the registry lists. Default: deny. */
	unlistedAgents?: 'allow' | 'deny';
	/** What approvals need, whatever an agent says. Default: TROUPE_APPROVALS of this process. */
	approvals?: ApprovalRules;
	/** Verifies statements of approvals. Default: none counts. */
	verifyStatement?: AgentParts['verifyStatement'];
	/** Folders of guardrail policies, `<folder>/<id>.json`. Without any, no policy can be referred to by id. */
	policyFolders?: string[];
	/** The shape of the answer, such as an output parser connected in n8n defines it; replaces the definition's. */
	output?: AgentDefinition['output'];
	/** Fields of definitions that are replaced, to compare variants of an agent. */
	variant?: { prompt?: string; model?: Partial<AgentDefinition['model']> };
	/** What the tenant demands, where its rules cannot be read: in a sandbox, or offline. Default: its rules. */
	demands?: TenantDemands;
	/** Whether a run fails when models are configured and none answers, instead of quoting the documents. Default: false. */
	failsWithoutAnswer?: boolean;
	/** Memories of the person that an agent gets, even if its definition asks for fewer. */
	minMemories?: number;
	/** Whether agents share each conversation with all that know its id, even if their definitions do not say so. */
	sharesConversations?: boolean;
	/** False to keep nothing of a conversation but its violations. */
	remembers?: boolean;
	/** Is between agents and what they ask outside, such as a recording. */
	carryParts?: (parts: AgentParts) => AgentParts;
}
