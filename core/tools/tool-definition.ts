import type { FlowPreset, OriginName } from '../flow/flow-preset';
import type { ScratchpadSettings } from '../teams/scratchpad';
import type { CollectionSearch } from '../knowledge/search/collection-search';
import type { PublicKey } from '../credentials/signing-key';
import type { LocalizedText } from '../guardrails/policy/policy-shapes';
import type { HttpTool, JsonSchema, ScriptLevel, ToolContract, ToolEffect, ToolIdentity, ToolLimits, ToolPermission } from '../ports';
import type { LeadToolName } from '../leads/lead-tool-names';

/** All tools of an MCP server, or only some. */
export interface McpTools {
	kind: 'mcp';
	/** Name of the server. Its tools are called `<server>_<tool>` if another tool has the same name. */
	server: string;
	/** Streamable HTTP. */
	url?: string;
	headers?: Record<string, string>;
	/** Default: none. */
	identity?: ToolIdentity;
	/** The name of a credential of the store, such as one of `troupe credentials login --mcp`. */
	credential?: string;
	/** Standard input and output, if the host allows agents to start programs. */
	command?: string;
	args?: string[];
	env?: Record<string, string>;
	/** Folders and files of the machine that the program gets in the sandbox, by absolute path. Default access: `read`. */
	folders?: Array<{ path: string; access?: 'read' | 'write' }>;
	/** Requests that a program of Node can make in the sandbox, such as `GET api.example.com`. The host makes them. Default: none. */
	requests?: string[];
	tools?: string[];
	/** SHA-256 of each tool by name, as `troupe agent tools` prints them. With pins, only pinned tools are used, and a changed one ends the run. */
	pins?: Record<string, string>;
	/** Public keys of ES256, as JWKs. Each answer has to be signed with one of them; others are refused. Default: signatures are not expected. */
	signedBy?: PublicKey[];
	/** By the name of a tool. Default: `irreversible`, whatever the server says. */
	effects?: Record<string, ToolEffect>;
	/** By the name of a tool; `*` for each that is not named. */
	limits?: Record<string, ToolLimits>;
	/** JSON schemas of results, likewise, whatever the server declares. */
	outputSchemas?: Record<string, JsonSchema>;
}

/** Searches a collection when the model asks for it. */
export interface KnowledgeTool extends CollectionSearch, Pick<ToolContract, 'limits'> {
	kind: 'knowledge';
	name: string;
	description: string;
	/** Passages for the model. Default 4. */
	passages?: number;
	/** With `required`, an answer after a search that cites nothing goes to a person. Default `required`. */
	citations?: 'required' | 'optional';
}

/** An agent of others, which speaks A2A 1.0. */
export interface A2aTool extends ToolContract {
	kind: 'a2a';
	name: string;
	/** Default: what the agent's card says. */
	description?: string;
	/** The address under which `.well-known/agent-card.json` is. */
	url: string;
	headers?: Record<string, string>;
	/** Default: none. */
	identity?: ToolIdentity;
	/** Rules for its card: must it be signed, and by which keys (JWKs). Default: a wrong signature is refused. */
	card?: { signature?: 'required' | 'if-present'; keys?: Array<Record<string, unknown>> };
	/** Default: `irreversible`. */
	effect?: ToolEffect;
}

/** Another agent, which the model calls like a tool. */
export interface AgentTool extends ToolContract {
	kind: 'agent';
	/** The id of the agent. */
	agent: string;
	/** The versions of it that are allowed (node-semver). Default: any. */
	range?: string;
	/** Default: the id. */
	name?: string;
	description: string;
	/** Parameters that the model fills. Default: a text, `task`. */
	parameters?: JsonSchema;
	/**
	 * The agent answers the customer in place of the caller. `once`: the caller gets the next message of the conversation. `stays`: the agent keeps
	 * the conversation until it returns it.
	 */
	handOver?: 'once' | 'stays';
}

