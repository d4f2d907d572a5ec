import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { ownerVariables, type PersonNames } from './person-names';
import { type SearchedPlace, searchedPlaces } from './searched-places';

/** Rows that one portion reads: some milliseconds. */
const rowsPerPortion = 10_000;

/** Instances and decisions that mention the person. */
export interface Mentions {
	instances: Set<number>;
	/** Keys of decisions that no process asked for. */
	decisions: Set<number>;
	/** Findings in the log of events, and up to where it was read. */
	log: { upTo: number; instances: Set<number> };
}

export type ForgettingEngine = Pick<EmbeddedEngine, 'read'>;

/**
 * Finds what mentions the person, in portions between other commands.
 * @param log what an earlier search found in the log, which only grows: it goes on from there
 * @throws the reason of the signal
 */
export async function findMentions(
	engine: ForgettingEngine,
	names: PersonNames,
	signal: AbortSignal,
	log: Mentions['log'] = { upTo: -1, instances: new Set() },
): Promise<Mentions> {
	const own = await engine.read((kernel) => findOwn(kernel, names));
	const mentions: Mentions = { instances: new Set([...own, ...log.instances]), decisions: new Set(), log };
	if (names.needles.length === 0) return mentions;
	for (const place of searchedPlaces)
		for (let after: number | undefined = place.table === 'event_log' ? log.upTo : -1; after !== undefined;) {
			signal.throwIfAborted();
			const from: number = after;
			if (place.table === 'event_log') log.upTo = from;
			after = await engine.read((kernel) => readPortion(kernel, place, from, names, mentions));
		}
	return mentions;
}

/** Reads the next portion of a table. @returns the key after which the next portion begins; undefined after the last */
function readPortion(
	{ database }: Kernel,
	{ table, key, instance, columns }: SearchedPlace,
	after: number,
	names: PersonNames,
	mentions: Mentions,
): number | undefined {
	const next = database.get<{ key: number }>(
		`SELECT ${key} AS key FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT 1 OFFSET ?`,
		after,
		rowsPerPortion,
	)?.key;
	const contains = columns.flatMap((column) => names.needles.map(() => `instr(lower(${column}), ?)`)).join(' OR ');
	const rows = database.all<{ key: number; instance: number | null }>(
		`SELECT ${key} AS key, ${instance} AS instance, ${columns.join(', ')} FROM ${table} WHERE ${key} > ? AND ${key} <= ? AND (${contains})`,
		...[after, next ?? Number.MAX_SAFE_INTEGER, ...columns.flatMap(() => names.needles)],
	);
	for (const { key: found, instance: of, ...texts } of rows) {
		if (!Object.values(texts).some((text) => names.isMentionedIn(text as string | null))) continue;
		if (of !== null) mentions.instances.add(of);
		if (of !== null && table === 'event_log') mentions.log.instances.add(of);
		else if (table === 'decision_instance') mentions.decisions.add(found);
	}
	return next;
}

/** Finds instances by what says whose they are, where a name is too short to be looked for in texts. */
function findOwn({ database }: Kernel, names: PersonNames): number[] {
	const variables = ownerVariables.map((name) => `'${name}'`).join();
	const [all, theirs] = [JSON.stringify(names.all), '(SELECT value FROM json_each(?1))'];
	const [inJson, owners] = [JSON.stringify(names.all.map((name) => JSON.stringify(name))), ownerVariables.map((owner) => `'$.${owner}'`)];
	const find = (sql: string, list = all) => database.all<{ key: number }>(sql, list).map(({ key }) => key);
	return [
		...new Set([
			...find(
				`SELECT key FROM process_instance WHERE correlation_key IN ${theirs} OR ${owners.map((owner) => `variables ->> ${owner} IN ${theirs}`).join(' OR ')}`,
			),
			...find(
				`SELECT instance_key AS key FROM message_subscription JOIN element_instance ON element_instance.key = element_instance_key
				WHERE correlation_key IN ${theirs}`,
			),
			...find(
				`SELECT instance_key AS key FROM variable JOIN element_instance ON key = variable.scope_key WHERE name IN (${variables}) AND value IN ${theirs}`,
				inJson,
			),
		]),
	];
}
