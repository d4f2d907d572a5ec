import type { AgentSilencer } from '../../ports/channels/agent-silencer';
import type { Switch, SwitchChange, Switches } from '../../ports/switches';
import type { ChannelScope } from '../../conversations/switches/channel-target';
import { bySwitch, findChannelSwitch, isInScope } from '../../conversations/switches/find-channel-switch';

interface SilencingParts {
	switches: Switches;
	silencer: AgentSilencer;
}

/** Silences the agents of a channel or an origin, on all machines. */
export async function turnAgentsOff({ switches, silencer }: SilencingParts, scope: ChannelScope, off: Omit<Switch, 'changedAt'>) {
	// First the switch: what arrives from here on meets it.
	const stored = await switches.turnOff(off);
	const silenced = await silencer.silence(off.tenant, (conversation) => isInScope(scope, conversation), off.target);
	return { switch: stored, ...silenced };
}

interface TurnOn extends Omit<SwitchChange, 'changedAt' | 'isOn'> {
	/** Whether the agent answers what arrived while it was silent; otherwise people do. */
	answersWaiting?: boolean;
}

/** Lets the agents of a channel or an origin answer again. Without a switch that was off, only what an earlier call did not reach is restored. */
export async function turnAgentsOn({ switches, silencer }: SilencingParts, { answersWaiting = false, ...change }: TurnOn) {
	const { tenant, target, changedBy } = change;
	const since = await findSince(switches, tenant, target);
	const done = await switches.turnOn(change);
	const others = await switches.list(tenant);
	const until = done?.changedAt ?? 0;
	const restored = await silencer.restore(
		tenant,
		target,
		(conversation) => {
			const other = findChannelSwitch(others, conversation);
			return other === undefined ? { mode: 'agent', by: changedBy } : { mode: 'off', by: bySwitch(other) };
		},
		answersWaiting ? undefined : { from: since ?? until, until },
	);
	return { wasOff: done !== undefined, ...restored };
}

const maxChanges = 1_000;

/** Returns since when a target has been off without a break, also if a later change replaced the reason; undefined: it is on. */
async function findSince(switches: Switches, tenant: string, target: string): Promise<number | undefined> {
	const current = (await switches.list(tenant)).find((one) => one.tenant === tenant && one.target === target);
	if (!current) return undefined;
	const changes = await switches.log(maxChanges, tenant, { target });
	const ended = changes.findIndex(({ isOn }) => isOn);
	return (ended === -1 ? changes : changes.slice(0, ended)).at(-1)?.changedAt ?? current.changedAt;
}
