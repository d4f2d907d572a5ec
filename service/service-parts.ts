import type { TroupeError } from '../core/base/errors';
import type { ChannelParts } from '../core/channels/channel-parts';
import type { EmbeddedEngine } from '../engine-adapter/embedded/embedded-engine';
import type { Worker } from '../engine-adapter/engine/workers';
import type { WorkerMetrics } from '../engine-adapter/worker-metrics';
import type { WebhookHints } from '../manifests/client/webhook-hints';
import type { RootDocument } from '../manifests/documents/root-document';
import type { PublicKeySet } from '../manifests/keys/jwks';
import type { Host } from '../providers/compose/hosts/host';
import type { LocalState } from '../providers/compose/state/local-state';
import type { ServiceLimits } from './limits/service-limits';
import type { RegistryMetrics } from '../manifests/registry/http/metrics';
import type { CallerAddresses } from './access/caller-options';
import type { ApiKeys } from './access/keys/api-keys';
import type { ServiceAccess } from './access/service-access';
import type { OneTimeLinks } from './console/one-time-links';
import type { MessageEngine } from './channels/message-engine';
import type { Log } from './log/log';
import type { SandboxPrograms } from '../sandbox/kinds/inside/programs';
import type { Diagnosis } from './operations/diagnose';
import type { ServedRegistry } from './served-registry';

/** The parts that the service is built from. */
export interface ServiceParts extends CallerAddresses {
	/** Undefined when the service runs the registry only. */
	engine?: EmbeddedEngine;
	metrics: WorkerMetrics;
	/** Undefined without a registry. */
	served?: ServedRegistry;
	/** Why there is no registry, and how to set one up. */
	registryHint: string;
	registryMetrics: RegistryMetrics;
	/** Receives webhooks of the registry that this machine follows; undefined without one. */
	hints?: WebhookHints;
	/** Whether the service is stopping and finishes its running work. */
	isDraining: () => boolean;
	/** Receives what customers write; undefined on a machine without state. */
	channels?: ChannelParts;
	/** Gets the messages of channels; undefined without an engine. */
	messageEngine?: MessageEngine | undefined;
	/** Undefined when other workers serve the jobs. */
	worker?: Worker;
	host: Host;
	localState?: LocalState;
	/** @throws TroupeError when there is no root of trust */
	readKeys: () => PublicKeySet;
	/** The version of the package. */
	version: string;
	log: Log;
	/** Gets a line for each request. */
	accessLog?: Log;
	/** Who can call the engine's API, the metrics and the registry. */
	access: ServiceAccess;
	/** Manages API keys. */
	keys: ApiKeys;
	/** Sign browsers in once. */
	links: OneTimeLinks;
	/** The address that the service binds to. */
	address: string;
	/** The agents that are offered to other programs, over MCP and A2A; undefined for all. */
	offeredAgents?: ReadonlySet<string>;
	/** Runs of agents at the same time for callers; default `defaultRuns`. */
	agentRuns?: number;
	/** The programs that run definitions in the sandbox. */
	sandboxPrograms: SandboxPrograms;
	/** Examines the installation, as `troupe doctor` does. */
	diagnose: (signal: AbortSignal) => Promise<Diagnosis>;
	/** Reads the root that decides on this machine. */
	readRoot: () => Promise<RootDocument>;
	/** How long a call over MCP waits before it becomes a task; default 5 seconds. */
	taskPatienceMs?: number;
	rateLimits?: Partial<ServiceLimits>;
	/** Why requests are counted by this process alone although there is a Redis. */
	findCountFault?: () => TroupeError | undefined;
}
