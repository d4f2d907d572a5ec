import type { Forgotten } from '../../core/ports/memory';
import { removeConversation } from './conversation-rows';
import type { MemoryParts } from './owners';
import { removePerson } from './person-rows';

/** Removes expired persons and conversations, up to `max` of each. */
export async function cleanMemory({ database, tenant, now, kept }: MemoryParts, max: number): Promise<Forgotten> {
	const removed: Forgotten = { memories: 0, conversations: 0, turns: 0 };
	const before = now() - kept;
	const old = await database.read(tenant, async (connection) => ({
		persons: await connection.selectFrom('memory_persons').select('person').where('touched_at', '<', before).limit(max).execute(),
		conversations: await connection
			.selectFrom('memory_conversations')
			.select('conversation')
			.where('touched_at', '<', before)
			.limit(max)
			.execute(),
	}));
	// Each is checked again under its lock, because it may have been used in the meantime.
	for (const { person } of old.persons)
		await database.change(tenant, person, async (connection) => {
			const still = connection.selectFrom('memory_persons').select('person').where('person', '=', person);
			if (await still.where('touched_at', '<', before).executeTakeFirst()) removed.memories += await removePerson(connection, person);
		});
	for (const { conversation } of old.conversations)
		await database.change(tenant, conversation, async (connection) => {
			const still = connection.selectFrom('memory_conversations').select('conversation').where('conversation', '=', conversation);
			if (!(await still.where('touched_at', '<', before).executeTakeFirst())) return;
			removed.turns += (await removeConversation(connection, conversation)) ?? 0;
			removed.conversations += 1;
		});
	return removed;
}
