import { keepForCaller } from '../../core/base/caller-fault';
import { TroupeError } from '../../core/base/errors';
import { searchElements } from '../../engine-adapter/embedded/state/instances/element-directory';
import type { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { withoutTrace } from '../../engine-adapter/engine/trace-variable';
import { searchIncidents } from '../../engine-adapter/embedded/work/incidents';
import { type OfferedTool, toDocument } from './mcp-tool';

/** In the words of Camunda's tool `getProcessState`. */
interface ProcessState extends Record<string, unknown> {
	processInstanceKey: string;
	state: string;
	hasIncident: boolean;
	variables: Array<{ name: string; value: unknown }>;
	activeElementInstances: Array<{ flowNodeId: string; flowNodeName: string; type: string }>;
	incidents: Array<{ incidentKey: string; errorType: string; errorMessage: string; flowNodeId: string }>;
}

/** @throws TroupeError INSTANCE_NOT_FOUND */
export async function describeInstance(engine: TenantEngine, key: string): Promise<ProcessState> {
	const { instanceKey, state, hasIncident, variables } = await engine.findInstance(key);
	const [elements, incidents] = await engine.read(
		(kernel, tenants) => [searchElements(kernel, { instanceKey, tenants }), searchIncidents(kernel, Number(instanceKey))] as const,
	);
	return {
		processInstanceKey: instanceKey,
		state,
		hasIncident,
		variables: Object.entries(withoutTrace(variables)).map(([name, value]) => ({ name, value })),
		activeElementInstances: elements
			.filter(({ node }) => node.type !== 'process')
			.map(({ elementId, node }) => ({ flowNodeId: elementId, flowNodeName: node.name || elementId, type: node.type })),
		incidents: incidents.map(({ key: incidentKey, errorType, message, elementId }) => ({
			incidentKey,
			errorType,
			errorMessage: keepForCaller(message),
			flowNodeId: elementId,
		})),
	};
}

export function processStateTool(engine: TenantEngine): OfferedTool {
	return {
		listed: {
			name: 'getProcessState',
			title: 'Get process state',
			description:
				'Returns the state of a process instance that a tool started: variables, active elements and incidents, by its processInstanceKey.',
			inputSchema: {
				type: 'object',
				properties: {
					processInstanceKey: {
						type: ['string', 'integer'],
						pattern: '^[0-9]{1,19}$',
						minimum: 1,
						description: 'As the tool that started the instance returned it.',
					},
				},
				required: ['processInstanceKey'],
				additionalProperties: false,
			},
			annotations: { title: 'Get process state', readOnlyHint: true },
		},
		async call({ input }) {
			const key = String(input.processInstanceKey);
			if (!/^[0-9]{1,19}$/.test(key)) throw wrongKey();
			return toDocument(await describeInstance(engine, key));
		},
	};
}

const wrongKey = () =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: 'processInstanceKey is not a key.',
		fix: 'Pass the digits that the tool returned when it started the instance.',
	});
