import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import type { Budget } from '../../../core/ports/budget';
import type { ChatModel, ModelCarrier } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import type { ProviderSettings } from '../../models/shared/provider-settings';
import type { TracingHost } from '../tracing/open-tracing';
import type { StateHost, VaultHost } from './state-host';

export interface UsageHost extends TracingHost, Pick<VaultHost, 'tenant' | 'clock' | 'vaultKey' | keyof StateHost> {
	/** Host name in the ledger and the violations, such as `n8n` or `worker`. Default: `agent`. */
	name?: string;
	/** The only agent that the host serves: calls count in its budgets. */
	agent?: Pick<AgentDefinition, 'id' | 'budgets'>;
	/** Calling agents, outermost first: their budgets count its calls too. */
	callers?: Array<Pick<AgentDefinition, 'id' | 'budgets'>>;
	/** Caps besides those of the file. */
	budgets?: Budget[];
	/** Allows fetching from private networks and this machine. Default: false. */
	allowPrivateNetworks?: boolean;
	/** Replaces the network, such as by the rules of a sandbox. */
	outside?: typeof fetch;
	/** Read again when it changes. */
	budgetsFile?: { path: string; mustExist: boolean };
}

export interface ModelHost extends UsageHost {
	/** Models of a provider without settings are skipped. */
	providers: Partial<Record<ProviderName, ProviderSettings>>;
	/** The host's own model, such as one connected in n8n; first in the route. */
	model?: ChatModel;
	/** Carries calls of the route's models. Default: direct calls. */
	carrier?: ModelCarrier;
	fetch?: typeof fetch;
}
