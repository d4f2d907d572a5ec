import type { ModelCondition } from '../../llm/router/model-condition';
import type { CollectionSearch } from '../../knowledge/search/collection-search';
import type { PersonalDataType } from '../../guardrails/personal-data/types';
import type { GuardrailPolicy } from '../../guardrails/policy/guardrail-policy';
import type { LocalizedText } from '../../guardrails/policy/policy-shapes';
import type { StandardPart } from '../../guardrails/policy/standard-policy';
import type { Budget, JsonSchema, ProviderName } from '../../ports';
import type { ToolSettings } from '../../tools/tool-definition';

/** One model of a route; it is skipped if the host has no settings for its provider. */
export interface ModelReference {
	provider: ProviderName;
	/** The provider's name of the model, such as `gpt-4.1-mini`. */
	model: string;
	/** US dollars per million tokens; overrides the table. */
	price?: { input: number; output: number };
	/** The model is called only if all of these hold; without conditions, always. */
	when?: ModelCondition;
	/**
	 * Milliseconds for an answer; for a stream, until its first content and between its parts. Default: half of the remaining time if another model
	 * is available, else no limit.
	 */
	timeoutMs?: number;
}

/** An agent's definition, parsed from JSON by parse-agent-definition.ts with the schema agent-definition.schema.json. */
export interface AgentDefinition {
	/** Lower case, digits and hyphens. */
	id: string;
	/** Semantic version. */
	version: string;
	name: string;
	/** One sentence, for people and for finding agents. */
	purpose: string;
	capabilities: string[];
	/** The system prompt. If the definition refers to a published prompt, this is set when the agent is composed. */
	prompt: string;
	/** A published prompt instead of `prompt`, by range (node-semver). */
	promptReference?: { name: string; range: string; variables?: Record<string, string> };
	model: {
		route: ModelReference[];
		temperature?: number;
		/** Whether the route ends with the extractive responder. Default true. */
		extractive?: boolean;
	};
	knowledge?: (
		| {
				/** A folder of Markdown or text files inside the definition's folder, as a relative path. */
				documents: string;
				collection?: undefined;
				/** As for a collection; the origin of a document is `definition` and its path. */
				trustedDocuments?: string[];
		  }
		| ({ documents?: undefined } & CollectionSearch)
	) & {
		/** Passages for the model. */
		passages: number;
		/** With `required`, a reply without a citation goes to a person. */
		citations: 'required' | 'optional';
	};
	memory?: {
		/** Turns of the conversation for the model. */
		turns: number;
		/** Whether earlier turns are given to the model as a summary, which the agent's own models write from time to time. Default false. */
		summary?: boolean;
		/** Max number of the person's memories for the model. Default 0. */
		memories?: number;
		/** Whether all that know the id of a conversation share it: other agents that share, and tasks of the memory. Default false. */
		shared?: boolean;
	};
	tools?: ToolSettings;
	/** The reply is JSON that fits this schema (draft 7, 2019-09 or 2020-12). The agent then never quotes documents instead of an answer. */
	output?: { schema: JsonSchema };
	/** Limits of this agent, in addition to the host's. */
	budgets?: Array<Omit<Budget, 'tenant' | 'agent'>>;
	/** A share of live runs that a model judges in the background. */
	evaluate?: {
		/** 0 to 1. */
		share: number;
		/** What a good reply fulfils. */
		rubric: string;
		/** `provider:model`. Default: the one that guardrails ask. */
		judge?: string;
		/** Limits the judge, whose calls count in no budget of the agent. */
		budget: Omit<Budget, 'name' | 'tenant' | 'agent' | 'model'>;
		/** How many judged runs are compared with the ones before them. Default 50. */
		window?: number;
	};
	guardrails: {
		personalData: {
			types: PersonalDataType[];
			/** `token` is restored in the reply; `partial` is not; `block` refuses the message. */
			action: 'token' | 'partial' | 'block';
			/** Whose values a reply shows. `own`, the default: those of whoever asks, and of documents that are open to them. */
			restore?: 'own' | 'all';
		};
		/** Hosts to which replies may link though nobody in the conversation named them; their subdomains too. `*`: all. */
		links?: { allow: string[] };
		/** What happens to messages with images. `ask-person`, the default: a person decides; `judge`: the host's judge looks at images and text first. */
		images?: 'ask-person' | 'judge';
		/** The parts of the standard policy that do not apply to the agent. */
		standard?: { without: StandardPart[] };
		/** Applied after the agent's own guardrails. It is part of the definition, so the manifest's hash covers it. */
		policy?: GuardrailPolicy;
	};
	limits: {
		/** Max characters of a message. */
		messageCharacters: number;
		/** Max model calls for one message, including retries. Default 3; 20 with tools. */
		modelCalls: number;
		/** Default 20. */
		toolCalls?: number;
		/** Max calls of other agents for one message. Default 20. */
		agentCalls?: number;
		/** Max levels of agents below this one. Default 3. */
		depth?: number;
		/** Max US dollars for one message; calls without a known price do not count. */
		costUsd?: number;
		outputTokens: number;
		/** Max input and output tokens of all calls together, estimated before each call. Default 16,000; 200,000 with tools. */
		tokens: number;
		/** Milliseconds for the whole run, without the time that persons take. */
		wallClockMs: number;
		/** Whether a run that reaches a limit answers from its results so far, and states the limit. Default true with tools. */
		softStop?: boolean;
	};
	/** Texts of the agent itself, such as where it cannot answer; core/agents/definition/standard-texts.ts has the defaults. */
	texts?: {
		notCovered?: LocalizedText;
		blocked?: LocalizedText;
		limitReached?: LocalizedText;
		/** While a person decides. */
		suspended?: LocalizedText;
		/** For a greeting, and for thanks or a goodbye, where each answer has to come from documents. */
		greeting?: LocalizedText;
		thanks?: LocalizedText;
	};
}
