import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { lintDeployment } from '../../engine-adapter/lint-before-deploy';

const files = ['order.bpmn', 'discount.dmn'].map((name) => ({ name, content: readFileSync(join(__dirname, name), 'utf8') }));

test('the requests are answered as the table says', async () => {
	const terminal = testTerminal();
	const paths = ['discount.dmn', 'requests.jsonl'].map((name) => join(__dirname, name));
	expect(await runTroupe(['dmn', 'evaluate', ...paths], terminal)).toBe(0);
	expect(terminal.printed.join('\n').split('\n')).toEqual([
		'{"id":1,"result":0.1}',
		'{"id":2,"result":0}',
		'{"id":3,"result":{"discount":0.05,"total":94.99}}',
	]);
});

test('the linter has no error, and finds a decision that is misspelled', async () => {
	const errors = async (resources: typeof files) =>
		(await lintDeployment(resources, { target: '8.6' })).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
	expect(await errors(files)).toEqual([]);
	const misspelled = files.map(({ name, content }) => ({ name, content: content.replace('decisionId="quote"', 'decisionId="qoute"') }));
	expect(await errors(misspelled)).toEqual(['troupe/known-decision']);
	const broken = files.map(({ name, content }) => ({ name, content: content.replace('&gt;= 1000', '&gt;&gt;') }));
	expect(await errors(broken)).toEqual(['dmn']);
});
