import type { Kernel } from '../flow/kernel';
import { findTenantOf, type TenantIds } from '../state/tenants';
import { listNamed, type NamedPeople, type Person } from './named-people';

/** In place of a person: every available task, and tasks without names. */
const open = 'open';
const everybody = 'everybody';
const namePerson = (name: string) => `person:${name}`;

interface Waited {
	key: number;
	properties: NamedPeople;
	change?: unknown;
}

/** Nobody can do a task while its listeners decide. */
export function noteWaiting(kernel: Kernel, { key, properties, change }: Waited): void {
	forgetWaiting(kernel, key);
	if (change) return;
	const tenantId = findTenantOf(kernel, 'userTask', key)!;
	const people = listNamed(properties)?.map(namePerson) ?? [everybody];
	for (const whose of new Set([open, ...people]))
		kernel.database.run('INSERT INTO waiting_task (tenant_id, whose, task_key) VALUES (?, ?, ?)', tenantId, whose, key);
}

export const forgetWaiting = ({ database }: Kernel, key: number): void =>
	void database.run('DELETE FROM waiting_task WHERE task_key = ?', key);

export interface WaitingQuery {
	tenants: TenantIds;
	/** Undefined: may do all tasks. */
	person: Person | undefined;
	max: number;
}

export function listWaiting({ database }: Kernel, { tenants, person, max }: WaitingQuery): number[] {
	const people = person === undefined || person.decides ? [open] : [everybody, namePerson(person.name)];
	const ofOne = tenants === 'every' ? '' : 'AND tenant_id = ?';
	const places = people.flatMap((whose) => (tenants === 'every' ? [[whose]] : tenants.map((tenantId) => [whose, tenantId])));
	if (places.length === 0) return [];
	// Each place is read in index order: a common query would sort all first.
	const part = `SELECT * FROM (SELECT task_key FROM waiting_task WHERE whose = ? ${ofOne} ORDER BY task_key LIMIT ?)`;
	return database
		.all<{ task_key: number }>(
			`${places.map(() => part).join(' UNION ')} ORDER BY task_key LIMIT ?`,
			...places.flatMap((place) => [...place, max]),
			max,
		)
		.map(({ task_key: key }) => key);
}
