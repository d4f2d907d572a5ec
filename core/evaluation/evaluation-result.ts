import type { AssertionName } from './cases/assertion-shapes';
import type { Observation } from './assertions/observation';

export interface AssertionResult {
	assert: AssertionName;
	passed: boolean;
	reason?: string;
	rubric?: string;
}

/** Personal data in texts is partly hidden. Independent of time and place. */
export interface CaseResult {
	case: string;
	passed: boolean;
	score: number;
	agent?: { id: string; version: string };
	/** `provider:model`; null if no model was called. */
	model?: string | null;
	message: string;
	outcome?: Observation['outcome'];
	reason?: string;
	reply?: string;
	guardrails?: string[];
	citations?: Observation['citations'];
	calls?: Observation['calls'];
	usage?: Observation['usage'];
	assertions: AssertionResult[];
	error?: { code: string; message: string; fix?: string };
}

export interface EvaluationResult {
	set: string;
	/** Overrides of the set: agent, model or prompt. */
	variant: { agent?: string; model?: string; prompt?: string };
	/** Guardrail policies of the machine's tenant also applied; another machine may differ. */
	tenantPolicies?: string[];
	cases: CaseResult[];
}

export function writeResult({ cases, ...about }: EvaluationResult): string {
	return [{ evaluation: about }, ...cases].map((line) => `${JSON.stringify(line)}\n`).join('');
}
