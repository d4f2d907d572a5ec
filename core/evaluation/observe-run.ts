import type { AgentOutcome } from '../agents/agent-outcome';
import { describeSources } from '../agents/ended-run/describe-answered';
import type { TrailEntry } from '../agents/loop/trail/trail-entry';
import { mapTexts } from '../base/text/map-texts';
import { readArguments } from '../tools/read-arguments';
import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { ToolCall } from '../ports/models/models';
import type { Observation, ObservedCall } from './assertions/observation';
import { unwrapEntry } from '../agents/loop/trail/unwrap-entry';

export async function observeRun(
	message: string,
	outcome: AgentOutcome,
	trail: TrailEntry[],
	vault: Pick<PersonalDataVault, 'restore'>,
): Promise<Observation> {
	const { kind, reply, output, guardrails, citations, usage } = outcome;
	const { modelCalls, toolCalls, inputTokens, outputTokens, costUsd, durationMs } = usage;
	return {
		message,
		sources: describeSources(trail),
		outcome: kind,
		...('reason' in outcome && { reason: outcome.reason }),
		...('limit' in outcome && { reason: outcome.limit }),
		reply,
		...(output !== undefined && { output }),
		guardrails: [...new Set(guardrails.map(({ code }) => code))].sort(),
		citations: citations.map(({ documentId, title }) => ({ documentId, title })),
		calls: await listCalls(
			trail.map((entry) => unwrapEntry(entry) as TrailEntry),
			vault,
		),
		usage: { modelCalls, toolCalls, tokens: inputTokens + outputTokens, costUsd, durationMs },
	};
}

async function listCalls(trail: TrailEntry[], vault: Pick<PersonalDataVault, 'restore'>): Promise<ObservedCall[]> {
	const outcomes = new Map(trail.flatMap((entry) => (entry.kind === 'tool-finished' ? [[entry.callId, entry.outcome] as const] : [])));
	const calls = trail.flatMap((entry) => (entry.kind === 'model' ? (entry.response?.toolCalls ?? []) : []));
	return Promise.all(
		calls.map(async ({ id, name, arguments: text }: ToolCall) => {
			const { value = text } = readArguments(text);
			return {
				tool: name,
				arguments: await mapTexts(value as unknown, (one) => vault.restore(one)),
				outcome: outcomes.get(id) ?? 'asked',
			};
		}),
	);
}
