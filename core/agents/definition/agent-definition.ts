import type { ModelCondition } from '../../llm/router/model-condition';
import type { Fusion, SearchMode } from '../../knowledge/search/search-request';
import type { PersonalDataType } from '../../guardrails/personal-data/types';
import type { GuardrailPolicy, LocalizedText } from '../../guardrails/policy/guardrail-policy';
import type { Budget, HttpTool, JsonSchema, ProviderName, ToolPermission } from '../../ports';

/** One model of a route; it is skipped where the host has no settings for its provider. */
export interface ModelReference {
	provider: ProviderName;
	/** The provider's name of the model, such as `gpt-4.1-mini`. */
	model: string;
	/** US dollars per million tokens, before the table's. */
	price?: { input: number; output: number };
	/** Asked only where all of these hold; without any, always. */
	when?: ModelCondition;
	/** Milliseconds for an answer; of a stream, for its first content and between its parts. Default: half of the time that is left where another model is at hand, else as long as it takes. */
	timeoutMs?: number;
}

/** All tools of an MCP server, or those named. */
export interface McpTools {
	kind: 'mcp';
	/** Names the server; its tools are called `<server>_<tool>` where another has the name already. */
	server: string;
	/** Streamable HTTP. */
	url?: string;
	headers?: Record<string, string>;
	/** Standard input and output: only where the host allows programs to be started. */
	command?: string;
	args?: string[];
	env?: Record<string, string>;
	tools?: string[];
}

/** How an agent searches a collection of its host's. */
export interface CollectionSearch {
	collection: string;
	/** Default: by words and vectors where the collection has vectors, else by words. */
	mode?: SearchMode;
	/** JSON, read by core/ports/filter/parse-filter.ts. */
	filter?: Record<string, unknown>;
	/** How a search by both puts its two rankings together. Default `scores`. */
	fusion?: Fusion;
	/** Of the two against each other. Default 1 each. */
	weights?: { lexical: number; dense: number };
	/** 0 to 1. */
	diversity?: number;
	/** Chunks before and behind each passage. */
	neighbours?: number;
	/** `cohere:…`, `local:…` or a chat model that judges. */
	reranker?: string;
	/** 0 to 1: passages below it are left out. */
	minimumScore?: number;
}

/** Searches a collection when the model asks it to. */
export interface KnowledgeTool extends CollectionSearch {
	kind: 'knowledge';
	name: string;
	description: string;
	/** Given to the model. Default 4. */
	passages?: number;
}

export type ToolDefinition = HttpTool | McpTools | KnowledgeTool;

/** The first rule that fits decides. */
export interface ToolRule {
	/** A tool's name, `*` standing for any characters. */
	tool: string;
	/** Each argument named must match its expression (RE2); a number, list or object as JSON. */
	arguments?: Record<string, string>;
	permission: ToolPermission;
}

/** An agent, written once: parsed from JSON by parse-agent-definition.ts, whose schema is agent-definition.schema.json. */
export interface AgentDefinition {
	/** Lower case, digits and hyphens. */
	id: string;
	/** Semantic version. */
	version: string;
	name: string;
	/** One sentence, for people and for matching. */
	purpose: string;
	capabilities: string[];
	/** The system prompt; of a definition that refers to a published one, that one with its variables filled in, once the agent is composed. */
	prompt: string;
	/** A published prompt in place of `prompt`, by range (node-semver). */
	promptReference?: { name: string; range: string; variables?: Record<string, string> };
	model: {
		route: ModelReference[];
		temperature?: number;
		/** Whether the route ends with the extractive responder. Default true. */
		extractive?: boolean;
	};
	knowledge?: (
		| {
				/** A folder of Markdown or text files, relative to the definition's file and inside its folder. */
				documents: string;
				collection?: undefined;
		  }
		| ({ documents?: undefined } & CollectionSearch)
	) & {
		/** Passages given to the model. */
		passages: number;
		/** With `required`, a reply that cites no passage goes to a person. */
		citations: 'required' | 'optional';
	};
	memory?: {
		/** Turns of the conversation given to the model. */
		turns: number;
		/** Whether what came before these is given in a few words, which the agent's own models write now and then. Default false. */
		summary?: boolean;
		/** What is remembered of the person is given to the model, so many memories at most. Default 0. */
		memories?: number;
	};
	tools?: {
		define?: ToolDefinition[];
		/** Where none fits: tools that only read are allowed, a person is asked for all others. */
		rules?: ToolRule[];
		/** Whether the model may put a question to a person. Default false. */
		askPerson?: boolean;
		/** Calls at once. Default 4. */
		parallel?: number;
		/** Milliseconds for one call. Default 30,000. */
		timeoutMs?: number;
		/** Of one result, for the model; the rest is cut off, and said so. Default 16,000. */
		resultCharacters?: number;
	};
	/** The reply is JSON that fits this schema (draft 7, 2019-09 or 2020-12). The agent then quotes no documents in place of an answer. */
	output?: { schema: JsonSchema };
	/** Caps of this agent's own, besides the host's. */
	budgets?: Array<Omit<Budget, 'tenant' | 'agent'>>;
	guardrails: {
		personalData: {
			types: PersonalDataType[];
			/** `token` is restored in the reply; `partial` is not; `block` refuses the message. */
			action: 'token' | 'partial' | 'block';
		};
		/** Applied behind the agent's own guardrails. It stands in the definition, so that the manifest's hash covers it. */
		policy?: GuardrailPolicy;
	};
	limits: {
		/** Characters of a message. */
		messageCharacters: number;
		/** Models tried for one message, all tries counted. Default 3; 20 with tools. */
		modelCalls: number;
		/** Default 20. */
		toolCalls?: number;
		/** US dollars for one message; calls without a known price do not count. */
		costUsd?: number;
		outputTokens: number;
		/** Input and output of all calls together, estimated before each. Default 16,000; 200,000 with tools. */
		tokens: number;
		/** Milliseconds for the whole run, not counting the time that a person takes. */
		wallClockMs: number;
		/** Whether a run that reaches a limit answers from what it knows, and says so. Default true with tools. */
		softStop?: boolean;
	};
	/** What the agent says when it cannot answer; each has a default in core/agents/standard-texts.ts. */
	texts?: {
		notCovered?: LocalizedText;
		blocked?: LocalizedText;
		limitReached?: LocalizedText;
		/** While a person decides. */
		suspended?: LocalizedText;
	};
}
