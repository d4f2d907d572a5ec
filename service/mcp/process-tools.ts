import { TroupeError } from '../../core/base/errors';
import { closeSchema } from '../../core/json-schema/close-schema';
import { listProcessTools, type ProcessTool } from '../../engine-adapter/embedded/state/deployments/process-tools';
import type { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import type { Variables } from '../../engine-adapter/engine/variables';
import { requireGrant } from '../offered-agents/while-granted';
import type { JsonSchema } from '../../core/ports/models/models';
import type { OfferedTool } from './mcp-tool';
import { awaitEnd, describeEnd, processWork } from './tasks/process-work';
import type { ToolCall } from './tool-call';

export interface EngineOfCaller {
	engine: TenantEngine;
	tenantId: string;
}

/** Wait for an instance's end. Clients wait for a minute at most. */
const defaultWaitMs = 20_000;
const maxWaitMs = 50_000;

export async function processTools({ engine, tenantId }: EngineOfCaller): Promise<OfferedTool[]> {
	const tools = await engine.read((kernel) => listProcessTools(kernel, tenantId));
	const seen = new Set<string>();
	return tools.map((tool) => {
		const name = seen.has(tool.name) ? `${tool.name}_${tool.processId}` : tool.name;
		seen.add(name);
		return processTool(name, tool, { engine, tenantId });
	});
}

function processTool(name: string, tool: ProcessTool, { engine, tenantId }: EngineOfCaller): OfferedTool {
	const { processId, messageName, properties } = tool;
	const begin = async ({ input, origins }: ToolCall): Promise<string> => {
		// An argument of this name is the designer's own.
		const variables: Variables = { ...(origins && { origins }), ...input };
		const { instanceKey } = messageName
			? await engine.correlateMessage({ name: messageName, correlationKey: '', variables, tenantId })
			: await engine.start({ processId, variables, tenantId });
		return instanceKey;
	};
	return {
		listed: {
			name,
			title: tool.name,
			description: writeDescription(properties),
			inputSchema: readSchema(tool),
			outputSchema: {
				type: 'object',
				properties: { processInstanceKey: { type: 'string' }, state: { type: 'string' }, variables: { type: 'object' } },
				required: ['processInstanceKey', 'state'],
			},
			annotations: { title: tool.name },
		},
		async call(call: ToolCall) {
			const instanceKey = await begin(call);
			const instance = await awaitEnd(engine, instanceKey, readWaitMs(properties['troupe.tool:wait']), call.signal);
			await requireGrant(call.grant, 'process:run');
			return describeEnd(engine, instance);
		},
		long: processWork(engine, begin),
	};
}

const sections: Array<[property: string, title: string]> = [
	['io.camunda.tool:purpose', ''],
	['io.camunda.tool:inputs', '## Inputs\n'],
	['io.camunda.tool:when_to_use', '## When to use\n'],
	['io.camunda.tool:when_not_to_use', '## When not to use\n'],
	['io.camunda.tool:results', '## Results\n'],
];

const writeDescription = (properties: Record<string, string>): string =>
	sections.flatMap(([property, title]) => (properties[property]?.trim() ? `${title}${properties[property].trim()}` : [])).join('\n\n');

/** Camunda describes arguments in words only: without a schema, nothing can be a process variable. */
function readSchema({ processId, properties }: ProcessTool): { type: 'object' } & Record<string, unknown> {
	const text = properties['troupe.tool:schema'];
	if (text === undefined) return { type: 'object', additionalProperties: false };
	try {
		return { type: 'object', ...closeSchema(JSON.parse(text) as JsonSchema) };
	} catch (cause) {
		throw new TroupeError({
			code: 'TOOL_INVALID',
			message: `The property troupe.tool:schema of the start event of "${processId}" is not JSON.`,
			fix: 'Write a JSON schema such as {"properties": {"orderId": {"type": "string"}}, "required": ["orderId"]}.',
			cause,
		});
	}
}

/** Seconds, `0` to return at once. */
function readWaitMs(text: string | undefined): number {
	const seconds = text === undefined ? Number.NaN : Number(text);
	return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, maxWaitMs) : defaultWaitMs;
}
