import type { Violation } from '../../../guardrails/policy/guard';
import { tokenInJson } from '../../../base/text/masked-token';
import type { ToolAnswers, ToolCall } from '../../../ports';
import { readArguments } from '../../../tools/read-arguments';
import { readCall, type ReadyCall } from '../../../tools/read-call';
import type { ApprovalTerms } from '../../../tools/tool-definition';
import { mapTexts } from '../../../base/text/map-texts';
import type { PendingDecision, RecordedDecision } from '../../agent-outcome';
import { toPending } from '../../pending-decision';
import { type AskedCall, readAsked } from './asked-call';
import { askAboutArguments, planRefusal } from './judge-calls';
import { askPerson } from './open-toolbox';
import { isRepeated } from './repeated-calls';
import { isReal, type TeamMember } from '../../agent-parts';
import type { Run } from '../run/run';
import { countToolCallsLeft } from '../team/team-limits';
import { diverged } from '../trail/trail';
import { identifyCalled, type ToolOutcome, type TrailEntry } from '../trail/trail-entry';

/** What to do about a call of the model. */
export type PlannedWork =
	| { kind: 'finished'; entry: TrailEntry<'tool-finished'>; /** The agent that was called. */ member?: TeamMember }
	| PendingCall
	/** The tool asked persons in the middle of the call. */
	| { kind: 'asking'; waiting: PendingCall[] }
	| {
			kind: 'call';
			ready: ReadyCall;
			/** The comment of the person who approved it, masked. */
			comment?: string;
			/** What persons answered the tool, and the id of its questions. */
			answered?: { id: string; answers: ToolAnswers };
	  }
	| AgentCall
	/** The call is not performed, and the model gets the reason. */
	| { kind: 'told'; call: ToolCall; outcome: ToolOutcome; text: string; errorCode?: string; /** The run ends. */ stop?: Violation };

/** A call of another agent. */
export interface AgentCall {
	kind: 'agent';
	callId: string;
	member: TeamMember;
	/** Absent where the trail has the message to the agent. */
	ready?: Pick<ReadyCall, 'masked' | 'input'>;
	comment?: string;
}

/** A person must decide. `shown` is for the person, `kept` is what the model wrote. */
export interface PendingCall {
	kind: 'pending';
	shown: PendingDecision;
	record: RecordedDecision;
	/** Source of the tool. */
	source: string;
	approval: ApprovalTerms;
}

const unknown =
	'This call was begun, and then the process stopped. Whether it did what was asked is not known: find out before you do anything that depends on it. It was not repeated.';
const repeatedCall = 'You have made this very call several times; it was not made again. Use what it gave, try something else, or answer.';
export const noMore = 'This call was not made: the limit of tool calls is reached.';
const declined = 'A person declined this call. Go on without it, or say that it is not possible.';
const onlyOne = 'The conversation is handed over to another agent already.';
const replaced = 'A person approved this call, but another tool has that name now: it was not called.';
const planned = 'This is a dry run: the call was not made, and nothing was changed. Suppose that it succeeded.';
const foreign =
	'The arguments hold a placeholder in brackets that does not exist here, and the tool was not called. Copy placeholders exactly.';

/**
 * Decides by the trail, else by the model's input, the guardrails, the rules, the limits, and a person.
 * @param stop what a guardrail found in the arguments
 */
