import type { ForgottenInProcesses } from '../../../core/ports/processes';
import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { findInstance } from '../state/instances/element-instances';
import { findFamilies } from './families';
import { findMentions, type ForgettingEngine, type Mentions } from './find-mentions';
import { PersonNames } from './person-names';

const rowsPerPortion = 2_000;

interface MessageRow {
	key: number;
	correlation_key: string;
	message_id: string | null;
	variables: string;
}

/** Includes messages stored to refuse a repetition. Returns their number. */
async function removeMessages(engine: ForgettingEngine, names: PersonNames, tenantId: string, signal: AbortSignal): Promise<number> {
	let removed = 0;
	for (let after: number | undefined = 0; after !== undefined;) {
		signal.throwIfAborted();
		const from: number = after;
		const portion = await engine.read((kernel) => removePortion(kernel, names, tenantId, from));
		removed += portion.removed;
		after = portion.next;
	}
	return removed;
}

function removePortion({ database }: Kernel, names: PersonNames, tenantId: string, after: number): { removed: number; next?: number } {
	const rows = database.all<MessageRow>(
		'SELECT key, correlation_key, message_id, variables FROM message WHERE tenant_id = ? AND key > ? ORDER BY key LIMIT ?',
		tenantId,
		after,
		rowsPerPortion,
	);
	const theirs = rows.filter(
		({ correlation_key, message_id, variables }) =>
			names.isName(correlation_key) ||
			names.isMentionedIn(correlation_key) ||
			names.isMentionedIn(message_id) ||
			names.isMentionedIn(variables),
	);
	for (const { key } of theirs) {
		database.run('DELETE FROM message_correlation WHERE message_key = ?', key);
		database.run('DELETE FROM message WHERE key = ?', key);
	}
	return { removed: theirs.length, next: rows.length < rowsPerPortion ? undefined : rows.at(-1)!.key };
}

export interface PersonInEngine {
	tenantId: string;
	names: readonly string[];
	/** Rewrites the file only after a removal: the first call did it for all earlier data. */
	isSecondLook?: boolean;
}

const maxPasses = 5;

/**
 * Removes the person's instances, active or ended, ended instances of others that mention them, and waiting messages. An active instance of others
 * goes on. Runs in portions between other commands; an interrupted call can be repeated. @throws TroupeError STORAGE_*, ENGINE_OVERLOADED; the reason
 * of the signal
 */
export async function forgetInEngine(engine: EmbeddedEngine, whom: PersonInEngine, signal: AbortSignal): Promise<ForgottenInProcesses> {
	const names = new PersonNames(whom.names);
	const removed = { cancelled: 0, instances: 0, messages: 0 };
	let left: string[] = [];
	let [log, decisions]: [Mentions['log'] | undefined, number] = [undefined, 0];
	for (let pass = 0; pass < maxPasses; pass++) {
		// A waiting message would begin an instance after the end of the one before.
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

/** Includes called instances, skips listeners. Returns the number of cancelled instances. */
function endAtOnce(kernel: Kernel, key: number): number {
	if (!findInstance(kernel, key)) return 0;
	kernel.steps.push({ kind: 'terminate-at-once', key });
	return 1;
}

async function removeDecisions(engine: ForgettingEngine, keys: ReadonlySet<number>, tenantId: string): Promise<number> {
	const remove = ({ database }: Kernel, key: number) =>
		database.run('DELETE FROM decision_instance WHERE key = ? AND instance_key IS NULL AND tenant_id = ?', key, tenantId);
	let removed = 0;
	for (const key of keys) removed += await engine.read((kernel) => remove(kernel, key));
	return removed;
}
