import type { CalledDecision } from '../../../bpmn/reading/process-model';
import { describeEvaluation, storeEvaluation } from '../decisions/decision-instances';
import type { DecisionVersion } from '../decisions/decision-store';
import { IncidentCause } from '../flow/incident-cause';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { lookUp } from '../state/instances/variables';
import { completeWithResult } from './script-task';
import { serviceTaskBehavior } from './service-task';

/** Zeebe's documentation, business rule tasks: a decision's result becomes a variable; a job type makes a job. */
export const businessRuleTaskBehavior: ElementBehavior = {
	...serviceTaskBehavior,
	activate(context) {
		if (context.node.decision) evaluateDecision(context, context.node.decision);
		else serviceTaskBehavior.activate(context);
	},
};

function evaluateDecision(context: ElementContext, called: CalledDecision): void {
	const { kernel, process, instance } = context;
	const look = (name: string): unknown => lookUp(kernel, instance.key, name);
	const decisionId = process.expressions.evaluateText(called.decisionId, look);
	const decision = findDecision(context, called, decisionId);
	const outcome = kernel.decisions.evaluate(decision, { lookUp: look, now: () => kernel.clock.now() });
	if (outcome.kind === 'failed')
		throw new IncidentCause('DECISION_EVALUATION_ERROR', `Expected to evaluate decision '${decisionId}', but ${outcome.message}`);
	storeEvaluation(kernel, describeEvaluation(kernel, decision, outcome, instance));
	completeWithResult(context, called.resultVariable, outcome.output);
}

function findDecision({ kernel, process }: ElementContext, { binding, versionTag }: CalledDecision, decisionId: string): DecisionVersion {
	const { decisions } = kernel;
	if (binding === 'deployment') {
		const found = decisions.findDeployed(decisionId, process.deploymentKey);
		return found ?? refuse(decisionId, `but no decision found for id '${decisionId}' in the deployment of the process`);
	}
	if (binding === 'versionTag') {
		const found = decisions.findTagged(process.tenantId, decisionId, versionTag!);
		return found ?? refuse(decisionId, `but no decision found for id '${decisionId}' and version tag '${versionTag!}'`);
	}
	return decisions.findLatest(process.tenantId, decisionId) ?? refuse(decisionId, `but no decision found for id '${decisionId}'`);
}

/** @throws IncidentCause CALLED_DECISION_ERROR */
function refuse(decisionId: string, reason: string): never {
	throw new IncidentCause('CALLED_DECISION_ERROR', `Expected to evaluate decision '${decisionId}', ${reason}`);
}
