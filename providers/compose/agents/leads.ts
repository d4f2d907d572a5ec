import { TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { findProvenPhone } from '../../../core/conversations/contacts/find-proven-phone';
import { createLeadTools } from '../../../core/leads/lead-tools';
import { readPhone } from '../../../core/leads/normalize-lead';
import type { ToolSource } from '../../../core/ports/tools/tools';
import type { LeadStore } from '../../../core/ports/leads';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import type { LeadTools } from '../../../core/tools/definition/agent-tools';
import { listSecrets } from '../../../core/tools/tool-headers';
import { withResidency } from '../settings/residency';
import { guardedFetch } from '../../http/guarded-fetch';
import { SupabaseLeadStore } from '../../leads/supabase/supabase-lead-store';
import { openChannels } from '../channels/open-channels';
import type { VaultHost } from '../hosts/state-host';
import type { ToolHost } from '../hosts/tool-host';
import { fill, lookUpSecrets } from './tool-secrets';
import { leadToolNames } from '../../../core/leads/lead-tool-names';

/**
 * Composes the tools for leads. The key is looked up when a run begins; the model sees neither key nor address. A missing key fails as a refused one,
 * and the customer is answered.
 */
export function composeLeads(definition: LeadTools, host: ToolHost & VaultHost): ToolSource {
	const { tools = [...leadToolNames] } = definition;
	return {
		name: 'leads',
		async tools() {
			const { store, key } = openLeadStore(definition, host);
			const created = createLeadTools(tools, store, (person) => findPhone(person, host));
			return key === undefined ? created : created.map((tool) => hideSecrets(tool, [key]));
		},
		close: async () => undefined,
	};
}

export function openLeadStore({ url, key: reference, team }: LeadTools, host: ToolHost & VaultHost): { store: LeadStore; key?: string } {
	const secrets = lookUpSecrets({ url }, host);
	const missing = listSecrets(reference).find((name) => !secrets(name));
	if (missing !== undefined) return { store: storeWithout(missing) };
	const { key } = fill({ key: reference }, 'The store of leads', secrets) as { key: string };
	return { store: new SupabaseLeadStore({ url, key, team, send: guardedFetch(withResidency('The store of leads', host)) }), key };
}

function storeWithout(secret: string): LeadStore {
	const refuse = () =>
		Promise.reject(
			new TroupeError({
				code: 'LEADS_REFUSED',
				message: 'The store of leads has no key.',
				fix: `Set the secret ${secret} as TROUPE_TOOL_SECRET_${secret}; or in n8n add it to a Troupe Tool Secrets API credential.`,
				details: { secret },
			}),
		);
	return {
		findLead: refuse,
		saveLead: refuse,
		addPhone: refuse,
		saveCompany: refuse,
		createBudget: refuse,
		storeDeal: refuse,
		appendEvent: refuse,
		forget: refuse,
	};
}

/** The number goes into the store, never to the model or a log. */
async function findPhone(person: string, host: VaultHost): Promise<string | undefined> {
	const { stateFolder } = host;
	if (stateFolder === undefined) return undefined;
	const { contacts } = await openChannels({ ...host, stateFolder });
	const proven = findProvenPhone(await contacts.find(host.tenant ?? defaultTenant, person));
	return proven === undefined ? undefined : readPhone(proven);
}
