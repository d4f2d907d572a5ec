import { DatabaseSync } from 'node:sqlite';
import { schemas } from './schema';

test('definitions of an earlier version keep their forms, now with a binding', () => {
	const database = new DatabaseSync(':memory:');
	const part = schemas.findIndex((sql) => sql.includes('CREATE TABLE form'));
	for (const sql of schemas.slice(0, part)) database.exec(sql);
	const nodes = [
		{ id: 'a', userTask: { native: true, formId: 'bound', isFormDeployed: true } },
		{ id: 'b', name: 'Ação "b"', userTask: { formId: 'latest' } },
		{ id: 'c', incoming: [] },
	];
	const sql = "INSERT INTO definition VALUES (1, '<default>', 'p', 1, 'p.bpmn', 'sha', '<xml/>', ?, 0)";
	database.prepare(sql).run(JSON.stringify({ id: 'p', nodes, flows: [] }));
	database.exec(schemas[part]!);
	const { model } = database.prepare('SELECT model FROM definition').get() as { model: string };
	expect(JSON.parse(model)).toEqual({
		id: 'p',
		nodes: [
			{ id: 'a', userTask: { ...nodes[0]!.userTask, form: { formId: 'bound', binding: 'deployment' } } },
			{ ...nodes[1], userTask: { formId: 'latest', form: { formId: 'latest', binding: 'latest' } } },
			nodes[2],
		],
		flows: [],
	});
	database.close();
});
