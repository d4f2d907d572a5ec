/** Opens new files of both kinds of stores, each at an agreed time. */
import { openStateFile } from '../../../providers/database/state-file';
import { openKnowledgeFile } from '../../../providers/knowledge/database/knowledge-database';

const [folder = '', first = '', rounds = ''] = process.argv.slice(2);
const everyMs = 200;

async function openAll(): Promise<void> {
	for (let round = 0; round < Number(rounds); round++) {
		const at = Number(first) + round * everyMs;
		while (Date.now() < at);
		const knowledge = await openKnowledgeFile(`${folder}/knowledge${round}.db`);
		const state = await openStateFile(
			`${folder}/state${round}.db`,
			[{ name: 'test', what: 'test', version: 1, schema: 'CREATE TABLE one (value)', tables: {} }],
			{},
		);
		await Promise.all([knowledge.close(), state.close()]);
	}
}

void openAll().catch((error: unknown) => {
	process.stderr.write(`${String(error)}\n`);
	process.exitCode = 1;
});
