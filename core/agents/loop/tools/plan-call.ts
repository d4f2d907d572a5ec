import { isTroupeError } from '../../../base/errors';
import { defaultTenant } from '../../../base/tenant';
import type { Violation } from '../../../guardrails/policy/guard';
import type { Language } from '../../../base/text/languages';
import type { ToolCall } from '../../../ports/models/models';
import type { Tool } from '../../../ports/tools/tools';
import { judgeLimits } from '../../../tools/judge-limits';
import { readArguments } from '../../../tools/read-arguments';
import type { ReadyCall, RefusedCall } from '../../../tools/read-call';
import { listCallers } from '../team/caller';
import { readRunCall } from './read-run-call';
import { isBegun, refuseQuota } from '../call-faults/tool-quota';
import { toldCalls } from '../../../prompt-texts/calls';
import type { ToolErrorCode, ToolFailure } from '../../../tools/tool-failure';
import { mapTexts } from '../../../base/text/map-texts';
import { toPending } from '../../approvals/pending-decision';
import { findAsked, listAskedPins } from '../waiting/read-stored-trail';
import { askAgain, askApproval, pinOf } from './ask-approval';
import { findSwitchOf } from './containment';
import { type AskedCall, readAsked } from './elicitation';
import { askAboutArguments, planRefusal } from '../call-faults/judge-calls';
import { askWithoutSilence, demandPerson } from './demand-person';
import { askPersonName } from './open-toolbox';
import { judgeTokens } from '../call-faults/judge-tokens';
import { judgeFlow, listForeign } from './judge-flow';
import { releaseCall, reserveCall } from '../team/team-calls';
import { continueOutside, makeCall } from './outside-call';
import { reviewCall } from './review-call';
import { isRepeated, refuseRepeated } from '../call-faults/repeated-calls';
import { isReal, type TeamMember } from '../../agent-parts';
import { restoreForAsked } from '../run/restore-for-asker';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import { countToolCallsLeft } from '../team/team-limits';
import { diverged } from '../trail/trail';
import type { ToolOutcome, TrailEntry } from '../trail/trail-entry';
import type { PlannedWork, AgentCall } from './planned-work';
import { identifyCalled } from '../trail/identify-entry';

/** Decides by the trail, else by the model's input, guardrails, rules, limits, and a person. @param stop a guardrail's finding in the arguments */
export async function planCall(run: Run, step: number, call: ToolCall, before: PlannedWork[], stop?: Violation): Promise<PlannedWork> {
	const told = toldCalls[findPromptLanguage(run)];
	const repeated = isRepeated(run, call);
	run.trail.recorded('reviewed', call.id);
	run.trail.recorded('extracted', call.id);
	const started = run.trail.recorded('tool-started', call.id);
	const begun = planBegunCall(run, call, started);
	if (begun) return begun;
	const asked = await readAsked(run, call.id);
	if (asked?.kind === 'waiting') return { kind: 'asking', waiting: asked.waiting };
	const outside = started && (await continueOutside(run, call));
	if (outside) return outside;
	if (started && !mayCallAgain(run, call, asked)) return tellModel(call, 'unknown', told.unknown);
	const again = refuseRepeated(run, step, call, repeated);
	if (again !== undefined) return tellModel(call, 'error', again, 'TOOL_REPEATED');
	const refused = planRefusal(run, call, stop, before);
	if (refused) return refused;
	if (!started && countRemainingCalls(run, before) <= 0) return tellModel(call, 'error', told.noMore, 'TOOL_LIMIT_REACHED');
	if (call.name === askPersonName && run.parts.definition.tools?.askPerson) return planQuestion(run, call);
	if (run.parts.mode === 'replay') return askAgain(run, call);
	const plan = await planToolCall(run, call, { step, before, answered: asked, stop });
	if (plan.kind === 'told' && plan.outcome !== 'planned') releaseCall(run, call.id);
	return plan;
}

