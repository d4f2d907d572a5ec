import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { RestCalls } from '../../../engine-adapter/zeebe/without-rest';

/** An engine with its REST API v2: commands go to the engine, questions to the API, which is the same for both engines. */
export interface Operator {
	engine: ProcessEngine;
	rest: RestCalls;
	/** The tenant whose things searches ask for. Default: all that the caller sees. */
	tenantId?: string;
	close(): Promise<void>;
}
