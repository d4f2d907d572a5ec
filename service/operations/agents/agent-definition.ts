import * as Type from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed } from '../../../core/base/shape';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { readDefinition } from '../../../providers/compose/agents/read-definition';
import type { Host } from '../../../providers/compose/hosts/host';
import { operation, type OperationContext } from '../operation';

type Place = Host & { grant?: Grant; offeredAgents?: ReadonlySet<string> };

export const showAgentDefinition = operation({
	summary: 'Show the definition that a run of an agent would have now, with its defaults',
	tag: 'agents',
	method: 'GET',
	path: 'agents/:agent/definition',
	scope: 'registry:read',
	input: { params: closed({ agent: text(200) }) },
	output: Type.Object({
		id: string,
		version: string,
		sha256: string,
		definition: open(),
		source: Type.Enum(['registry', 'folder'], { description: 'Where it comes from.' }),
	}),
	refusals: { 409: 'A version that is not approved any more', 422: 'The definition is invalid' },
	/** @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, MANIFEST_* */
	async perform({ agent }: { agent: string }, { host }: OperationContext<Place>) {
		if (host.offeredAgents && !host.offeredAgents.has(agent)) throw notOffered(agent);
		const { definition, source } = await readDefinition({ kind: 'id', id: agent }, host);
		const from = source.published ? ('registry' as const) : ('folder' as const);
		return { id: definition.id, version: definition.version, sha256: source.sha256, definition, source: from };
	},
});

const notOffered = (agent: string) =>
	new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `The service offers no agent ${JSON.stringify(agent.slice(0, 64))}.`,
		fix: 'List the agents: GET /api/v1/agents.',
	});
