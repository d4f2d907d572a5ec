import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Kernel } from '../flow/kernel';
import { localVariables } from '../state/instances/variables';
import type { PersonNames } from './person-names';

/** Includes called instances at any depth. */
interface Family {
	root: number;
	members: Member[];
	isOwn: boolean;
}

interface Member {
	key: number;
	isActive: boolean;
}

interface InstanceRow {
	key: number;
	definition_key: number;
	state: string;
	correlation_key: string | null;
	variables: string | null;
}

export function findFamilies(kernel: Kernel, instances: Iterable<number>, names: PersonNames, tenantId: string): Family[] {
	const roots = new Set<number>();
	for (const key of instances) roots.add(findRoot(kernel, key));
	return [...roots].flatMap((root) => {
		const members = listFamily(kernel, root).filter(({ definition_key }) => kernel.definitions.get(definition_key).tenantId === tenantId);
		if (members.length === 0) return [];
		return {
			root,
			members: members.map(({ key, state }) => ({ key, isActive: state === 'ACTIVE' })),
			isOwn: isOwn(kernel, root, names),
		};
	});
}

function findRoot({ database }: Kernel, key: number): number {
	const sql = `WITH RECURSIVE above (key, parent_key) AS (
		SELECT key, parent_key FROM process_instance WHERE key = ?
		UNION SELECT process_instance.key, process_instance.parent_key FROM process_instance JOIN above ON process_instance.key = above.parent_key)
		SELECT min(key) AS root FROM above`;
	return database.get<{ root: number | null }>(sql, key)?.root ?? key;
}

const listFamily = ({ database }: Kernel, root: number): InstanceRow[] =>
	database.all<InstanceRow>(
		`WITH RECURSIVE family (key) AS (SELECT ?1 UNION SELECT process_instance.key FROM process_instance JOIN family ON parent_key = family.key)
		SELECT key, definition_key, state, correlation_key, variables FROM process_instance JOIN family USING (key) ORDER BY key`,
		root,
	);

/** A root variable with the person's name, or a beginning or wait for their conversation. */
function isOwn(kernel: Kernel, root: number, names: PersonNames): boolean {
	const { database } = kernel;
	const row = database.get<InstanceRow>('SELECT * FROM process_instance WHERE key = ?', root);
	if (!row) return false;
	if (names.isName(row.correlation_key)) return true;
	const variables = row.variables === null ? localVariables(kernel, root) : (parseJson(row.variables) as Record<string, unknown>);
	if (Object.entries(variables).some(([name, value]) => names.isNamedBy(name, stringifyJson(value)))) return true;
	const sql = `SELECT correlation_key AS name FROM message_subscription JOIN element_instance ON element_instance.key = element_instance_key
		WHERE instance_key = ?`;
	const waitsFor = database.all<{ name: string }>(sql, root);
	// An instance that waits for many, one each, is not one person's.
	return waitsFor.length > 0 && waitsFor.every(({ name }) => names.isName(name));
}