/** A node of an n8n package that the operator installed. */
export interface N8nNodeTool extends ToolContract {
	kind: 'n8n-node';
	name: string;
	description: string;
	/** n8n's full name of the node, such as `n8n-nodes-base.slack`. */
	nodeType: string;
	typeVersion: number;
	/** Parameters as n8n's editor holds them. A text that begins with `=` is an expression of n8n, in which `$json` has the arguments. */
	fixed?: Record<string, unknown>;
	/** Parameters that the model fills. n8n never evaluates these values. */
	parameters: JsonSchema;
	/** By a parameter of the node, such as `channelId.value`: the argument that fills it. Default: each argument fills the parameter of its name. */
	fill?: Record<string, string>;
	/** The name of the stored credential, by n8n's type. */
	credentials?: Record<string, string>;
	/** Default: `irreversible`. */
	effect?: ToolEffect;
}

/** Tools that write down the lead who writes, in a project of Supabase. */
export interface LeadTools {
	kind: 'leads';
	/** The address of the project, such as `https://abcd.supabase.co`. */
	url: string;
	/** `${NAME}`, the secret of the host that holds the key of the project. */
	key: string;
	/** The id of a row in `equipes`. */
	team: string;
	/** Default: all. */
	tools?: LeadToolName[];
	/** By the name of a tool; `*` for each that is not named. */
	limits?: Record<string, ToolLimits>;
}

/** A JavaScript file beside the definition, which runs in the sandbox alone. */
export interface ScriptTool extends ToolContract {
	kind: 'sandbox-script';
	name: string;
	description: string;
	/** Parameters that the model fills; the script reads them as JSON on its standard input. */
	parameters: JsonSchema;
	/** In the folder of the definition, as a relative path. */
	script: string;
	/** SHA-256 of the file, in hex: the signature of the definition covers the script by it. */
	sha256: string;
	/** The least level. Default `L0+`. */
	level?: ScriptLevel;
	/** Megabytes. Default 256. */
	memoryMb?: number;
}

/** Commands, and files that are read and written, in a scratch folder of the run. They run in the sandbox alone. */
export interface ShellTool extends Pick<ToolContract, 'limits'> {
	kind: 'sandbox-shell';
	name: string;
	description: string;
	/** In the folder of the definition, as a relative path: the commands get a copy. Default: an empty folder. */
	folder?: string;
	/** Names of programs of the system, besides the usual ones. */
	programs?: string[];
	/** The least level. Default `L1`. */
	level?: 'L1' | 'L2';
	/** Megabytes of a command with all that it starts. Default 512. */
	memoryMb?: number;
	/** Megabytes of all files together. Default 64. */
	scratchMb?: number;
}

/** A browser with one page, which runs in the sandbox alone. It has no network: the host makes the requests that the definition names. */
export interface BrowserTool extends Pick<ToolContract, 'limits'> {
	kind: 'sandbox-browser';
	name: string;
	description: string;
	/** `GET shop.example.com`, `POST *.example.com/search*`. */
	requests: string[];
	/** The least level. Default `L1`. */
	level?: 'L1' | 'L2';
	/** Megabytes of the browser with all its processes. Default 1,024. */
	memoryMb?: number;
}

export type ToolDefinition =
	| HttpTool
	| McpTools
	| KnowledgeTool
	| AgentTool
	| A2aTool
	| N8nNodeTool
	| LeadTools
	| ScriptTool
	| ShellTool
	| BrowserTool;

/** Rules for calls that wait for a person: who decides, and what happens if nobody does. */
export interface ApprovalTerms {
	/** For people and notifications: a role, a name or an address. It authenticates nobody. */
	approver?: string;
	/** Asks about a call in place of the standard question. `{{name}}` stands for an argument. */
	message?: LocalizedText;
	/** Milliseconds until nobody can decide any more. Default: seven days. */
	timeoutMs?: number;
	/** After the last one who was asked: `end` (default): the run ends. `decline`, `approve`: it continues as if the person had done that. */
	whenTimedOut?: 'end' | 'decline' | 'approve';
	/** Approvers to ask when the time is up, one after the other. */
	escalateTo?: Escalation[];
}

