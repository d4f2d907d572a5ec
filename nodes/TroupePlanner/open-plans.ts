import type { IExecuteFunctions } from 'n8n-workflow';
import type { ConversationStateStore } from '../../core/ports/guardrails/conversation-state';
import type { Gate, NodeGate, PublishedAgents } from '../../core/ports/manifests';
import { composePlans } from '../../planner/compose-plans';
import type { Plans } from '../../planner/plans';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { optionalModel } from '../shared/connected/optional-model';
import { n8nHost } from '../shared/host';
import { noteExecution } from '../shared/note-execution';
import { readState } from '../shared/state/read-state';
import { listNodeProcesses, openNodeEngine } from './node-engine';

/** Keys and gates that decide which doers a plan may name. */
export interface PlanTrust {
	gate: Gate;
	nodeGate?: NodeGate;
	published?: PublishedAgents;
}

export interface NodePlans {
	plans: Plans;
	/** Knows the plan of each conversation of the workflow. */
	states: ConversationStateStore;
	/** Notes that the execution is about the conversation, for whoever forgets it. */
	note: (conversation: string) => Promise<void>;
}

/** Opens the plans of the node's state and tenant, with the model that is connected, if any. */
export async function openNodePlans(context: IExecuteFunctions, item: number, trust: PlanTrust): Promise<NodePlans> {
	const state = await readState(context);
	const model = await optionalModel(context, item);
	const { gate, nodeGate, published } = trust;
	const host = n8nHost({ ...state, ...toolsFromEnvironment(), gate, providers: {}, ...(model && { model }) });
	const plans = await composePlans(
		{ ...host, stateFolder: state.stateFolder!, ...(nodeGate && { nodeGate }), ...(published && { published }) },
		{
			withoutModel: !model,
			processes: () => listNodeProcesses(context, item),
			readRoot: async () => (await import('../../manifests/gate/read-root')).readRoot(),
			withEngine: async (name, work) => work(await openNodeEngine(context, item, name)),
		},
	);
	return {
		plans,
		states: (await composeConversationStates(state, { workflow: state.workflow }))!,
		note: (conversation) => noteExecution(context, state, { conversation }),
	};
}