export async function planCall(run: Run, call: ToolCall, before: PlannedWork[], stop?: Violation): Promise<PlannedWork> {
	const { trail } = run;
	const repeated = isRepeated(run, call);
	const started = trail.recorded('tool-started', call.id);
	// Read when the run of the agent was read.
	const entry = started?.agent ? trail.peek('tool-finished', call.id) : trail.recorded('tool-finished', call.id);
	const member = run.parts.members?.find(({ tool }) => tool.name === call.name);
	if (entry) return { kind: 'finished', entry, ...(entry && started?.agent && { member }) };
	const refuse = (outcome: ToolOutcome, text: string, errorCode?: string): PlannedWork => ({
		kind: 'told',
		call,
		outcome,
		text,
		errorCode,
	});
	const readOnly = run.toolbox?.byName.get(call.name)?.readOnly === true;
	// The trail of the agent has the message to it.
	if (started?.agent && trail.has('called', identifyCalled(call.id, { kind: 'prepared' }))) return continueAgent(run, call, member);
	const asked = await readAsked(run, call.id);
	if (asked?.kind === 'waiting') return { kind: 'asking', waiting: asked.waiting };
	const isKept = trail.has('tool-kept', call.id);
	if (started && !readOnly && !isKept && (!asked || asked.isContinued)) return refuse('unknown', unknown);
	if (repeated) return refuse('error', repeatedCall, 'TOOL_REPEATED');
	const refused = planRefusal(run, call, stop, before);
	if (refused) return refused;
	if (countRemainingCalls(run, before) <= 0 && !started) return refuse('error', noMore, 'TOOL_LIMIT_REACHED');
	if (call.name === askPerson.name && run.parts.definition.tools?.askPerson) return planQuestion(run, call);
	return planToolCall(run, call, before, refuse, { answered: asked, stop });
}

function continueAgent({ trail }: Run, { id, name }: ToolCall, member: TeamMember | undefined): AgentCall {
	if (!member) throw diverged(`called the agent ${name.slice(0, 64)}, which this agent cannot call`);
	return { kind: 'agent', callId: id, member, comment: trail.recorded('decision', id)?.text ?? undefined };
}

async function planToolCall(
	run: Run,
	call: ToolCall,
	before: PlannedWork[],
	refuse: (outcome: ToolOutcome, text: string, code?: string) => PlannedWork,
	{ answered, stop }: { answered?: AskedCall & { kind: 'answered' }; stop?: Violation },
): Promise<PlannedWork> {
	const { vault } = run.context;
	if (run.parts.mode === 'replay') return planReplay(run, call);
	const written = await readCall(call, run.toolbox!, (text) => vault.restore(text));
	const read = written.kind === 'ready' && stop ? askedFirst(written, stop) : written;
	if (read.kind === 'refused' && read.failure.code === 'TOOL_UNKNOWN') await noteMissing(run, call);
	if (read.kind === 'refused')
		return refuse(read.failure.code === 'TOOL_DENIED' ? 'denied' : 'error', read.failure.text, read.failure.code);
	// A token that is unknown here belongs to another conversation, or was made up.
	if (JSON.stringify(read.input).search(tokenInJson) >= 0) return refuse('error', foreign, 'FOREIGN_TOKEN');
	if (run.parts.mode === 'dry-run') {
		run.planned.push({ tool: read.tool.name, source: read.tool.source, arguments: read.input, permission: read.permission });
		return refuse('planned', planned);
	}
	const perform = (comment?: string): PlannedWork => {
		const isOver = before.some((plan) => plan.kind === 'agent' && plan.member.definition.handOver);
		const member = run.parts.members?.find(({ tool }) => tool === read.tool.tool);
		if (member?.definition.handOver && isOver) return refuse('error', onlyOne, 'HAND_OVER_REPEATED');
		return member ? { kind: 'agent', callId: call.id, member, ready: read, comment } : { kind: 'call', ready: read, comment, answered };
	};
	if (read.permission === 'allow') return perform();
	const decision = run.trail.recorded('decision', call.id);
	if (!decision) return waiting(run, call, read, read.masked, read.input);
	if (decision.approved && read.tool.source !== readApprovedSource(run, call)) return refuse('denied', replaced, 'TOOL_DENIED');
	const comment = decision.text ?? undefined;
	return decision.approved ? perform(comment) : refuse('denied', withComment(declined, comment), 'TOOL_DENIED');
}

/** A guardrail demands that a person approves the call, whatever the rules allow. */
function askedFirst(read: ReadyCall, stop: Violation): ReadyCall {
	const { whenTimedOut } = read.approval;
	const approval = {
		...read.approval,
		message: askAboutArguments(stop),
		...(whenTimedOut === 'approve' && { whenTimedOut: 'decline' as const }),
	};
	return { ...read, permission: 'ask', approval };
}

