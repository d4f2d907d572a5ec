import { createLeadTools, leadToolNames } from '../../../core/leads/lead-tools';
import type { ToolSource } from '../../../core/ports';
import { hideSecrets } from '../../../core/tools/hide-secrets';
import type { LeadTools } from '../../../core/tools/tool-definition';
import { guardedFetch } from '../../http/guarded-fetch';
import { SupabaseLeadStore } from '../../leads/supabase/supabase-lead-store';
import type { ToolHost } from '../host';
import { fill, lookUpSecrets } from './tool-secrets';

/** Composes the tools for leads. The key is looked up when a run begins; the model sees neither the key nor the address. */
export function composeLeads({ url, key: reference, team, tools = [...leadToolNames] }: LeadTools, host: ToolHost): ToolSource {
	return {
		name: 'leads',
		async tools() {
			const { key } = fill({ key: reference }, 'The store of leads', lookUpSecrets({ url }, host)) as { key: string };
			const store = new SupabaseLeadStore({ url, key, team, send: guardedFetch(host) });
			return createLeadTools(tools, store).map((tool) => hideSecrets(tool, [key]));
		},
		close: async () => undefined,
	};
}
