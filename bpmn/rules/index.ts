import type { RuleFactory } from 'bpmnlint';
import { adHocJobDecides } from './agents/ad-hoc-job-decides';
import { agentHasLimits } from './agents/agent-has-limits';
import { correlationKeySet } from './correlation-key-set';
import { elementEffect } from './element-effect';
import { errorCodeCaught } from './flow/error-code-caught';
import { agentLoopCounts } from './flow/agent-loop-counts';
import { defaultFlow } from './flow/default-flow';
import { gatewaysMatch } from './flow/gateways-match';
import { parallelWritesDiffer } from './flow/parallel-writes-differ';
import { feelValid } from './expressions/feel-valid';
import { knownDecision } from './calls/known-decision';
import { knownJobType } from './calls/known-job-type';
import { loopWaits } from './flow/loop-waits';
import { noCyclicCall } from './calls/no-cyclic-call';
import { processToolArguments } from './agents/process-tool-arguments';
import { headerValuesKnown } from './values/header-values-known';
import { knownAgent } from './values/known-agent';
import { knownForm } from './values/known-form';
import { n8nNodeIsATask } from './values/n8n-node-is-a-task';
import { retriesAreANumber } from './values/retries-are-a-number';
import { standardPolicyOn } from './values/standard-policy-on';
import { temporalConstantValid } from './values/temporal-constant-valid';
import { toolboxLeadsBack } from './agents/toolbox-leads-back';
import { originsKept } from './variables/origins-kept';
import { variableSpelled } from './variables/variable-spelled';
import { templateInputsComplete } from './template-inputs-complete';

/** Troupe's own rules by id: the name of their file, their test and their document in docs/rules. Each takes a Deployment. */
export const troupeRules: Record<string, RuleFactory> = {
	'ad-hoc-job-decides': adHocJobDecides,
	'agent-has-limits': agentHasLimits,
	'agent-loop-counts': agentLoopCounts,
	'correlation-key-set': correlationKeySet,
	'default-flow': defaultFlow,
	'element-effect': elementEffect,
	'error-code-caught': errorCodeCaught,
	'feel-valid': feelValid,
	'gateways-match': gatewaysMatch,
	'header-values-known': headerValuesKnown,
	'known-agent': knownAgent,
	'known-decision': knownDecision,
	'known-form': knownForm,
	'known-job-type': knownJobType,
	'loop-waits': loopWaits,
	'n8n-node-is-a-task': n8nNodeIsATask,
	'no-cyclic-call': noCyclicCall,
	'origins-kept': originsKept,
	'parallel-writes-differ': parallelWritesDiffer,
	'process-tool-arguments': processToolArguments,
	'template-inputs-complete': templateInputsComplete,
	'retries-are-a-number': retriesAreANumber,
	'standard-policy-on': standardPolicyOn,
	'temporal-constant-valid': temporalConstantValid,
	'toolbox-leads-back': toolboxLeadsBack,
	'variable-spelled': variableSpelled,
};
