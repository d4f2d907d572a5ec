import type { SequenceFlow } from '../../../bpmn/reading/process-model';
import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import { finish, markActivated } from '../flow/lifecycle';
import { lookUp } from '../state/instances/variables';

/** BPMN 2.0, 13.4.2: takes the first flow whose condition holds, else the default flow, whose own condition is not evaluated (recorded from 8.6). */
export const exclusiveGatewayBehavior: ElementBehavior = {
	activate(context) {
		const flows = chooseFlow(context);
		markActivated(context);
		finish(context, flows);
	},
};

function chooseFlow({ kernel, instance, process, node }: ElementContext): SequenceFlow[] {
	const flows = process.outgoing(node);
	if (flows.length === 0 || (flows.length === 1 && flows[0]!.condition === undefined)) return flows;
	const see = (name: string): unknown => lookUp(kernel, instance.key, name);
	const chosen =
		flows.find(
			({ id, condition }) => id !== node.defaultFlow && condition !== undefined && process.expressions.evaluateBoolean(condition, see),
		) ?? flows.find(({ id }) => id === node.defaultFlow);
	if (chosen) return [chosen];
	throw new IncidentCause('CONDITION_ERROR', 'Expected at least one condition to evaluate to true, or to have a default flow');
}
