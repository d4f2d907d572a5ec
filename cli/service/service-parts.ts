import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import type { Worker } from '../../engine-adapter/engine';
import type { WorkerMetrics } from '../../engine-adapter/worker-metrics';
import type { WebhookHints } from '../../manifests/client/webhook-hints';
import type { PublicKeySet } from '../../manifests/keys/jwks';
import type { Host } from '../../providers/compose/host';
import type { RateLimits } from '../../manifests/registry/http/limits';
import type { RegistryMetrics } from '../../manifests/registry/http/metrics';
import type { Log } from './log';
import type { ServedRegistry } from './served-registry';

/** What the service is built from. */
export interface ServiceParts {
	/** Absent when the service is a registry only. */
	engine?: EmbeddedEngine;
	metrics: WorkerMetrics;
	/** Absent when there is no registry here. */
	served?: ServedRegistry;
	/** Why there is none, and how to begin one. */
	registryHint: string;
	registryMetrics: RegistryMetrics;
	/** Of the registry that this machine follows; absent where its webhooks are not received. */
	hints?: WebhookHints;
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
	rateLimits?: Partial<RateLimits>;
	/** Whose X-Forwarded-For is believed. */
	trustedProxies?: string[];
}
