import type { CostRange } from '../plan';

export interface CostLedger {
	/** Costs of completed runs of an agent in this version, newest first, in US dollars. Null: a call had no known price. */
	runsOf(agent: string, version: string | undefined): Promise<Array<number | null>>;
	/** Costs of complete instances of a process. */
	instancesOf?(process: string): Promise<Array<number | null>>;
	/** Estimate by the tokens of the prompt, the limits and the price table. Undefined: no price is known. */
	estimate(agent: string): Promise<CostRange | undefined>;
	/** Mean number of rounds in earlier instances of a process. Undefined: too few entered the loop. @param steps ids of the agents in the loop */
	roundsOf?(process: string, steps: readonly string[]): Promise<number | undefined>;
}
