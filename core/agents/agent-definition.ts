import type { PersonalDataType } from '../guardrails/personal-data/types';
import type { GuardrailPolicy, LocalizedText } from '../guardrails/policy/guardrail-policy';

/** One model of a route; it is skipped where the host has no settings for its provider. */
export interface ModelReference {
	provider: 'openai' | 'anthropic';
	/** The provider's name of the model, such as `gpt-4.1-mini`. */
	model: string;
	/** US dollars per million tokens; without it the cost of a run is unknown. */
	price?: { input: number; output: number };
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
	/** The system prompt. */
	prompt: string;
	model: {
		route: ModelReference[];
		temperature?: number;
		/** Whether the chain ends with the extractive responder. Default true. */
		extractive?: boolean;
	};
	knowledge?: {
		/** A folder of Markdown or text files, relative to the definition's file and inside its folder. */
		documents: string;
		/** Passages given to the model. */
		passages: number;
		/** With `required`, a reply that cites no passage goes to a person. */
		citations: 'required' | 'optional';
	};
	memory?: {
		/** Turns of the conversation given to the model. */
		turns: number;
	};
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
		/** Models tried for one message. */
		modelCalls: number;
		outputTokens: number;
		/** Input and output together, estimated before the call. */
		tokens: number;
		/** Milliseconds for the whole run. */
		wallClockMs: number;
	};
	/** What the agent says when it cannot answer; each has a default in core/agents/standard-texts.ts. */
	texts?: {
		notCovered?: LocalizedText;
		blocked?: LocalizedText;
		limitReached?: LocalizedText;
	};
}
