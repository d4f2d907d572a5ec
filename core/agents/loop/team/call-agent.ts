import { boundText } from '../../../tools/bound-text';
import { limitsOf } from '../../../tools/prepare-tools';
import { cleanError } from '../../../tools/perform-call';
import { checkResult } from '../../../tools/tool-contract';
import type { ToolErrorCode } from '../../../tools/tool-failure';
import { writeNote, writeTask } from '../../../teams/agent-tool';
import type { Tool } from '../../../ports/tools/tools';
import type { AgentOutcome } from '../../agent-outcome';
import type { AgentParts, TeamMember } from '../../agent-parts';
import { createCancellation } from '../model/ask-until-deadline';
import { listByMembers } from '../answer-faults/list-handed-over';
import { toldCalls } from '../../../prompt-texts/calls';
import { toldTeam } from '../../../prompt-texts/team';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { HandedOver, MemberWaiting, Run } from '../run/run';
import { guardResult, type GuardedResult } from '../tools/guard-result';
import { withComment } from '../tools/plan-call';
import type { TrailEntry } from '../trail/trail-entry';
import { type AgentAnswer, answerCaller, answerFault } from './answer-caller';
import { refuseCall } from './team-limits';
import { listMemberDecisions, toCallerPending } from './member-decisions';
import type { AgentCall, PendingCall } from '../tools/planned-work';
import type { TrailLog } from '../trail/trail';
import { identifyCalled } from '../trail/identify-entry';

/**
 * Calls another agent, or continues a call. The caller's trail records its run. @returns the result, or what the agent waits for @throws
 * TroupeError CANCELLED; a fault of the agent that a person must correct, such as MANIFEST_NOT_APPROVED
 */
export async function callAgent(
	run: Run,
	step: number,
	call: AgentCall,
): Promise<TrailEntry<'tool-finished'> | { waiting: PendingCall[] }> {
	const { trail, parts } = run;
	const { callId, member, ready } = call;
	const { tool, definition } = member;
	const recorded = readMemberTrail(run, callId);
	if (!trail.has('tool-started', callId)) {
		const refusal = refuseCall(run, definition.agent, tool.name);
		if (refusal) return trail.write('tool-finished', { step, callId, tool: tool.name, outcome: 'error', ...refusal, ...nothing });
		trail.write('tool-started', { step, callId, tool: tool.name, source: tool.source, arguments: ready?.masked, agent: definition.agent });
	}
	const startedAt = parts.clock.now();
	const ended = await performMember(run, call, recorded);
	if (ended.kind === 'waiting') return { waiting: ended.waiting.map((pending) => toCallerPending(call, pending)) };
	run.handedOver ??= ended.handedOver;
	if (parts.mode === 'replay') return trail.recorded('tool-finished', callId)!;
	const { kind: outcome, errorCode, ...answer } = await checkAnswer(ended, tool);
	const limit = limitsOf(tool, run.toolbox!).resultCharacters;
	const language = findPromptLanguage(run);
	const read = outcome === 'error' ? cleanError(answer, language) : { text: boundText(answer.text, limit, false, language) };
	const { sensitivity } = ended;
	const finished = (guarded: GuardedResult) =>
		trail.write('tool-finished', {
			step,
			callId,
			tool: tool.name,
			outcome,
			...(errorCode && { errorCode }),
			characters: answer.text.length + (answer.said?.length ?? 0),
			...(sensitivity && { sensitivity }),
			durationMs: parts.clock.now() - startedAt,
			...guarded,
			text: withComment(guarded.text ?? toldCalls[language].withheld, call.comment, language),
		});
	try {
		return finished(await guardResult(run, read, tool));
	} catch (error) {
		finished({ outcome: 'error', errorCode: 'GUARDRAIL_FAILED', violations: [] });
		throw error;
	} finally {
		await trail.secure();
	}
}

/** The caller gets nothing of an answer that violates its schema. */
async function checkAnswer(answer: AgentAnswer, { name, effect, outputSchema }: Tool): Promise<AgentAnswer> {
	if (!outputSchema) return answer;
	const checked = await checkResult(answer, { name, effect, outputSchema });
	return 'code' in checked ? { ...checked, errorCode: checked.code } : checked;
}

const nothing = { characters: 0, durationMs: 0, violations: [] };