function planBegunCall(run: Run, call: ToolCall, started: TrailEntry<'tool-started'> | undefined): PlannedWork | undefined {
	const { trail } = run;
	const member = run.parts.members?.find(({ tool }) => tool.name === call.name);
	if (!started?.agent) {
		const entry = trail.recorded('tool-finished', call.id);
		return entry && { kind: 'finished', entry };
	}
	const entry = trail.peek('tool-finished', call.id);
	if (entry) return { kind: 'finished', entry, member };
	return trail.has('called', identifyCalled(call.id, { kind: 'prepared' })) ? continueAgent(run, call, member) : undefined;
}

/** Returns whether a begun call is repeatable: it changes nothing, kept its progress, or asked persons before its work. */
function mayCallAgain({ toolbox, trail }: Run, call: ToolCall, asked: (AskedCall & { kind: 'answered' }) | undefined): boolean {
	const onlyReads = toolbox?.byName.get(call.name)?.effect === 'reads';
	return onlyReads || trail.has('tool-kept', call.id) || (asked !== undefined && !asked.isContinued);
}

function continueAgent({ trail }: Run, { id, name }: ToolCall, member: TeamMember | undefined): AgentCall {
	if (!member) throw diverged(`called the agent ${name.slice(0, 64)}, which this agent cannot call`);
	return { kind: 'agent', callId: id, member, comment: trail.recorded('decision', id)?.text ?? undefined };
}

interface CallFacts {
	before: PlannedWork[];
	answered?: AskedCall & { kind: 'answered' };
	stop?: Violation;
	step: number;
	review?: TrailEntry<'reviewed'>;
}

async function planToolCall(run: Run, call: ToolCall, facts: CallFacts): Promise<PlannedWork> {
	const told = toldCalls[findPromptLanguage(run)];
	const read = await readRunCall(run, call);
	if (await isSwitchedOff(run, call, read.tool?.tool))
		return tellModel(call, 'error', told.switchedOff, 'TOOL_SWITCHED_OFF' satisfies ToolErrorCode);
	if (read.kind === 'refused') return refuseCall(run, call, read);
	const wrong = await judgeTokens(run, call, read.input);
	if (wrong) return tellModel(call, 'error', wrong.text, wrong.code);
	const quota = refuseQuota(run, call, read.tool, facts.before);
	if (quota !== undefined) return tellModel(call, 'error', quota, 'TOOL_QUOTA_REACHED' satisfies ToolErrorCode);
	const limited = await limitCall(run, read);
	if (limited === 'refuse') return denyCall(call, told.beyondLimits, describeRule(run, read), 'TOOL_QUOTA_REACHED');
	if (judgeFlow(run, read) === 'refuse') return denyCall(call, told.foreignValues(listForeign(run, read)), 'flow');
	const ready = facts.stop ? askedFirst(limited, facts.stop) : await demandPerson(run, limited);
	if (run.parts.mode === 'dry-run') {
		const { tool, input, permission } = ready;
		run.planned.push({ tool: tool.name, source: tool.source, arguments: input, permission });
		return tellModel(call, 'planned', toldCalls[findPromptLanguage(run)].planned);
	}
	const review = await reviewCall(run, facts.step, ready);
	if (review?.verdict === 'refuse') return denyCall(call, told.refusedByReviewer, 'reviewer');
	const reviewed = review?.verdict === 'ask' ? askWithoutSilence(ready, 'reviewer') : ready;
	const plan =
		reviewed.permission === 'allow' ? planWork(run, call, reviewed, facts) : await planDecided(run, call, reviewed, { ...facts, review });
	if (!['call', 'agent', 'outside'].includes(plan.kind)) return plan;
	const refusal = await askDecisionPoint(run, ready, reviewed.permission !== 'allow');
	return refusal ? denyCall(call, refusal.text, 'decision-point', refusal.code) : plan;
}

