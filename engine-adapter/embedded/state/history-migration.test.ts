import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, startEvent, subProcess } from '../../../test/contract/model-builder';
import { searchEndedElements } from '../history/ended-elements';
import { searchEndedScopes } from '../history/ended-scopes';
import { searchResolvedIncidents } from '../history/ended-work';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { schemas } from './schema';

/** The part of the schema that brought the history. */
const historyPart = schemas.findIndex((schema) => schema.includes('history_key'));
const inside = [startEvent('inner-start'), endEvent('inner-end')];
const model = processModel('p', [
	startEvent(),
	subProcess('part', [...inside, ...chain('inner-start', 'inner-end')], { inputs: [{ source: '="inner"', target: 'local' }] }),
	endEvent(),
	...chain('start', 'part', 'end'),
]);

test('what ended before the history was kept is found as far as the log tells it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-migration-'));
	try {
		const file = join(folder, 'state.db');
		const before = await openEmbeddedEngine({ file });
		await before.deploy([model]);
		const { instanceKey } = await before.startAndAwait({ processId: 'p' }, 10_000);
		await before.close();
		writeAsBefore(file, Number(instanceKey));

		const engine = await openEmbeddedEngine({ file });
		const query = { instanceKey, tenants: 'every' } as const;
		const ended = await engine.read((kernel) => searchEndedElements(kernel, query).rows);
		expect(ended.map(({ elementId, startedAt }) => [elementId, startedAt])).toEqual([
			...['start', 'inner-start', 'inner-end', 'part', 'end', 'p'].map((elementId) => [elementId, expect.any(Number)]),
		]);
		expect(ended[3]!.startedAt).toBeLessThanOrEqual(ended[3]!.endedAt!);
		const part = ended.find(({ elementId }) => elementId === 'part')!;
		expect(await engine.read((kernel) => searchEndedScopes(kernel, query).rows)).toEqual([{ key: part.key }]);
		const [incident] = await engine.read((kernel) => searchResolvedIncidents(kernel, { key: '7', tenants: 'every' }).rows);
		expect(incident).toMatchObject({ errorType: 'IO_MAPPING_ERROR', createdAt: 1_000 });
		await engine.close();
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

/** Takes the history and what came after it away again, and adds an incident of that time. */
function writeAsBefore(file: string, instanceKey: number): void {
	const database = new DatabaseSync(file);
	database.exec(`
		DROP TABLE waiting_task;
		DROP INDEX process_instance_by_parent;
		DROP INDEX process_instance_by_definition;
		ALTER TABLE process_instance DROP COLUMN asker;
		ALTER TABLE process_instance DROP COLUMN session;
		ALTER TABLE message DROP COLUMN session;
		ALTER TABLE message DROP COLUMN asker;
		ALTER TABLE process_instance DROP COLUMN started_by;
		ALTER TABLE message DROP COLUMN started_by;
		DROP TABLE agent_definition;
		DROP TABLE agent_instance;
		DROP TABLE agent_element;
		DROP TABLE agent_item;
		ALTER TABLE job DROP COLUMN lease;
		ALTER TABLE job DROP COLUMN task_event;
		ALTER TABLE user_task DROP COLUMN change;
		DROP TABLE form;
		DROP TABLE batch_operation;
		DROP TABLE batch_item;
		DROP TABLE audit_outbox;
		ALTER TABLE definition DROP COLUMN version_tag;
		ALTER TABLE definition DROP COLUMN deleted_at;
		DROP INDEX event_log_by_history;
		ALTER TABLE event_log DROP COLUMN history_key;
		ALTER TABLE event_log DROP COLUMN started_at;
		ALTER TABLE incident DROP COLUMN created_at;
		ALTER TABLE process_instance DROP COLUMN parent_key;
		INSERT INTO event_log (at, instance_key, kind, element_id, element_type, details, element_instance_key)
			SELECT 1000, ${instanceKey}, 'incident-created', 'part', 'subProcess', '{"incidentKey":"7","errorType":"IO_MAPPING_ERROR","message":"no"}', 8;
		INSERT INTO event_log (at, instance_key, kind, element_id, element_type, details, element_instance_key)
			SELECT 2000, ${instanceKey}, 'incident-resolved', 'part', 'subProcess', '{"incidentKey":"7","errorType":"IO_MAPPING_ERROR","message":"no"}', 8;
		PRAGMA user_version = ${historyPart};
	`);
	database.close();
}
