import type { AssertionName } from './cases/assertion-shapes';
import type { Observation } from './assertions/observation';

export interface AssertionResult {
	assert: AssertionName;
	passed: boolean;
	reason?: string;
	/** The rubric, to find its judgement again. */
	rubric?: string;
}

/** Result of a case. Personal data in texts is hidden in part. Nothing in it depends on when or where it ran. */
export interface CaseResult {
	case: string;
	passed: boolean;
	/** The share of assertions that hold, 0 to 1; 0 if the case could not run. */
	score: number;
	agent?: { id: string; version: string };
	/** `provider:model` of the answer; null if no model was called. */
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
	/** Reason why the case could not run to its end. */
	error?: { code: string; message: string; fix?: string };
}

/** The results of a set, in the order of its cases. */
export interface EvaluationResult {
	set: string;
	/** Differences from the set: another agent, model or prompt. */
	variant: { agent?: string; model?: string; prompt?: string };
	/** The guardrail policies that the tenant of the machine demands: they applied too, and another machine may demand others. */
	tenantPolicies?: string[];
	cases: CaseResult[];
}

/** Writes results as JSON lines: what was evaluated, then each case. */
export function writeResult({ cases, ...about }: EvaluationResult): string {
	return [{ evaluation: about }, ...cases].map((line) => `${JSON.stringify(line)}\n`).join('');
}
