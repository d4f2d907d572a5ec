import type { EmbeddedEngine } from '../embedded-engine';
import type { Kernel } from '../flow/kernel';
import { ownerVariables, type PersonNames } from './person-names';
import { type SearchedPlace, searchedPlaces } from './searched-places';

/** Some milliseconds of reading. */
const rowsPerPortion = 10_000;

export interface Mentions {
	instances: Set<number>;
	decisions: Set<number>;
	log: { upTo: number; instances: Set<number> };
}

export type ForgettingEngine = Pick<EmbeddedEngine, 'read'>;

/**
 * In portions between other commands. @param log earlier findings in the log, which only grows: the search continues there @throws the reason of the
 * signal
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

/** @returns the key before the next portion; undefined after the last */
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
		after,
		next ?? Number.MAX_SAFE_INTEGER,
		...columns.flatMap(() => names.needles),
	);
	for (const { key: found, instance: of, ...texts } of rows) {
		if (!Object.values(texts).some((text) => names.isMentionedIn(text as string | null))) continue;
		if (of !== null) mentions.instances.add(of);
		if (of !== null && table === 'event_log') mentions.log.instances.add(of);
		else if (table === 'decision_instance') mentions.decisions.add(found);
	}
	return next;
}

function findOwn({ database }: Kernel, names: PersonNames): number[] {
	const variables = ownerVariables.map((name) => `'${name}'`).join();
	const all = JSON.stringify(names.all);
	const theirs = '(SELECT value FROM json_each(?1))';
	const inJson = JSON.stringify(names.all.map((name) => JSON.stringify(name)));
	const owners = ownerVariables.map((owner) => `'$.${owner}'`);
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
