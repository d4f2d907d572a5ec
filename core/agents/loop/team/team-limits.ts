/** The limits of a team: the first agent's bound all agents below it. */
import { toldTeam } from '../../../prompt-texts/team';
import { findPromptLanguage } from '../../../prompt-texts/prompt-language';
import type { Run } from '../run/run';
import { listCallers } from './caller';

const usual = { toolCalls: 20, agentCalls: 20, depth: 3 };

export function countToolCallsLeft(run: Run): number {
	const left = ({ parts, usage }: Run) => (parts.definition.limits.toolCalls ?? usual.toolCalls) - usage.toolCalls;
	return Math.min(...[run, ...listCallers(run)].map(left));
}

interface Refusal {
	errorCode: 'AGENT_CYCLE' | 'AGENT_DEPTH_REACHED' | 'AGENT_CALLS_REACHED';
	text: string;
}

export function refuseCall(run: Run, agent: string, name: string): Refusal | undefined {
	const runs = [run, ...listCallers(run)];
	const told = toldTeam[findPromptLanguage(run)];
	if (runs.some(({ parts }) => parts.definition.id === agent)) return { errorCode: 'AGENT_CYCLE', text: told.isAtWork(name) };
	if (runs.some(({ parts }, distance) => (parts.definition.limits.depth ?? usual.depth) <= distance))
		return { errorCode: 'AGENT_DEPTH_REACHED', text: told.tooDeep };
	if (runs.some(({ parts, usage }) => (parts.definition.limits.agentCalls ?? usual.agentCalls) <= usage.agentCalls))
		return { errorCode: 'AGENT_CALLS_REACHED', text: told.noMoreCalls };
	return undefined;
}

/** Reserves a model call's possible usage in all calling runs: parallel agents share the rest. */
export class Reservation {
	#amounts = { attempts: 0, tokens: 0, costUsd: 0 };

	constructor(private readonly run: Run) {}

	hold(attempts: number, tokens: number, costUsd: number): void {
		this.#amounts = { attempts, tokens, costUsd };
		this.#add(1);
	}

	/** Call it once the usage is counted. */
	release(): void {
		this.#add(-1);
		this.#amounts = { attempts: 0, tokens: 0, costUsd: 0 };
	}

	#add(sign: 1 | -1): void {
		for (const { held } of listCallers(this.run)) {
			held.attempts += sign * this.#amounts.attempts;
			held.tokens += sign * this.#amounts.tokens;
			held.costUsd += sign * this.#amounts.costUsd;
		}
	}
}
