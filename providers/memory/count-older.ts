import type { OlderRows } from '../../core/ports/memory';
import { everybody } from '../database/legal-holds';
import type { MemoryParts } from './owners';

interface Owned {
	owner: string;
	rows: number | string | bigint;
}

export async function countOlder({ database, tenant, listHeld }: MemoryParts, before: number): Promise<OlderRows[]> {
	const names = await listHeld();
	const isHeld = ({ owner }: { owner: string }) => names.has(everybody) || names.has(owner);
	const sum = (some: Owned[]) => some.reduce((total, { rows }) => total + Number(rows), 0);
	const toCount = (table: string, rows: Owned[]): OlderRows => ({ table, rows: sum(rows), held: sum(rows.filter(isHeld)) });
	return database.read(tenant, async (connection) => {
		const persons = connection.selectFrom('memory_persons').where('touched_at', '<', before);
		const conversations = connection.selectFrom('memory_conversations').where('touched_at', '<', before);
		const facts = connection.selectFrom('memory_facts').where('person', 'in', persons.select('person')).groupBy('person');
		const turns = connection
			.selectFrom('memory_turns')
			.where('conversation', 'in', conversations.select('conversation'))
			.groupBy('conversation');
		const one = { rows: 1 };
		const ofPersons = await persons.select('person as owner').execute();
		const ofConversations = await conversations.select('conversation as owner').execute();
		return [
			toCount(
				'memory_persons',
				ofPersons.map((each) => ({ ...each, ...one })),
			),
			toCount('memory_facts', await facts.select(({ fn }) => ['person as owner', fn.countAll().as('rows')]).execute()),
			toCount(
				'memory_conversations',
				ofConversations.map((each) => ({ ...each, ...one })),
			),
			toCount('memory_turns', await turns.select(({ fn }) => ['conversation as owner', fn.countAll().as('rows')]).execute()),
		];
	});
}
