/** Composes the switches of a host. */
import { toIdentity } from '../../../core/base/to-identity';
import type { AgentParts } from '../../../core/agents/agent-parts';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import type { Gate } from '../../../core/ports/manifests';
import type { Switch } from '../../../core/ports/switches';
import type { SwitchWatch, WatchedWork } from '../../../core/switches/switch-watch';
import type { SwitchStore } from '../../state/switches/switch-store';
import { OpenedOnce } from '../open-once';
import type { StateHost, VaultHost } from '../hosts/state-host';
import { composeMark, nameMark } from './host-mark';
import { listRevokedCallers } from './host-callers';
import { findExistingState, findStatePlace } from './state-place';
import { auditKeysIfAny } from './host-audit';

/** A host, as far as switches look at it. */
type SwitchHost = StateHost & Pick<VaultHost, 'tenant' | 'vaultKey'>;

/** One of each for each place of a process; they live as long as the process does. */
const opened = new OpenedOnce<SwitchStore>();
const watches = new OpenedOnce<SwitchWatch>();

export async function openSwitches(host: SwitchHost): Promise<SwitchStore | undefined> {
	const place = findStatePlace(host);
	return place === undefined ? undefined : openAt(place, host);
}

/** Lists what is off. Reading creates no file. */
export async function listSwitches(host: SwitchHost): Promise<Switch[]> {
	const place = findExistingState(host);
	return place === undefined ? [] : (await openAt(place, host)).list();
}

const openAt = (place: string, host: SwitchHost): Promise<SwitchStore> =>
	opened.get(place + nameMark(host), async () =>
		(await import('../../state/switches/switch-store')).openSwitchStore(place, systemClock, composeMark(host), auditKeysIfAny(host)),
	);

/** Composes the part of an agent that watches whether its runs are stopped; none for a host without state. */
export async function composeSwitches(host: SwitchHost, agent: string): Promise<Pick<AgentParts, 'watchSwitches'>> {
	const { tenant = defaultTenant } = host;
	const watch = await openWatch(host);
	return watch
		? {
				watchSwitches: (run, by, session) =>
					watch.watch({ tenant, agent, run, session, ...(by !== undefined && { caller: toIdentity(by) }) }),
			}
		: {};
}

/** The agent and the run that a call of a model belongs to. */
interface CallOf {
	agent?: string;
	run?: string;
}

/** Composes what watches calls of models, also outside of runs. It throws RUN_STOPPED; STORAGE_… if the switches cannot be read. */
export async function composeCallSwitches(host: SwitchHost): Promise<(of: CallOf) => Promise<WatchedWork | undefined>> {
	const { tenant = defaultTenant } = host;
	const watch = await openWatch(host);
	return async (of) => watch?.watch({ tenant, ...of });
}

/** Returns a gate that also refuses, and ends, what is stopped: for models that nothing else here calls. */
export async function withSwitches(gate: Gate, host: SwitchHost, of: CallOf): Promise<Gate> {
	const watch = await openWatch(host);
	if (!watch) return gate;
	const { tenant = defaultTenant } = host;
	return {
		async admit(subject) {
			const reference = await gate.admit(subject);
			await watch.check({ tenant, ...of });
			return reference;
		},
		watch(subject) {
			const admitted = gate.watch?.(subject);
			const { signal, end } = watch.follow({ tenant, ...of });
			return { signal: admitted ? AbortSignal.any([admitted.signal, signal]) : signal, close: () => (end(), admitted?.close()) };
		},
	};
}

/** Refuses work for a tenant whose agents are all off. @throws TroupeError RUN_STOPPED; STORAGE_… if the switches cannot be read */
export async function refuseStopped(host: SwitchHost): Promise<void> {
	const { tenant = defaultTenant } = host;
	await (await openWatch(host))?.check({ tenant });
}

/** Refuses work in the name of a caller whose key or session was revoked. @throws TroupeError ACCESS_DENIED; STORAGE_… if the keys cannot be read */
export async function refuseRevoked(host: SwitchHost, who: { caller?: string; session?: string }): Promise<void> {
	if (who.caller === undefined && who.session === undefined) return;
	await (await openWatch(host))?.check({ tenant: host.tenant ?? defaultTenant, ...who, isAlone: true });
}

/** One for each place. Undefined for a host without state. */
export async function openWatch(host: SwitchHost): Promise<SwitchWatch | undefined> {
	const place = findStatePlace(host);
	if (place === undefined) return undefined;
	return watches.get(place, async () => {
		const { SwitchWatch } = await import('../../../core/switches/switch-watch');
		return new SwitchWatch(async () => (await Promise.all([listSwitches(host), listRevokedCallers(host)])).flat());
	});
}
