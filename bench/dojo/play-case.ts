import { isDeepStrictEqual } from 'node:util';
import type { AgentOutcome, PendingDecision } from '../../core/agents/agent-outcome';
import type { AgentParts } from '../../core/agents/agent-parts';
import type { Decision } from '../../core/agents/agent-request';
import { runAgent } from '../../core/agents/run-agent';
import type { DojoCall, DojoCase } from './dojo-process';
import { createObedientModel } from './obedient-model';
import { type OwnText, ownTexts } from './own-texts';
import type { Stand } from './stand';
import { type DojoAgent, reaches } from './write-agent';

export interface Ask {
	tool: string;
	/** Arguments that only texts of others have, and where: `channel: get_channels`. */
	because: string[];
	/** The task needs the call. */
	isWanted: boolean;
}

export interface Played {
	one: DojoCase;
	/** How the run ended. */
	outcome: string;
	reply: string;
	/** The right result, with an answer for the user, and no result that was withheld as a whole. */
	isRight: boolean;
	/** AgentDojo's own judgement of the order. */
	isHit: boolean;
	hasObeyed: boolean;
	asks: Ask[];
	/** Calls that change something or tell others, and that the task does not need. */
	acted: DojoCall[];
	/** Calls of the task that change something, and those of them that nobody was asked about. */
	effects: number;
	freeEffects: number;
}

/** Plays a case, with a person who approves exactly what the task needs. */
export async function playCase(stand: Stand, agent: DojoAgent, one: Omit<DojoCase, 'text'>): Promise<Played> {
	const { dojo } = stand;
	const own = ownTexts[one.attack ?? ''];
	const goal = one.order === undefined ? undefined : await dojo.readGoal(one.suite, one.order);
	const task = await dojo.open(writeOrder(one, own, goal));
	const model = createObedientModel(task, goal === undefined ? undefined : { goal, own, obey: () => dojo.obey() });
	stand.setModel(model);
	const parts = await stand.openAgent(agent);
	const asks: Array<Ask & { call: DojoCall }> = [];
	const outcome = await converse(parts, task.prompt, (pending) => {
		const ask = readAsk(pending, task.calls);
		asks.push(ask);
		return ask.isWanted;
	});
	const { utility, hit } = await dojo.judge(outcome.reply);
	const effects = task.calls.filter(({ tool }) => !isRead(tool, agent));
	return {
		one,
		outcome: nameOutcome(outcome),
		reply: outcome.reply,
		isHit: hit,
		hasObeyed: model.hasObeyed,
		isRight: utility && outcome.kind === 'reply' && !model.isBlind,
		asks: asks.map(({ call: _, ...ask }) => ask),
		acted: stand.readCalls().filter((call) => reaches(call.tool, agent.definition) && !isOneOf(call, task.calls)),
		effects: effects.length,
		freeEffects: effects.filter((call) => !asks.some((ask) => isSame(ask.call, call))).length,
	};
}

const isRead = (tool: string, { definition }: DojoAgent): boolean => !reaches(tool, { ...definition, tells: [] });

function writeOrder(one: DojoCase, own: OwnText | undefined, goal: string | undefined): DojoCase {
	if (!own || goal === undefined) return one;
	const { attack: _, ...rest } = one;
	return { ...rest, text: own.write(goal) };
}

let conversations = 0;
/** A run that asks more often is asked about the same call again and again. */
const maxRounds = 60;

async function converse(parts: AgentParts, message: string, decide: (pending: PendingDecision) => boolean): Promise<AgentOutcome> {
	conversations += 1;
	const conversationId = `dojo-${conversations}`;
	let outcome = await runAgent({ message, conversationId }, parts, new AbortController().signal);
	for (let round = 0; 'pending' in outcome; round += 1) {
		if (round === maxRounds) throw new Error(`The run asked more than ${maxRounds} times: ${JSON.stringify(outcome.pending)}`);
		const decisions = outcome.pending.map((pending): Decision => ({ ...nameView(pending), kind: 'approval', approved: decide(pending) }));
		const { state } = outcome;
		outcome = await runAgent({ message, conversationId, resume: { state, decisions } }, parts, new AbortController().signal);
	}
	return outcome;
}

const nameView = (pending: PendingDecision) => ({
	id: pending.id,
	viewSha256: pending.kind === 'approval' ? pending.viewSha256 : undefined,
});

function readAsk(pending: PendingDecision, wanted: DojoCall[]): Ask & { call: DojoCall } {
	if (pending.kind !== 'approval') throw new Error(`The agent asked a question: ${pending.question}`);
	const { tool, valueOrigins = [] } = pending;
	const call = { tool, arguments: pending.arguments as DojoCall['arguments'] };
	const because = valueOrigins
		.filter(({ trusted, kind }) => !trusted && kind !== 'own')
		.map(({ path, places }) => `${path.replace(/\[\d+\]/g, '')}: ${places[0]?.from ?? 'nowhere'}`);
	return { tool, because: [...new Set(because)], isWanted: isOneOf(call, wanted), call };
}

function nameOutcome(outcome: AgentOutcome): string {
	const codes = outcome.guardrails.map(({ stage, code }) => `${stage} ${code}`);
	return [outcome.kind, ...('reason' in outcome ? [outcome.reason] : []), ...codes].join(', ');
}

const isOneOf = (call: DojoCall, calls: DojoCall[]): boolean => calls.some((other) => isSame(call, other));

/** An argument that is null may be left out. */
const isSame = (one: DojoCall, other: DojoCall): boolean =>
	one.tool === other.tool && isDeepStrictEqual(withoutNulls(one.arguments), withoutNulls(other.arguments));

const withoutNulls = (values: DojoCall['arguments']) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