/** An answer to the customer matters more than the count. */
async function noteMissing({ parts }: Run, { name }: ToolCall): Promise<void> {
	if (isReal(parts)) await parts.noteMissingTool?.(name).catch(() => undefined);
}

/** The comment alone would not tell the model what was decided. */
export function withComment(text: string, comment: string | undefined): string {
	return comment ? `${text}\nThe person wrote: ${comment}` : text;
}

/** Counts the performed calls, and those planned in this step. */
function countRemainingCalls(run: Run, before: PlannedWork[]): number {
	const coming = before.filter(({ kind }) => kind === 'call' || kind === 'agent' || kind === 'pending').length;
	return countToolCallsLeft(run) - coming;
}

/** Returns the tool's origin when a person was asked, since another server can have a tool of this name by now. */
function readApprovedSource(run: Run, call: ToolCall): string | undefined {
	return findAsked(run, call)?.source;
}

/** Finds what the last person was asked about this call. */
function findAsked({ trail }: Run, { id }: ToolCall): { record: RecordedDecision; source?: string } | undefined {
	for (const entry of trail.entries.toReversed()) {
		const index = entry.kind === 'suspended' ? entry.pending.findIndex((each) => each.id === id) : -1;
		if (entry.kind === 'suspended' && index >= 0) return { record: entry.pending[index]!, source: entry.sources[index] };
	}
	return undefined;
}

function waiting(
	{ context }: Run,
	call: ToolCall,
	{ tool, approval }: Pick<ReadyCall, 'approval'> & { tool: { source: string } },
	masked: unknown,
	restored: unknown,
): PendingCall {
	const { approver, message: messages = {} } = approval;
	const message = messages[context.language] ?? messages.en ?? messages.pt;
	const recorded = (args: unknown): RecordedDecision => ({
		...{ id: call.id, kind: 'approval', tool: call.name, arguments: args },
		...(approver !== undefined && { approver }),
		...(message !== undefined && { message }),
	});
	return {
		kind: 'pending',
		shown: toPending(recorded(restored), context.language),
		record: recorded(masked),
		source: tool.source,
		approval,
	};
}

/** A replay has no tools: a call without a recorded result waited for a person. */
async function planReplay(run: Run, call: ToolCall): Promise<PendingCall> {
	const { value = call.arguments } = readArguments(call.arguments);
	const asked = findAsked(run, call)?.record;
	const { approver, message } = asked?.kind === 'approval' ? asked : {};
	const approval = { approver, ...(message !== undefined && { message: { en: message, pt: message } }) };
	return waiting(run, call, { tool: { source: '' }, approval }, value, await mapTexts(value, (text) => run.context.vault.restore(text)));
}

/** A question needs no permission, since a person answers it. */
async function planQuestion(run: Run, call: ToolCall): Promise<PlannedWork> {
	const refuse = (outcome: ToolOutcome, text: string, errorCode?: string): PlannedWork => ({
		kind: 'told',
		call,
		outcome,
		text,
		errorCode,
	});
	const { value: input = {} } = readArguments(call.arguments);
	const { question, choices } = input;
	const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= 2_000;
	if (!isText(question) || (choices !== undefined && !(Array.isArray(choices) && choices.length <= 20 && choices.every(isText)))) {
		return refuse(
			'error',
			'The question must be a text of 1 to 2,000 characters, the choices a list of at most 20 texts. Nobody was asked.',
			'TOOL_ARGUMENTS_INVALID',
		);
	}
	const record = { question, ...(choices !== undefined && { choices: choices }) };
	const shown = await mapTexts(record, (text) => run.context.vault.restore(text));
	if (run.parts.mode === 'dry-run') {
		run.planned.push({ tool: askPerson.name, source: 'person', arguments: shown, permission: 'ask' });
		return refuse('planned', planned);
	}
	const decision = run.trail.recorded('decision', call.id);
	if (decision) return refuse('ok', decision.text ?? '');
	const approval = run.parts.definition.tools?.approval ?? {};
	const asked = { id: call.id, kind: 'question' as const, ...(approval.approver !== undefined && { approver: approval.approver }) };
	return { kind: 'pending', shown: { ...asked, ...shown }, record: { ...asked, ...record }, source: 'person', approval };
}
