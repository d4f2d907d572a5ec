import type { ModelCondition } from '../../llm/router/model-condition';
import type { CollectionSearch } from '../../knowledge/search/collection-search';
import type { PersonalDataType } from '../../guardrails/personal-data/types';
import type { GuardrailPolicy, LocalizedText } from '../../guardrails/policy/guardrail-policy';
import type { Budget, JsonSchema, ProviderName } from '../../ports';
import type { ToolSettings } from '../../tools/tool-definition';

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
	tools?: ToolSettings;
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
