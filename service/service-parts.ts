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

export interface ServiceParts extends CallerAddresses {
	/** Undefined in a service with the registry only. */
	engine?: EmbeddedEngine;
	metrics: WorkerMetrics;
	/** Undefined without a registry. */
	served?: ServedRegistry;
	registryHint: string;
	registryMetrics: RegistryMetrics;
	/** Webhooks of the followed registry; undefined without one. */
	hints?: WebhookHints;
	isDraining: () => boolean;
	/** Undefined on a machine without state. */
	channels?: ChannelParts;
	messageEngine?: MessageEngine | undefined;
	/** Undefined if other workers serve the jobs. */
	worker?: Worker;
	host: Host;
	localState?: LocalState;
	/** @throws TroupeError without a root of trust */
	readKeys: () => PublicKeySet;
	version: string;
	log: Log;
	accessLog?: Log;
	access: ServiceAccess;
	keys: ApiKeys;
	links: OneTimeLinks;
	address: string;
	/** Agents offered over MCP and A2A; undefined for all. */
	offeredAgents?: ReadonlySet<string>;
	/** Simultaneous agent runs of callers; default `defaultRuns`. */
	agentRuns?: number;
	sandboxPrograms: SandboxPrograms;
	diagnose: (signal: AbortSignal) => Promise<Diagnosis>;
	readRoot: () => Promise<RootDocument>;
	/** Wait of an MCP call before it becomes a task; default 5 seconds. */
	taskPatienceMs?: number;
	rateLimits?: Partial<ServiceLimits>;
	findCountFault?: () => TroupeError | undefined;
}