async function isSwitchedOff(run: Run, call: ToolCall, tool: Tool | undefined): Promise<boolean> {
	const source = readApprovedSource(run, call);
	const asked = source === undefined ? undefined : { source, name: call.name };
	const named = tool ?? asked;
	return named !== undefined && (await findSwitchOf(run, named)) !== undefined;
}

async function refuseCall(run: Run, call: ToolCall, { failure: { code, text }, deniedBy }: RefusedCall): Promise<PlannedWork> {
	if (code === 'TOOL_UNKNOWN') await noteMissing(run, call);
	return deniedBy === undefined ? tellModel(call, 'error', text, code) : denyCall(call, text, deniedBy);
}

async function planDecided(run: Run, call: ToolCall, read: ReadyCall, facts: CallFacts): Promise<PlannedWork> {
	const language = findPromptLanguage(run);
	const told = toldCalls[language];
	const decision = run.trail.recorded('decision', call.id);
	if (!decision) return askApproval(run, call, read, facts.review);
	const comment = decision.text ?? undefined;
	if (!decision.approved) return tellModel(call, 'denied', withComment(told.declined, comment, language), 'TOOL_DENIED');
	if (read.tool.source !== readApprovedSource(run, call)) return denyCall(call, told.replaced, 'approved-tool');
	const pin = pinOf(read.tool.tool);
	if (listAskedPins(run, call.id).some((asked) => asked !== pin)) return denyCall(call, told.changed, 'approved-tool');
	return planWork(run, call, read, facts, comment);
}

function planWork(run: Run, call: ToolCall, ready: ReadyCall, { before, answered, step }: CallFacts, comment?: string): PlannedWork {
	const member = run.parts.members?.find(({ tool }) => tool === ready.tool.tool);
	if (!member) return makeCall(ready, { comment, answered });
	if (member.definition.handOver && !isAlone(run, step, call, before))
		return tellModel(call, 'error', toldCalls[findPromptLanguage(run)].handOverAlone, 'HAND_OVER_NOT_ALONE');
	return { kind: 'agent', callId: call.id, member, ready, comment };
}

/** Nobody would read results beside a hand-over. A repeated hand-over counts once. */
function isAlone({ trail }: Run, step: number, call: ToolCall, before: PlannedWork[]): boolean {
	const calls = trail.peek('model', step)?.response?.toolCalls ?? [];
	return calls.every(({ name }) => name === call.name) && !before.some(({ kind }) => kind === 'agent');
}

const tellModel = (call: ToolCall, outcome: ToolOutcome, text: string, errorCode?: string): PlannedWork => ({
	kind: 'told',
	call,
	outcome,
	text,
	errorCode,
});

/** Same for a denial without a person. */
const denyCall = (call: ToolCall, text: string, deniedBy: string, code = 'TOOL_DENIED'): PlannedWork => ({
	kind: 'told',
	call,
	outcome: 'denied',
	text,
	errorCode: code,
	deniedBy,
});

const describeRule = ({ toolbox }: Run, { within }: ReadyCall): string => `tools.rules.${toolbox!.permissions.indexOf(within!)}.limits`;

/** A guardrail demands an approval, whatever the rules allow. */
function askedFirst(read: ReadyCall, stop: Violation): ReadyCall {
	const asking = askWithoutSilence(read, 'guardrail');
	return { ...asking, approval: { ...asking.approval, message: askAboutArguments(stop) } };
}

async function noteMissing({ parts }: Run, { name }: ToolCall): Promise<void> {
	if (isReal(parts)) await parts.noteMissingTool?.(name).catch(() => undefined);
}

/** The comment alone would hide the decision from the model. */
export function withComment(text: string, comment: string | undefined, language: Language): string {
	return comment ? `${text}\n${toldCalls[language].personWrote(comment)}` : text;
}

