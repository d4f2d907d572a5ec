import type { ForgottenInProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { findFamilies } from './families';
import { findMentions, type ForgettingEngine, type Mentions } from './find-mentions';
import { PersonNames } from './person-names';
import { removeMessages } from './remove-messages';

/** A person whose data is removed, and the tenant as the engine names it. */
export interface PersonInEngine {
	tenantId: string;
	names: readonly string[];
	/** Rewrites the file only if something was removed: the call before did it for all that was there. */
	isSecondLook?: boolean;
}

/** Times that it looks for what began in the meantime. */
const maxPasses = 5;

/**
 * Removes a person from the engine: their instances, active or ended, ended instances of others that mention them, and messages that wait. An active
 * instance of others that mentions them goes on. All is done in portions between other commands, so that a call that was interrupted can be repeated.
 * @throws TroupeError STORAGE_*, ENGINE_OVERLOADED; the reason of the signal
 */
export async function forgetInEngine(engine: EmbeddedEngine, whom: PersonInEngine, signal: AbortSignal): Promise<ForgottenInProcesses> {
	const names = new PersonNames(whom.names);
	const removed = { cancelled: 0, instances: 0, messages: 0 };
	let left: string[] = [];
	let [log, decisions]: [Mentions['log'] | undefined, number] = [undefined, 0];
	for (let pass = 0; pass < maxPasses; pass++) {
		// A message that waits would begin an instance as soon as the one before it has ended.
		removed.messages += await removeMessages(engine, names, whom.tenantId, signal);
		const mentions: Mentions = await findMentions(engine, names, signal, log);
		log = mentions.log;
		const families = await engine.read((kernel) => findFamilies(kernel, mentions.instances, names, whom.tenantId));
		const before = removed.instances;
		for (const { root, members, isOwn } of families) {
			signal.throwIfAborted();
			if (isOwn) removed.cancelled += await engine.read((kernel) => endAtOnce(kernel, root));
			const ended = members.filter(({ key, isActive }) => isOwn || (!isActive && mentions.instances.has(key)));
			for (const { key } of ended) if (await engine.removeInstance(key)) removed.instances += 1;
		}
		left = families.flatMap(({ members, isOwn }) =>
			isOwn ? [] : members.filter(({ key, isActive }) => isActive && mentions.instances.has(key)).map(({ key }) => String(key)),
		);
		decisions += await removeDecisions(engine, mentions.decisions, whom.tenantId);
		if (removed.instances === before) break;
	}
	const isAsLeft = removed.cancelled + removed.instances + removed.messages + decisions === 0;
	if (!(whom.isSecondLook && isAsLeft)) await engine.overwriteRemoved();
	return { ...removed, left };
}

/** Ends an active instance with all that it called, without its listeners. Returns the number of cancelled instances. */
function endAtOnce(kernel: Kernel, key: number): number {
	if (!findInstance(kernel, key)) return 0;
	kernel.steps.push({ kind: 'terminate-at-once', key });
	return 1;
}

/** Removes decisions that were evaluated for no process. @returns how many */
async function removeDecisions(engine: ForgettingEngine, keys: ReadonlySet<number>, tenantId: string): Promise<number> {
	const remove = ({ database }: Kernel, key: number) =>
		database.run('DELETE FROM decision_instance WHERE key = ? AND instance_key IS NULL AND tenant_id = ?', key, tenantId);
	let removed = 0;
	for (const key of keys) removed += await engine.read((kernel) => remove(kernel, key));
	return removed;
}
