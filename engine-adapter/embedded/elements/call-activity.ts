import type { Binding } from '../../../bpmn/reading/process-model';
import type { ElementBehavior, ElementContext, Kernel } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import type { ExecutableProcess } from '../state/deployments/definitions';
import { markActivated } from '../flow/lifecycle';
import { applyInputs, applyOutputs } from '../flow/mappings';
import { callDepth, createProcessInstance } from '../flow/start-instance';
import { openSubscriptions } from '../events/subscriptions';
import { localVariables, lookUp, visibleVariables } from '../state/instances/variables';

/** Zeebe's limit of nested calls. */
const maxDepth = 1_000;

/** Zeebe's documentation, call activities. */
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
	/** Without propagation, the child's variables are for the output mappings only. */
	complete(context) {
		if (context.node.called!.propagateChild || context.node.outputs.length > 0) applyOutputs(context);
	},
};

function findCalled({ kernel, process: caller, instance, node }: ElementContext): ExecutableProcess {
	const processId = caller.expressions.evaluateText(node.called!.processId, (name) => lookUp(kernel, instance.key, name));
	const process = findVersion(kernel, caller, processId, node.called!);
	if (!process.nodesOf(processId).some(({ type, event }) => type === 'startEvent' && event?.kind === 'none')) {
		throw uncallable(`Expected process with BPMN process id '${processId}' to have a none start event, but not found.`);
	}
	if (callDepth(kernel, instance.instanceKey) >= maxDepth) {
		throw uncallable(`The call activity has reached the maximum depth of ${maxDepth} called processes.`);
	}
	return process;
}

/** Zeebe's documentation, resource binding. */
function findVersion(
	{ definitions }: Kernel,
	caller: ExecutableProcess,
	processId: string,
	{ binding, versionTag }: Partial<Binding>,
): ExecutableProcess {
	if (binding === 'deployment') {
		const found = definitions.findDeployed(caller.tenantId, processId, caller.deploymentKey);
		const reason = "with binding type 'deployment', but no such process found in the deployment of the current process.";
		return found ?? refuse(`Expected to call process with BPMN process id '${processId}' ${reason}`);
	}
	if (binding === 'versionTag') {
		const found = definitions.findTagged(caller.tenantId, processId, versionTag!);
		return found ?? refuse(`Expected to call process with BPMN process id '${processId}' and version tag '${versionTag!}', but not found.`);
	}
	const found = definitions.find(caller.tenantId, processId);
	return found ?? refuse(`Expected process with BPMN process id '${processId}' to be deployed, but not found.`);
}

function refuse(message: string): never {
	throw uncallable(message);
}

const uncallable = (message: string): IncidentCause => new IncidentCause('CALLED_ELEMENT_ERROR', message);
