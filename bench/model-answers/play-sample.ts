import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, PendingDecision } from '../../core/agents/agent-outcome';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { Decision } from '../../core/agents/agent-request';
import { runAgent } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/base/errors';
import type { FakeChat } from '../../sandbox/fakes/answer-from-conversation';
import { isPart } from './is-part';
import type { Stand } from './open-stand';
import type { Case, Sample } from './sample';

/** The texts that everybody got of one run. */
export interface Received {
	/** The kind of the outcome, or `fault`. */
	kind: AgentOutcome['kind'] | 'fault';
	/** Why it is not a reply. */
	why: string;
	reply: string;
	output?: unknown;
	/** The streamed text that was not withdrawn. */
	streamed: string;
	/** Titles and documents of the citations, by number. */
	citations: Record<string, string>;
	effects: Array<Record<string, unknown>>;
	/** The questions that approvers read. */
	asked: string[];
	/** The tasks that called agents were given, without the tokens that the caller reads. */
	tasks: string[];
	modelCalls: number;
	milliseconds: number;
	mistakes: string[];
}

const never = new AbortController().signal;
let played = 0;

/** Plays a case with the answer of a sample, as the host does whose person approves what is right and declines everything else. */
export async function playSample(stand: Stand, one: Case, sample?: Sample): Promise<Received> {
	const composed = await stand.openAgent(one.agent);
	const parts: string[] = [];
	const run = { ...composed, ...(sample?.streams && { onEvent: (event: AgentEvent) => follow(event, parts) }) };
	const conversationId = `answers-${(played += 1)}`;
	for (const message of one.before ?? []) {
		stand.model.begin(one);
		await runAgent({ message, conversationId }, run, never);
	}
	parts.length = 0;
	stand.takeEffects();
	stand.model.begin(one, sample);
	const asked: string[] = [];
	const started = performance.now();
	const end = await runToItsEnd({ run, one, asked }, { message: one.message, conversationId }).catch((error: unknown) => error as Error);
	const { requests, mistakes } = stand.model;
	// What the caller reads as a whole token is one for the called agent too.
	const whole = requests.flatMap(({ by, messages }) => (by === one.agent ? listTokens(messages) : []));
	const tasks = requests
		.filter(({ by }) => by !== one.agent)
		.map(({ messages }) => messages.find(({ role }) => role !== 'system')?.content ?? '')
		.map((task) => whole.reduce((text, token) => text.replaceAll(token, ''), task));
	return {
		...describeEnd(end),
		streamed: parts.join(''),
		effects: stand.takeEffects(),
		milliseconds: Math.round(performance.now() - started),
		asked,
		tasks,
		modelCalls: requests.length,
		mistakes: mistakes.splice(0),
	};
}

const listTokens = (messages: FakeChat['messages']): string[] =>
	messages.flatMap(({ role, content }) => (role === 'user' ? (content.match(/\[[A-Z_]+_\d+_[a-z0-9]+\]/g) ?? []) : []));

interface Playing {
	run: AgentParts;
	one: Case;
	asked: string[];
}

async function runToItsEnd({ run, one, asked }: Playing, request: { message: string; conversationId: string }): Promise<AgentOutcome> {
	let outcome = await runAgent(request, run, never);
	for (let rounds = 0; 'pending' in outcome && rounds < 4; rounds += 1) {
		const { pending, state } = outcome;
		asked.push(...pending.map(({ question }) => question));
		outcome = await runAgent(
			{ ...request, resume: { state, decisions: pending.map((each) => decide(each, one)), by: 'desk:ana' } },
			run,
			never,
		);
	}
	if ('pending' in outcome) asked.push(...outcome.pending.map(({ question }) => question));
	return outcome;
}

function decide(pending: PendingDecision, { effects = [] }: Case): Decision {
	if (pending.kind === 'question')
		return { id: pending.id, kind: 'question', answer: 'Only the customer knows. Answer from what they wrote.' };
	const isRight = effects.some((effect) => isPart(effect, pending.input as Record<string, unknown>));
	const comment = 'This is not what the customer asked for.';
	return { id: pending.id, kind: 'approval', approved: isRight, viewSha256: pending.viewSha256, ...(!isRight && { comment }) };
}

function describeEnd(end: AgentOutcome | Error): Pick<Received, 'kind' | 'why' | 'reply' | 'output' | 'citations'> {
	if (end instanceof Error) return { kind: 'fault', why: end instanceof TroupeError ? end.code : `${end.stack}`, reply: '', citations: {} };
	const why = 'reason' in end ? end.reason : 'limit' in end ? end.limit : '';
	const citations = Object.fromEntries(end.citations.map(({ number, documentId }) => [number, documentId]));
	return { kind: end.kind, why, reply: end.reply, ...('output' in end && { output: end.output }), citations };
}

function follow(event: AgentEvent, parts: string[]): void {
	if (event.kind === 'model-part') parts.push(event.text);
	const isOther = event.kind === 'model-withdrawn' || (event.kind === 'model-finished' && event.toolCalls > 0);
	if (isOther) parts.length = 0;
}
