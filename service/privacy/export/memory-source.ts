import { toIso } from '../../../core/base/iso-time';
import { holderOf, idOfStored } from '../../../core/memory/conversations/conversation-names';
import { parseMemoryTask } from '../../../core/memory/task/parse-memory-task';
import type { PersonExport } from '../../../core/ports/memory';
import type { MemoryStoreHost } from '../../../providers/compose/hosts/state-host';
import { openMemory } from '../../../providers/compose/memory/memory';
import type { ExportedRow, ExportSource } from './exported-row';
import { purposeOf } from './purposes';
import { maskInState, type StateParts } from './state-sources';

const store = 'memory.db';

/** Reads agents' memories, one id of the person at a time: the store limits each. */
export function memorySource(parts: StateParts, host: MemoryStoreHost): ExportSource {
	const { whom, leftOut } = parts;
	const isContact = whom.contacts.length > 0;
	// An agent can know somebody as the conversation only.
	const own = isContact ? whom.contacts : [whom.person];
	const people = [...own, ...whom.holders];
	const told = new Set<string>();
	return {
		name: store,
		purpose: purposeOf('memory'),
		async read(after) {
			// A name that only agents give can belong to no request.
			if (!isContact) await parseMemoryTask({ operation: 'export', person: whom.person });
			const index = Number(after?.[0] ?? 0);
			const { memories, conversations } = await (
				await openMemory(host)
			).export(people[index]!, (name) => [...people, holderOf(idOfStored(name))]);
			const rows: ExportedRow[] = memories.map(({ at, usedAt, ...fact }) =>
				toRow('memory_facts', { at: toIso(at), usedAt: toIso(usedAt), ...fact }),
			);
			for (const one of conversations) {
				// A merged contact can have it under both ids.
				if (told.has(one.conversation)) continue;
				told.add(one.conversation);
				rows.push(...toRows(one, () => (leftOut.shared += one.turns.length)));
			}
			return { rows: await maskInState(rows, parts), ...(index + 1 < people.length && { next: [index + 1] }) };
		},
	};
}

const toRow = (table: string, row: object): ExportedRow => ({ purpose: purposeOf('memory'), store, table, row: { ...row } });

function toRows({ conversation, isShared, summary, turns }: PersonExport['conversations'][number], leaveOut: () => void): ExportedRow[] {
	const id = idOfStored(conversation);
	if (isShared) {
		leaveOut();
		return [toRow('memory_conversations', { conversation: id, isShared })];
	}
	return [
		toRow('memory_conversations', { conversation: id, ...(summary !== undefined && { summary }) }),
		...turns.map(({ at, ...turn }) => toRow('memory_turns', { conversation: id, at: toIso(at), ...turn })),
	];
}
