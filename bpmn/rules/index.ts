import type { RuleFactory } from 'bpmnlint';
import { agentHasLimits } from './agent-has-limits';
import { correlationKeySet } from './correlation-key-set';
import { errorCodeCaught } from './error-code-caught';
import { knownJobType } from './known-job-type';
import { noCyclicCall } from './no-cyclic-call';
import { templateInputsComplete } from './template-inputs-complete';

/** Troupe's own rules by id: the name of their file, their test and their document in docs/rules. Each takes a Deployment. */
export const troupeRules: Record<string, RuleFactory> = {
	'agent-has-limits': agentHasLimits,
	'correlation-key-set': correlationKeySet,
	'error-code-caught': errorCodeCaught,
	'known-job-type': knownJobType,
	'no-cyclic-call': noCyclicCall,
	'template-inputs-complete': templateInputsComplete,
};
