import { isTroupeError } from '../../../core/base/errors';
import { readAgentName } from '../../../providers/compose/agents/published';
import { findSetIfAny } from '../../../providers/compose/evaluation/find-set';
import { isPath, playSet } from '../../../providers/compose/evaluation/run-set';
import type { Host } from '../../../providers/compose/hosts/host';
import type { AgentRecordings, FindAnswers, RecordedAnswer } from './recorded-answers';

/** Cases of a set that are played: each runs the agent once, on its recording. */
const maxPlayed = 8;
const maxFaultLength = 300;
const none: AgentRecordings = { answers: [] };

/**
 * Opens recorded answers of agents: their evaluation set, of the registry or beside the agent, is played on its recordings.
 * Nothing is asked outside. A set that cannot be played, such as one of an earlier version of the agent, has no answers, and a fault.
 */
export function openRecordings(host: Host): FindAnswers {
	return async (agent, signal) => {
		try {
			return await playOwnSet(readAgentName(agent).id, agent, host, signal);
		} catch (error) {
			if (signal.aborted || !isTroupeError(error)) throw error;
			return { ...none, fault: error.message.slice(0, maxFaultLength) };
		}
	};
}

async function playOwnSet(id: string, agent: string, host: Host, signal: AbortSignal): Promise<AgentRecordings> {
	const found = await findSetIfAny(id, host);
	if (!found || !isOf(found.set.agent, id)) return none;
	const { set, recordings } = found;
	const cases = set.cases.filter(({ name, agent: other }) => other === undefined && Object.hasOwn(recordings.cases, name));
	if (cases.length === 0) return none;
	const played = { ...found, set: { ...set, cases: cases.slice(0, maxPlayed) } };
	const result = await playSet({ found: played, recordings, agent: { kind: 'id', id: agent }, variant: {} }, host, signal);
	const answers = result.cases.flatMap(({ outcome, reply, error }) =>
		outcome === 'reply' && reply !== undefined && !error ? [toAnswer(reply)] : [],
	);
	const fault = result.cases.find(({ error }) => error)?.error?.message.slice(0, maxFaultLength);
	return { answers, ...(fault !== undefined && { fault }) };
}

/** A set beside an agent names it by its id, or by its file. */
const isOf = (agent: unknown, id: string): boolean => typeof agent === 'string' && (isPath(agent) || readAgentName(agent).id === id);

function toAnswer(reply: string): RecordedAnswer {
	try {
		return { reply, output: JSON.parse(reply) as unknown };
	} catch (error) {
		if (error instanceof SyntaxError) return { reply };
		throw error;
	}
}
