import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { invalid } from './channel-fields';
import type { AgentPlace } from './agent-state';

type Answered = Pick<ChannelRecord, 'agent' | 'message' | 'rules'>;

const maxNamed = 20;
/** A rule's part without a space before it. */
const misplaced = /[^\p{L}](?:name|agent|greeting)=/u;

/**
 * Refuses an agent unknown here for an answered channel: one wrong letter would silence it. If its earlier agent is unknown too, the agents are on
 * another machine, which knows them. @throws TroupeError INPUT_INVALID
 */
export async function refuseUnknownAgents(before: Answered, after: Answered, host: AgentPlace): Promise<void> {
	if (before.agent === null ? before.message === null : !(await isKnown(before.agent, host))) return;
	const known = new Set(listNamed(before));
	for (const agent of listNamed(after)) if (!known.has(agent) && !(await isKnown(agent, host))) throw await unknownAgent(agent, host);
}

const listNamed = ({ agent, rules: { origins = [] } }: Answered): string[] =>
	[agent, ...origins.map((origin) => origin.agent)].filter((name) => name !== null && name !== undefined);

async function isKnown(agent: string, host: AgentPlace): Promise<boolean> {
	const { readChannelAgent } = await import('../../channels/compose-channel-agent');
	const { readDefinition } = await import('../../../providers/compose/agents/read-definition');
	try {
		await readDefinition(readChannelAgent(agent), host);
	} catch (error) {
		if (!isTroupeError(error)) throw error;
		// Other faults are warnings: the channel waits for the agent.
		return error.code !== 'AGENT_NOT_FOUND';
	}
	return true;
}

async function unknownAgent(agent: string, host: AgentPlace): Promise<TroupeError> {
	const { listInventory } = await import('../../../providers/compose/agents/inventory');
	const ids = [...new Set((await listInventory(host, { note: () => undefined })).map(({ id }) => id))];
	const named = ids.slice(0, maxNamed).join(', ') + (ids.length > maxNamed ? ` and ${ids.length - maxNamed} more` : '');
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agent ${JSON.stringify(agent.slice(0, 100))} is not known here: customers of this channel would get no answer any more. Known agents: ${named || 'none'}.`,
		fix: 'Correct the name, or publish the agent. If another machine has it, repeat the command with --yes (over HTTP: "unknownAgent": true).',
		forCaller: true,
	});
}

/** Refuses origin rules without effect or with a wrong one. @throws TroupeError INPUT_INVALID */
export function checkOrigins(origins: ChannelRecord['rules']['origins'] = []): void {
	for (const { from, ...does } of origins) {
		const [kind] = from.split(':') as [string];
		if (misplaced.test(from))
			throw invalid(
				`The origin ${JSON.stringify(from.slice(0, 100))} has a part of the rule in its id.`,
				'Write a space before name=, agent= and greeting=, as in "link:fair name=fair".',
			);
		const isException = from !== kind && origins.some((other) => other.from === kind);
		if (Object.keys(does).length === 0 && !isException)
			throw invalid(
				`The rule for the origin ${JSON.stringify(from.slice(0, 100))} does nothing.`,
				'Add name=, agent= or greeting=, as in "link:fair name=fair greeting=Welcome!". Without them, an id is only an exception to a rule for its kind.',
			);
	}
}
