import type { Kernel } from '../flow/kernel';
import { findTenantOf, type TenantIds } from '../state/tenants';
import { listNamed, type NamedPeople, type Person } from './named-people';

/** In the place of a person: every task that can be done, and those that name nobody. */
const [open, everybody] = ['open', 'everybody'];
const namePerson = (name: string) => `person:${name}`;

interface Waited {
	key: number;
	properties: NamedPeople;
	/** Its listeners decide about it. */
	change?: unknown;
}

/** Notes for whom a task waits: nobody can do it while its listeners decide. */
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
	/** Undefined: whoever may do all tasks. */
	person: Person | undefined;
	max: number;
}

/** Lists the keys of tasks that wait for a person, the oldest first. Its cost is that of what it returns, whatever waits for others. */
export function listWaiting({ database }: Kernel, { tenants, person, max }: WaitingQuery): number[] {
	const people = person === undefined || person.decides ? [open] : [everybody, namePerson(person.name)];
	const ofOne = tenants === 'every' ? '' : 'AND tenant_id = ?';
	const places = people.flatMap((whose) => (tenants === 'every' ? [[whose]] : tenants.map((tenantId) => [whose, tenantId])));
	if (places.length === 0) return [];
	// Each place is read in the order of its index: all together would be sorted first.
	const part = `SELECT * FROM (SELECT task_key FROM waiting_task WHERE whose = ? ${ofOne} ORDER BY task_key LIMIT ?)`;
	return database
		.all<{ task_key: number }>(
			`${places.map(() => part).join(' UNION ')} ORDER BY task_key LIMIT ?`,
			...places.flatMap((place) => [...place, max]),
			max,
		)
		.map(({ task_key: key }) => key);
}
