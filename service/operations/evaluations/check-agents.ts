import { TroupeError } from '../../../core/base/errors';
import { readAgentName } from '../../../providers/compose/agents/published';
import type { FoundSet } from '../../../providers/compose/evaluation/find-set';
import { isPath } from '../../../providers/compose/evaluation/run-set';

/**
 * Allows only offered agents by id, without definitions. Only Troupe's own sets have an agent beside them. @param chosen another agent for all cases
 * @throws TroupeError INPUT_INVALID, AGENT_NOT_FOUND
 */
export function checkAgents(
	{ set, source }: Pick<FoundSet, 'set' | 'source'>,
	chosen: string | undefined,
	{ offeredAgents }: { offeredAgents?: ReadonlySet<string> },
): void {
	const named = chosen === undefined ? set.cases.map(({ agent }) => agent ?? set.agent) : [chosen];
	for (const agent of new Set(named)) {
		if (source === 'package' && chosen === undefined) continue;
		if (typeof agent !== 'string') {
			if (source === 'inline') throw notById(`The set ${set.name} has the definition of an agent`);
			continue;
		}
		if (isPath(agent)) throw notById('An agent is named by a path');
		checkOffered(readAgentName(agent).id, { offeredAgents });
	}
}

/** @throws TroupeError AGENT_NOT_FOUND */
export function checkOffered(id: string, { offeredAgents }: { offeredAgents?: ReadonlySet<string> }): void {
	if (offeredAgents && !offeredAgents.has(id)) throw notOffered(id);
}

const notById = (what: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${what}; a service evaluates the agents that it has.`,
		fix: 'Name an agent of the service by its id, in the set or for all cases (--agent ID, or "agent" over HTTP).',
	});

const notOffered = (id: string) =>
	new TroupeError({
		code: 'AGENT_NOT_FOUND',
		message: `The service offers no agent ${JSON.stringify(id.slice(0, 64))}.`,
		fix: 'List its agents: GET /api/v1/agents.',
	});
