import { personName } from '../../manifests/trust/count-approvals';
import type { Registry } from '../../manifests/registry/registry';
import type { ManifestSummary } from '../../manifests/registry/api/lifecycle';
import type { InboxSource } from './inbox-item';
import type { DraftLister } from './listers';

const perPage = 500;

export const draftLister =
	(registry: Pick<Registry, 'list'>): DraftLister =>
	async (caller, max) => {
		const drafts: ManifestSummary[] = [];
		let cursor: string | undefined;
		do {
			const page = await registry.list(caller, { state: 'draft', limit: Math.min(perPage, max - drafts.length), cursor });
			drafts.push(...page.items);
			({ cursor } = page);
		} while (cursor !== undefined && drafts.length < max);
		return drafts;
	};

export const draftItems: InboxSource = {
	kinds: ['draft'],
	scopes: ['registry:read', 'registry:approve'],
	async read({ grant, listDrafts }, max) {
		if (!grant || !listDrafts) return undefined;
		const caller = personName(grant.caller.subject);
		const others = (await listDrafts(grant.caller, max)).filter(({ author }) => personName(author) !== caller);
		return others.map(({ sha256, kind, name, version, author, publishedAt }) => ({
			kind: 'draft' as const,
			id: sha256,
			title: `${name} ${version}`,
			subject: kind,
			requestedBy: author,
			since: Date.parse(publishedAt),
			...(kind === 'agent' && { agent: name }),
		}));
	},
};
