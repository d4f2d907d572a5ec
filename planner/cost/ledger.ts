import type { CostRange } from '../plan';

/** What is known of costs before a plan runs. */
export interface CostLedger {
	/** Costs of completed runs of an agent in this version, newest first, in US dollars. Null: a call had no known price. */
	runsOf(agent: string, version: string | undefined): Promise<Array<number | null>>;
	/** Costs of complete instances of a process. */
	instancesOf?(process: string): Promise<Array<number | null>>;
	/** Estimate by the tokens of the prompt, the limits and the price table. Undefined: no price is known. */
	estimate(agent: string): Promise<CostRange | undefined>;
	/** Mean number of rounds of a loop in earlier instances. Undefined: there are none. */
	roundsOf?(process: string, loop: string): Promise<number | undefined>;
}
