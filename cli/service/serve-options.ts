import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { CallerOptions } from '../../service/access/caller-options';

export interface ServeOptions extends CallerOptions {
	/** 0 uses a free port. */
	port: number;
	host: string;
	target?: ZeebeVersion;
	/** The limit of `callRate` for the snapshot, for the engine, and for each channel. */
	snapshotRate?: number;
	/** The limit of all callers of a tenant together. Default: none. */
	tenantRate?: number;
	engineRate?: number;
	channelRate?: number;
	/** Turns of channels, and jobs of each type, that this process works on at the same time. */
	channelTurns?: number;
	jobs?: number;
	/** Runs of agents at the same time for callers. */
	agentRuns?: number;
	/** Runs the embedded engine and its REST API. Default true. */
	engine?: boolean;
	/** The cluster whose processes get the turns of channels. Default: the embedded engine. */
	channelsTo?: string;
	/** Runs the registry, if one is set up. Default true. */
	registry?: boolean;
	/** Opens the agent worker on the embedded engine. */
	worker: boolean;
	lint: boolean;
	/** Days for which ended instances are kept, and their max number. Default: those of the engine. */
	keepDays?: number;
	keepInstances?: number;
	/** Milliseconds for running work to end when the service stops. */
	grace?: number;
}
