import type { SequenceFlow } from '../../../bpmn/reading/process-model';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import { finish, markActivated } from '../flow/lifecycle';
import { lookUp } from '../state/instances/variables';

/** BPMN 2.0, 13.4.3: takes every flow whose condition holds, else the default flow. For its join, see flow-tokens.ts. */
export const inclusiveGatewayBehavior: ElementBehavior = {
	activate(context) {
		const flows = chooseFlows(context);
		markActivated(context);
		finish(context, flows);
	},
};

function chooseFlows({ kernel, instance, process, node }: ElementContext): SequenceFlow[] {
	const flows = process.outgoing(node);
	if (flows.length === 0 || (flows.length === 1 && flows[0]!.condition === undefined)) return flows;
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const holding = flows.filter(
		({ id, condition }) => id !== node.defaultFlow && condition !== undefined && process.expressions.evaluateBoolean(condition, see),
	);
	const chosen = holding.length > 0 ? holding : flows.filter(({ id }) => id === node.defaultFlow);
	if (chosen.length > 0) return chosen;
	throw new IncidentCause('CONDITION_ERROR', 'Expected at least one condition to evaluate to true, or to have a default flow');
}
