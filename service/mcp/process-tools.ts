import type { CallToolResult } from '@modelcontextprotocol/server';
import { pause } from '../../core/base/async/pause';
import { TroupeError } from '../../core/base/errors';
import { closeSchema } from '../../core/json-schema/close-schema';
import { readOrigins } from '../../core/ports/memory';
import { tellOrigins } from '../../core/ports/origins-metadata';
import { listProcessTools, type ProcessTool } from '../../engine-adapter/embedded/state/deployments/process-tools';
import type { TenantEngine } from '../../engine-adapter/embedded/tenant-engine';
import { withoutTrace } from '../../engine-adapter/engine/trace-variable';
import type { Instance } from '../../engine-adapter/engine/instances';
import type { Variables } from '../../engine-adapter/engine/variables';
import { requireGrant } from '../offered-agents/while-granted';
import type { JsonSchema } from '../../core/ports/models/models';
import type { OfferedTool } from './mcp-tool';
import { toDocument } from './mcp-tool';
import { describeInstance } from './process-state';
import type { LongWork, Progress } from './tasks/long-work';
import type { ToolCall } from './tool-call';

const firstLookMs = 20;
const maxLookMs = 500;

/** An instance as a call's work: the engine continues it without looks. */
function processWork(engine: TenantEngine, begin: (call: ToolCall) => Promise<string>): LongWork<{ instanceKey: string }> {
	return {
		begin: async (call) => ({ instanceKey: await begin(call) }),
		async look({ instanceKey }, _responses, _asker, { milliseconds, signal }): Promise<Progress> {
			const instance = await awaitEnd(engine, instanceKey, milliseconds, signal);
			const { state, hasIncident } = instance;
			if (state === 'TERMINATED') return { kind: 'cancelled' };
			if (state !== 'ACTIVE') return { kind: 'ended', result: await describeEnd(engine, instance) };
			return { kind: 'working', ...(hasIncident && { message: `Instance ${instanceKey} has an incident. An operator resolves it.` }) };
		},
		cancel: ({ instanceKey }) => engine.cancel(instanceKey),
	};
}

async function awaitEnd(engine: TenantEngine, instanceKey: string, waitMs: number, signal: AbortSignal): Promise<Instance> {
	const until = performance.now() + waitMs;
	for (let lookMs = firstLookMs; ; lookMs = Math.min(lookMs * 2, maxLookMs)) {
		const instance = await engine.findInstance(instanceKey);
		if (instance.state !== 'ACTIVE' || instance.hasIncident || performance.now() + lookMs > until) return instance;
		await pause(lookMs, signal);
		signal.throwIfAborted();
	}
}

/** A completed instance's variables and their sources by its agents; otherwise its place. */
async function describeEnd(engine: TenantEngine, { instanceKey, state, variables }: Instance): Promise<CallToolResult> {
	if (state === 'COMPLETED') {
		const told = tellOrigins(readOrigins(variables.origins));
		return { ...toDocument({ processInstanceKey: instanceKey, state, variables: withoutTrace(variables) }), ...(told && { _meta: told }) };
	}
	const { activeElementInstances, incidents, hasIncident } = await describeInstance(engine, instanceKey);
	const next = state === 'ACTIVE' ? 'It goes on. Call getProcessState with its key later.' : 'It was ended and has no result.';
	return toDocument({ processInstanceKey: instanceKey, state, hasIncident, activeElementInstances, incidents, next });
}

interface EngineOfCaller {
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
