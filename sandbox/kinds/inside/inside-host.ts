import type { PublishedAgents, PublishedVersion } from '../../../core/ports/manifests';
import { toOfflineHost } from '../../../providers/compose/evaluation/evaluation-agent';
import type { Host } from '../../../providers/compose/hosts/host';
import type { PortTask } from '../ports/port-calls';
import { callHost } from './call-host';
import { withRecordedAgents } from './recorded-host';

/** Composes the host inside the sandbox: no state, no secrets; all outside requests go to the outer host. */
export function openInsideHost({ agentFolders, policyFolders, providers, demands, settingValues, manifest, tenant, run }: PortTask): Host {
	const host: Host = {
		name: 'sandbox',
		// Unapproved code runs here: that is the sandbox's purpose. The command was admitted outside.
		gate: { admit: async () => manifest },
		published,
		unlistedAgents: 'allow',
		agentFolders,
		policyFolders,
		demands,
		settingValues,
		tenant,
		providers: {},
		environment: {},
	};
	return withRecordedAgents(toOfflineHost(host, providers), { run });
}

/** Agents, prompts and policies of a registry are verified outside. */
const published: PublishedAgents = {
	async find(kind, name, range, options) {
		return ((await callHost('published', { kind, name, range, options })) ?? undefined) as PublishedVersion | undefined;
	},
	list: async () => [],
};
