import type { AgentDefinition } from '../../../../core/agents/definition/agent-definition';
import type { SettingDeclaration } from '../../../../core/agents/definition/setting-declarations';
import { isTroupeError, TroupeError } from '../../../../core/base/errors';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import { readChannelAgent } from '../../../channels/compose-channel-agent';
import type { AgentPlace } from '../agent-state';

export interface DeclaredSetting {
	/** The channel's own agent first. */
	declarations: Array<{ agent: string; setting: SettingDeclaration; statesNoPrices: boolean }>;
}

export interface DeclaredSettings {
	declared: Map<string, DeclaredSetting>;
	/** Unreadable agents, whose settings are left out. */
	absentAgents: string[];
}

/**
 * Collects settings of a channel's agents, also those of its origins, by name. @throws TroupeError AGENT_NOT_FOUND, AGENT_INVALID, POLICY_INVALID,
 * MANIFEST_*
 */
export async function listDeclared(record: Declaring, host: AgentPlace): Promise<Map<string, DeclaredSetting>> {
	return (
		await collectDeclared(record, host, (error) => {
			throw error;
		})
	).declared;
}

/** Collects readable agents' settings: set values stay visible and removable without their agent. */
export const listPresent = (record: Declaring, host: AgentPlace): Promise<DeclaredSettings> =>
	collectDeclared(record, host, (error) => {
		if (!isTroupeError(error) || !/^(?:AGENT|MANIFEST|POLICY)_/.test(error.code)) throw error;
	});

type Declaring = Pick<ChannelRecord, 'tenant' | 'agent' | 'rules'>;

/** @param onAbsent gets an unreadable agent's error */
async function collectDeclared(record: Declaring, host: AgentPlace, onAbsent: (error: unknown) => void): Promise<DeclaredSettings> {
	const { readDefinition } = await import('../../../../providers/compose/agents/read-definition');
	const { readTenantDemands } = await import('../../../../providers/compose/guardrails/tenant-policies');
	const agents = new Set([record.agent ?? [], (record.rules.origins ?? []).flatMap(({ agent }) => agent ?? [])].flat());
	const { policies } = await readTenantDemands(host);
	const found = new Map<string, DeclaredSetting>();
	const absentAgents: string[] = [];
	for (const agent of agents) {
		const read = await readDefinition(readChannelAgent(agent), host).catch(onAbsent);
		if (!read) {
			absentAgents.push(agent);
			continue;
		}
		const { definition } = read;
		const statesNoPrices = [definition.guardrails.policy ?? [], policies].flat().some(forbidsPrices);
		for (const setting of definition.settings ?? []) {
			const { declarations } = found.get(setting.name) ?? { declarations: [] };
			declarations.push({ agent: definition.id, setting, statesNoPrices });
			found.set(setting.name, { declarations });
		}
	}
	return { declared: found, absentAgents };
}

const forbidsPrices = ({ checks }: NonNullable<AgentDefinition['guardrails']['policy']>): boolean =>
	checks.some(({ check }) => check === 'no-price');

export const noSettings = (channel: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The agents of the channel ${JSON.stringify(channel)} declare no settings.`,
		fix: 'Declare them in "settings" of the agent. docs/channels/settings.md says how.',
	});
