import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Budget } from '../../../core/ports/budget';
import type { ChatModel, ModelCarrier } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import type { TracingHost } from '../tracing/open-tracing';
import type { StateHost, VaultHost } from './state-host';

/** What the metering of model calls needs. */
export interface UsageHost extends TracingHost, Pick<VaultHost, 'tenant' | 'clock' | 'vaultKey' | keyof StateHost> {
	/** The host's name in the ledger and in the log of violations, such as `n8n` or `worker`. Default: `agent`. */
	name?: string;
	/** The agent that makes the calls, where the host serves a single one: the calls count in its budgets. */
	agent?: Pick<AgentDefinition, 'id' | 'budgets'>;
	/** The agents that led to it, the first of the team first: their budgets count its calls too. */
	callers?: Array<Pick<AgentDefinition, 'id' | 'budgets'>>;
	/** Caps besides those of the file. */
	budgets?: Budget[];
	/** Allows documents, tools and images to be fetched from private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Answers requests in place of the network, and decides about them, such as the rules of a sandbox. */
	outside?: typeof fetch;
	/** Read again when it changes. */
	budgetsFile?: { path: string; /** The user named it, so a missing file is an error. */ mustExist: boolean };
}

/** What model calls need. */
export interface ModelHost extends UsageHost {
	/** A model of a route is skipped when its provider has no settings. */
	providers: Partial<Record<ProviderName, ProviderSettings>>;
	/** The host's own model, such as one connected in n8n; it comes first in the route. */
	model?: ChatModel;
	/** Carries the calls of the models of routes. Default: they are called. */
	carrier?: ModelCarrier;
	fetch?: typeof fetch;
}
