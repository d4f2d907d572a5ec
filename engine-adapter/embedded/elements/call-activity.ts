import type { ElementBehavior, ElementContext } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import type { ExecutableProcess } from '../state/definitions';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { callDepth, createProcessInstance } from '../flow/start-instance';
import { openSubscriptions } from '../events/subscriptions';
import { localVariables, lookUp, visibleVariables } from '../state/variables';

/** As many calls within calls as Zeebe allows. */
const maxDepth = 1_000;

/** Zeebe's documentation, call activities: runs an instance of another process, the latest version, and waits for its end. */
export const callActivityBehavior: ElementBehavior = {
	begin: applyInputs,
	activate(context) {
		const { kernel, instance, node } = context;
		const process = findCalled(context);
		openSubscriptions(context);
		markActivated(context);
		const variables = node.called!.propagateParent ? visibleVariables(kernel, instance.key) : localVariables(kernel, instance.key);
		createProcessInstance(kernel, process, variables, { caller: instance });
	},
	/** Without propagation what the child brought is there for the output mappings only. */
	complete(context) {
		if (context.node.called!.propagateChild || context.node.outputs.length > 0) applyOutputs(context);
	},
};

function findCalled({ kernel, process: caller, instance, node }: ElementContext): ExecutableProcess {
	const processId = caller.expressions.evaluateText(node.called!.processId, (name) => lookUp(kernel, instance.key, name));
	const process = kernel.definitions.find(caller.tenantId, processId);
	if (!process) throw uncallable(`Expected process with BPMN process id '${processId}' to be deployed, but not found.`);
	if (!process.nodesOf(processId).some(({ type, event }) => type === 'startEvent' && event?.kind === 'none')) {
		throw uncallable(`Expected process with BPMN process id '${processId}' to have a none start event, but not found.`);
	}
	if (callDepth(kernel, instance.instanceKey) >= maxDepth) {
		throw uncallable(`The call activity has reached the maximum depth of ${maxDepth} called processes.`);
	}
	return process;
}

const uncallable = (message: string): IncidentCause => new IncidentCause('CALLED_ELEMENT_ERROR', message);
