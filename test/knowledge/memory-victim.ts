/** A process that keeps turns and memories, and says on standard output which of them were answered for. */
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { createMemorySealing } from '../../core/memory/create-memory-sealing';
import { openPostgresMemoryStore, openSqliteMemoryStore } from '../../providers/memory/sql-memory-store';

async function main([place, key, who, rounds]: string[]): Promise<void> {
	const sealing = createMemorySealing(createVaultKeys(Buffer.from(key!, 'hex')), 'default');
	const store = await (place!.startsWith('postgres://')
		? openPostgresMemoryStore(place!, { sealing })
		: openSqliteMemoryStore(place!, { sealing }));
	for (let round = 0; round < Number(rounds); round += 1) {
		await store.addTurns('c', [{ message: who!, reply: 'Yes.', at: round }], 'ana');
		await store.changeMemories('ana', (kept) => {
			const count = kept.find(({ id }) => id === 'count')?.uses ?? 0;
			const memory = { kind: 'fact' as const, text: who!, importance: 0.5, at: round, usedAt: round };
			return {
				put: [
					{ ...memory, id: `${who} ${round}`, uses: 0 },
					{ ...memory, id: 'count', uses: count + 1 },
				],
				remove: [],
			};
		});
		process.stdout.write(`${round}\n`);
	}
	await store.close();
}

main(process.argv.slice(2)).catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
