import type { CallToolResult } from '@modelcontextprotocol/server';
import { readOrigins } from '../../../core/ports/memory';
import { tellOrigins } from '../../../core/ports/origins-metadata';
import { pause } from '../../../core/base/async/pause';
import type { TenantEngine } from '../../../engine-adapter/embedded/tenant-engine';
import { withoutTrace } from '../../../engine-adapter/engine/trace-variable';
import type { Instance } from '../../../engine-adapter/engine/instances';
import { toDocument } from '../mcp-tool';
import { describeInstance } from '../process-state';
import type { LongWork, Progress } from './long-work';
import type { ToolCall } from '../tool-call';

const firstLookMs = 20;
const maxLookMs = 500;

/** An instance as a call's work: the engine continues it without looks. */
export function processWork(engine: TenantEngine, begin: (call: ToolCall) => Promise<string>): LongWork<{ instanceKey: string }> {
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

export async function awaitEnd(engine: TenantEngine, instanceKey: string, waitMs: number, signal: AbortSignal): Promise<Instance> {
	const until = performance.now() + waitMs;
	for (let lookMs = firstLookMs; ; lookMs = Math.min(lookMs * 2, maxLookMs)) {
		const instance = await engine.findInstance(instanceKey);
		if (instance.state !== 'ACTIVE' || instance.hasIncident || performance.now() + lookMs > until) return instance;
		await pause(lookMs, signal);
		signal.throwIfAborted();
	}
}

/** A completed instance's variables and their sources by its agents; otherwise its place. */
export async function describeEnd(engine: TenantEngine, { instanceKey, state, variables }: Instance): Promise<CallToolResult> {
	if (state === 'COMPLETED') {
		const told = tellOrigins(readOrigins(variables.origins));
		return { ...toDocument({ processInstanceKey: instanceKey, state, variables: withoutTrace(variables) }), ...(told && { _meta: told }) };
	}
	const { activeElementInstances, incidents, hasIncident } = await describeInstance(engine, instanceKey);
	const next = state === 'ACTIVE' ? 'It goes on. Call getProcessState with its key later.' : 'It was ended and has no result.';
	return toDocument({ processInstanceKey: instanceKey, state, hasIncident, activeElementInstances, incidents, next });
}
