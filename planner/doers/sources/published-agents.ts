import { rcompare } from 'semver';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import type { PublishedAgents } from '../../../core/ports/manifests';
import { parsePublished, readAgentName } from '../../../providers/compose/agents/published';
import type { Doer } from '../doer';
import { toAgentDoer } from './agent-doers';
import { unlessRefused } from './unless-refused';

type Source = { list(): Promise<Doer[]>; find(name: string): Promise<Doer | undefined> };

/** Offers the agents of the registry: each is verified, with its approvals, and none that was revoked, or that is a draft, is among them. */
export function offerPublished(published: PublishedAgents): Source {
	return {
		async list() {
			const versions = await published.list('agent');
			const names = new Map<string, (typeof versions)[number]>();
			for (const one of versions) {
				const best = names.get(one.name);
				if (!best || isBetter(one, best)) names.set(one.name, one);
			}
			return [...names.values()].map(({ name, version, purpose, capabilities }) => ({
				...{ kind: 'agent', key: `published:${name}`, name: `${name}@^${version}`, title: name, version, purpose, words: capabilities },
				risk: 'irreversible',
			}));
		},
		find: (name) =>
			unlessRefused(async () => {
				const { id, range } = readAgentName(name);
				const version = await published.find('agent', id, range);
				if (!version) return undefined;
				const definition = await parseAgentDefinition(parsePublished(version), `the published agent ${id}`);
				const { manifest, warnings } = version;
				return toAgentDoer(
					{ ...definition, version: version.version },
					{ key: `published:${id}`, name: range === undefined ? `${id}@^${version.version}` : `${id}@${range}`, manifest, warnings },
				);
			}),
	};
}

type Listed = Awaited<ReturnType<PublishedAgents['list']>>[number];

/** Approved before deprecated, then the highest. */
const isBetter = (one: Listed, other: Listed): boolean =>
	one.state === other.state ? rcompare(one.version, other.version) < 0 : one.state === 'approved';
