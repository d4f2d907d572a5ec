import type { Forgotten } from '../../core/ports/memory';
import { removeConversation } from './conversation-rows';
import { everybody } from '../database/legal-holds';
import type { MemoryParts } from './owners';
import { removePerson } from './person-rows';

/** Removes up to `max` expired persons and conversations, except held ones. @param before time of the last use */
export async function cleanMemory(
	{ database, tenant, now, kept, listHeld }: MemoryParts,
	max: number,
	before = now() - kept,
): Promise<Forgotten> {
	const removed: Forgotten = { memories: 0, conversations: 0, turns: 0 };
	const held = await listHeld();
	if (held.has(everybody)) return removed;
	const found = Math.min(max + held.size, Number.MAX_SAFE_INTEGER);
	const old = await database.read(tenant, async (connection) => ({
		persons: await connection.selectFrom('memory_persons').select('person').where('touched_at', '<', before).limit(found).execute(),
		conversations: await connection
			.selectFrom('memory_conversations')
			.select('conversation')
			.where('touched_at', '<', before)
			.limit(found)
			.execute(),
	}));
	// Checked again under its lock: it may have been used meanwhile.
	for (const { person } of old.persons.filter((one) => !held.has(one.person)).slice(0, max))
		await database.change(tenant, person, async (connection) => {
			const still = connection.selectFrom('memory_persons').select('person').where('person', '=', person);
			if (await still.where('touched_at', '<', before).executeTakeFirst()) removed.memories += await removePerson(connection, person);
		});
	for (const { conversation } of old.conversations.filter((one) => !held.has(one.conversation)).slice(0, max))
		await database.change(tenant, conversation, async (connection) => {
			const still = connection.selectFrom('memory_conversations').select('conversation').where('conversation', '=', conversation);
			if (!(await still.where('touched_at', '<', before).executeTakeFirst())) return;
			removed.turns += (await removeConversation(connection, conversation)) ?? 0;
			removed.conversations += 1;
		});
	return removed;
}
