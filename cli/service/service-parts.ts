import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { Worker } from '../../engine-adapter/engine';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { PublicKeySet } from '../../manifests/keys/jwks';
import type { Host } from '../../providers/compose/agent';
import type { Log } from '../log';

/** What the service is built from. */
export interface ServiceParts {
	engine: EmbeddedEngine;
	metrics: WorkerMetrics;
	/** Whether the service was told to stop and finishes what it has. */
	isDraining: () => boolean;
	/** Absent when other workers serve the jobs. */
	worker?: Worker;
	host: Host;
	/** @throws TroupeError when there is no root of trust */
	readKeys: () => PublicKeySet;
	/** Of the package. */
	version: string;
	log: Log;
	/** Asked of callers of the engine's API when set. */
	token?: string;
	/** That the service binds to. */
	address: string;
}
