import type { Violation } from '../guardrails/policy/guard';
import type { ManifestReference, ModelAttempt } from '../ports';

export interface Citation {
	/** The number that stands in the reply as `[1]`. */
	number: number;
	documentId: string;
	title: string;
	/** The passage cited, as the document has it. */
	text: string;
	start: number;
	end: number;
}

export interface RunUsage {
	inputTokens: number;
	outputTokens: number;
	/** True when a provider gave no figures and they were counted here. */
	estimated: boolean;
	/** US dollars; null when no price is known. */
	costUsd: number | null;
	/** `provider:model` of the answer; null when none was asked. */
	model: string | null;
	durationMs: number;
	attempts: ModelAttempt[];
}

/** A guardrail that did something, by type and position only. */
export type GuardrailEvent = Violation;

interface Run {
	/** What the customer may be told, whatever the kind. */
	reply: string;
	agent: { id: string; version: string };
	conversationId: string;
	citations: Citation[];
	usage: RunUsage;
	guardrails: GuardrailEvent[];
	manifest: ManifestReference;
}

export type LimitName = 'model-calls' | 'output-tokens' | 'tokens' | 'wall-clock';

/** How a run ended. Hosts turn it into an n8n item or a job outcome. */
export type AgentOutcome =
	| ({ kind: 'reply' } & Run)
	| ({ kind: 'blocked'; guardrail: string; reason: string } & Run)
	| ({ kind: 'needs-human'; reason: 'not-covered' | 'no-citation' | 'guardrail' | 'content-filter' } & Run)
	| ({ kind: 'limit-reached'; limit: LimitName } & Run);