/** Subtracts performed calls, and those planned in this step. */
function countRemainingCalls(run: Run, before: PlannedWork[]): number {
	const coming = before.filter((plan) => ['call', 'agent', 'pending', 'outside'].includes(plan.kind) && !isBegun(run.trail, plan)).length;
	return countToolCallsLeft(run) - coming;
}

/** Returns the tool's origin at the question: another server can have the name by now. */
function readApprovedSource(run: Run, call: ToolCall): string | undefined {
	return findAsked(run, call.id)?.source;
}

async function planQuestion(run: Run, call: ToolCall): Promise<PlannedWork> {
	const question = readQuestion(call);
	if (!question) return tellModel(call, 'error', toldCalls[findPromptLanguage(run)].noQuestion, 'TOOL_ARGUMENTS_INVALID');
	const { approver } = run.parts.definition.tools?.approval ?? {};
	const shown = await mapTexts(question, (text) => restoreForAsked(run, text, approver));
	if (run.parts.mode === 'dry-run') {
		run.planned.push({ tool: askPersonName, source: 'person', arguments: shown, permission: 'ask' });
		return tellModel(call, 'planned', toldCalls[findPromptLanguage(run)].planned);
	}
	const decision = run.trail.recorded('decision', call.id);
	if (decision) return tellModel(call, 'ok', decision.text ?? '');
	const approval = run.parts.definition.tools?.approval ?? {};
	const asked = { id: call.id, kind: 'question' as const, ...(approval.approver !== undefined && { approver: approval.approver }) };
	const record = { ...asked, ...question };
	return { kind: 'pending', shown: toPending(record, { ...asked, ...shown }, run.context.language), record, source: 'person', approval };
}

function readQuestion(call: ToolCall): { question: string; choices?: string[] } | undefined {
	const { value: input = {} } = readArguments(call.arguments);
	const { question, choices } = input;
	if (!isText(question)) return undefined;
	if (choices === undefined) return { question };
	return Array.isArray(choices) && choices.length <= 20 && choices.every(isText) ? { question, choices } : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= 2_000;

/**
 * Applies the limits of the allowing rule. A call that a person was asked about is not judged again: others were made meanwhile. @returns `refuse` if
 * the rule refuses what exceeds them
 */
async function limitCall(run: Run, read: ReadyCall): Promise<ReadyCall | 'refuse'> {
	const listEarlier = reserveCall(run, read);
	const { within, callId } = read;
	if (within === undefined || run.trail.has('tool-started', callId)) return read;
	const asked = findAsked(run, callId)?.record;
	const limit = asked ? asked.kind === 'approval' && asked.limit : judgeLimits(within, read, await listEarlier());
	if (!limit) return read;
	return within.limits?.beyond === 'deny' ? 'refuse' : { ...askWithoutSilence(read, 'limit'), limit };
}

/** Asks the operator's decision point about a call. @returns why it is not made */
async function askDecisionPoint(run: Run, { callId, tool, masked }: ReadyCall, isApproved: boolean): Promise<ToolFailure | undefined> {
	const { definition, definitionSha256, tenant = defaultTenant, decisionPoint } = run.parts;
	if (!decisionPoint) return undefined;
	const { name, source, effect } = tool;
	const call = {
		agent: { id: definition.id, version: definition.version, sha256: definitionSha256 },
		tenant,
		callers: listCallers(run).map(({ parts }) => parts.definition.id),
		asker: run.asker,
		...(run.by !== undefined && { by: run.by }),
		runId: run.id,
		callId,
		tool: { name, source, effect },
		arguments: masked,
		isApproved,
	};
	const told = toldCalls[findPromptLanguage(run)];
	try {
		if (await decisionPoint.permits(call, run.workingTime.signal)) return undefined;
		return { code: 'TOOL_DENIED', text: told.deniedByOperator };
	} catch (error) {
		if (run.host.aborted || !isTroupeError(error)) throw error;
		return { code: 'TOOL_UNDECIDED', text: told.undecided };
	}
}