/** Next approver after one who did not decide in time. */
export interface Escalation extends Required<Pick<ApprovalTerms, 'approver'>>, Pick<ApprovalTerms, 'message'> {
	/** Milliseconds. Default: that of the terms. */
	timeoutMs?: number;
}

/** The first rule that fits decides. */
export interface ToolRule {
	/** A tool's name; `*` stands for any characters. */
	tool: string;
	/** Each of these arguments must match its expression (RE2); numbers, lists and objects are matched as JSON. */
	arguments?: Record<string, string>;
	/**
	 * Where the values of these arguments come from; `*` stands for all. An allowing rule fits if all values do, a restricting rule if one does. What the
	 * model had is `trusted` if somebody who may decide wrote it, and `own` is what nobody wrote.
	 */
	from?: Record<string, OriginName>;
	/** Names of readers, such as `group:finance`: the rule holds if whoever asks the agent has one of them. Default: it holds for everybody. */
	callers?: string[];
	/** The rule holds once the model has read something of one of these classes, such as `confidential`. Default: it holds from the beginning. */
	classes?: string[];
	/** A tool that has to be called before, successfully and with the same value of each argument that both have. Until then, the call is not made. */
	after?: string;
	permission: ToolPermission;
	/** Limits of an allowing rule in one run, with all agents of its team. Default: none. */
	limits?: RuleLimits;
	/**
	 * True if the rule also holds, wherever the values come from, after the run has read a result or a passage, whose author could have ordered the call.
	 * Otherwise `flow` decides then.
	 */
	afterResults?: boolean;
	/** For the permission `ask`; each field replaces that of the settings. */
	approval?: ApprovalTerms;
}

/** How far a rule allows calls in one run. Calls that a person approved count too. */
export interface RuleLimits {
	/** Max number of calls. */
	calls?: number;
	/** By the path of an argument, such as `amount` or `items[].price`: the max of its values together. What cannot be added is beyond it. */
	sum?: Record<string, number>;
	/** What happens beyond: a person is asked, or the call is refused. Default `ask`. */
	beyond?: 'ask' | 'deny';
}

/** A second model that looks at planned calls. It can only tighten what the rules say. */
export interface Reviewer {
	/** `provider:model`. */
	model: string;
	/** It reviews calls with this effect or a further one. Default: `reversible`. */
	effect?: Exclude<ToolEffect, 'reads'>;
}

/** The tools of a definition. */
export interface ToolSettings {
	define?: ToolDefinition[];
	/** Without a rule that fits, tools with the effect `reads` are allowed, and a person is asked about all others. */
	rules?: ToolRule[];
	/** Once the model has read texts of others: what happens to calls whose values only such texts have. Default `ask`. */
	flow?: FlowPreset;
	/** Names of tools whose results nobody else can write in, such as a clock; `*` stands for any characters. Default: none. */
	trustedResults?: string[];
	/** Names of tools that only read, but tell others their arguments, such as the search of the web. An address always does. Default: none. */
	tells?: string[];
	/**
	 * By the name of a tool: the JSON schema of the values that a model without tools takes from its results. The agent gets these values, and never the
	 * results.
	 */
	extract?: Record<string, JsonSchema>;
	/** Notes that the agent shares with the agents that it calls, and they with one another. Default: none. */
	scratchpad?: ScratchpadSettings;
	/** True lets the model ask a person a question. Default false. */
	askPerson?: boolean;
	/** Default: none. */
	reviewer?: Reviewer;
	/** For all calls that a person is asked about, and for questions. */
	approval?: ApprovalTerms;
	/** Limits of the tools that the host connects, by the name of a tool; `*` for each that is not named. */
	limits?: Record<string, ToolLimits>;
	/** Simultaneous calls. Default 4. */
	parallel?: number;
	/** Milliseconds for one call. Default 30,000. */
	timeoutMs?: number;
	/** Max characters of one result for the model; the rest is cut off with a note. Default 16,000. */
	resultCharacters?: number;
}