/** Rereads an agent's recorded run: its usage counts, a replay checks it, and a hand-over's outcome is the caller's. */
export async function rereadAgent(run: Run, callId: string, member: TeamMember): Promise<void> {
	const recorded = readMemberTrail(run, callId);
	if (recorded.length === 0 || !(run.parts.mode === 'replay' || member.definition.handOver)) return;
	const ended = await performMember(run, { callId, member }, recorded);
	if (ended.kind !== 'waiting') run.handedOver ??= ended.handedOver;
}

type Performed = MemberWaiting | (AgentAnswer & { handedOver?: HandedOver });

async function performMember(run: Run, call: Pick<AgentCall, 'callId' | 'member' | 'ready'>, recorded: TrailEntry[]): Promise<Performed> {
	const { tool, definition } = call.member;
	const { agent, handOver } = definition;
	const language = findPromptLanguage(run);
	run.held.agents += 1;
	try {
		const outcome = await runMember(run, call, recorded);
		if (outcome.kind === 'waiting') return outcome;
		run.planned.push(...(outcome.planned ?? []));
		const isOver = handOver !== undefined && !('returned' in outcome);
		const asked = listByMembers(run, call.callId).length > 0;
		return {
			...answerCaller(outcome, tool.name, language),
			...(asked && {
				kind: 'ok' as const,
				text: toldTeam[language].asksPerson(tool.name, outcome.reply),
				errorCode: undefined,
				said: undefined,
			}),
			...(isOver && { handedOver: { outcome, call: tool.name, stays: handOver === 'stays' } }),
		};
	} catch (cause) {
		if (run.host.aborted) throw createCancellation(run.host, agent, cause);
		if (run.workingTime.expired())
			return { kind: 'error', errorCode: 'TOOL_TIMEOUT' satisfies ToolErrorCode, text: toldTeam[language].timeIsUp(tool.name) };
		const answer = run.parts.mode === 'replay' ? undefined : answerFault(tool.name, cause, language);
		if (!answer) throw cause;
		return answer;
	} finally {
		run.held.agents -= 1;
	}
}

async function runMember(
	run: Run,
	{ callId, member, ready }: Pick<AgentCall, 'callId' | 'member' | 'ready'>,
	recorded: TrailEntry[],
): Promise<AgentOutcome | MemberWaiting> {
	const { agent, handOver } = member.definition;
	const { conversationId, person, asker } = run;
	const composed = await member.open(recorded.length > 0 ? recorded : undefined);
	const isReplay = run.parts.mode === 'replay';
	const isRecorded = isReplay || recorded.length > 0;
	const message = isRecorded ? '' : await writeMessage(run, member, ready?.input ?? {});
	const note = isRecorded || !handOver ? undefined : writeNote(ready?.input ?? {});
	const { facts } = run.context;
	const request = {
		message,
		conversationId,
		asker,
		...(person !== undefined && { person }),
		...(facts && { facts }),
		...(handOver && { images: run.images }),
	};
	return run.runMember(request, { ...composed, ...listen(run), mode: run.parts.mode }, run.workingTime.signal, {
		run,
		callId,
		recorded,
		log: createMemberLog(run, callId, agent),
		handsOver: handOver !== undefined,
		keeps: handOver === 'stays',
		...(note !== undefined && { note }),
		decisions: listMemberDecisions(run, callId),
	});
}

async function writeMessage({ message, trail, context }: Run, { definition }: TeamMember, input: Record<string, unknown>): Promise<string> {
	if (!definition.handOver) return writeTask(input);
	return message || (await context.vault.restore(trail.recorded('prepared')?.message ?? ''));
}

function listen({ events }: Run): Pick<AgentParts, 'onEvent'> {
	if (!events.hasListener) return { onEvent: undefined };
	return { onEvent: ({ runId: _run, number: _number, at: _at, ...event }) => events.emit(event) };
}

function readMemberTrail({ trail }: Pick<Run, 'trail'>, callId: string): TrailEntry[] {
	return trail.entries.flatMap((entry) => {
		if (entry.kind !== 'called' || entry.callId !== callId) return [];
		trail.recorded('called', identifyCalled(callId, entry.entry));
		return [entry.entry];
	});
}

/** Writes a called agent's trail into its caller's: a team has one trail, one lease and one state. */
function createMemberLog({ trail }: Pick<Run, 'trail'>, callId: string, agent: string): TrailLog {
	return {
		add: (entry) => void trail.write('called', { callId, agent, entry }),
		secure: (forGood) => trail.secure(forGood),
	};
}
