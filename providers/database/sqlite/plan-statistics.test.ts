import { DatabaseSync } from 'node:sqlite';
import { channelSchema } from '../../state/channels/channel-schema';
import { workSchema } from '../../state/work/work-schema';
import { writePlanStatistics } from './plan-statistics';

let database: DatabaseSync;
beforeEach(() => {
	database = new DatabaseSync(':memory:');
	database.exec(channelSchema.schema + workSchema.schema);
});
afterEach(() => database.close());

const planOf = (query: string): string =>
	database
		.prepare(`EXPLAIN QUERY PLAN ${query}`)
		.all()
		.map(({ detail }) => detail)
		.join('; ');

test.each([
	['SELECT content FROM outgoing WHERE tenant = ? AND conversation = ?', 'outgoing_by_conversation'],
	['DELETE FROM outgoing WHERE tenant = ? AND conversation = ?', 'outgoing_by_conversation'],
	['SELECT * FROM conversation WHERE tenant = ? AND contact = ?', 'conversation_by_contact'],
	['SELECT * FROM contact_alias WHERE tenant = ? AND contact = ?', 'contact_alias_by_contact'],
	['SELECT * FROM audio WHERE tenant = ? AND conversation = ?', 'audio_by_conversation'],
	['SELECT * FROM message WHERE tenant = ? AND conversation = ? AND id = ?', 'message_by_id'],
])('rows are found by the index of their columns, not by their tenant: %s', (query, index) => {
	writePlanStatistics(database);
	expect(planOf(query)).toContain(index);
});

test.each([
	['SELECT * FROM outgoing WHERE tenant = ? AND id = ?', 'PRIMARY KEY (tenant=? AND id=?)'],
	[
		'SELECT * FROM message WHERE tenant = ? AND conversation = ? ORDER BY number DESC LIMIT 20',
		'PRIMARY KEY (tenant=? AND conversation=?)',
	],
	['SELECT * FROM conversation WHERE tenant = ? AND channel = ? AND address = ?', 'conversation_by_address'],
])('what a key names is found by it: %s', (query, key) => {
	writePlanStatistics(database);
	expect(planOf(query)).toContain(key);
	expect(planOf(query)).not.toContain('TEMP B-TREE');
});

test('tables that come later are told of, too, and what was counted stays', () => {
	writePlanStatistics(database);
	database.exec("UPDATE sqlite_stat1 SET stat = '7 7 1' WHERE tbl = 'contact'");
	database.exec('CREATE TABLE later (tenant TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tenant, id)) STRICT, WITHOUT ROWID');
	writePlanStatistics(database);
	const stats = database.prepare("SELECT tbl, stat FROM sqlite_stat1 WHERE tbl IN ('contact', 'later') AND idx = tbl ORDER BY tbl").all();
	expect(stats.map(({ stat }) => stat)).toEqual(['7 7 1', '1000000 1000000 1']);
});
