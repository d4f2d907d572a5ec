import { collectFindings, definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const find = (type: string, key: string, value: string) => {
	const header = `<zeebe:taskHeaders><zeebe:header key="${key}" value="${value}"/></zeebe:taskHeaders>`;
	const task = `<bpmn:serviceTask id="work">${extensions(`<zeebe:taskDefinition type="${type}"/>`, header)}</bpmn:serviceTask>`;
	return collectFindings('header-values-known', [definitions(writeProcess('p', task))]);
};

test.each([
	['troupe:retrieve', 'mode', 'hybird', 'has the value "hybird" in its header "mode", which does not exist'],
	['troupe:retrieve', 'top', 'five', 'has the value "five" in its header "top", which is not of the form that it must have'],
	['troupe:http', 'retryOn', 'always', 'has the value "always" in its header "retryOn", which is not of the form that it must have'],
	['troupe:http', 'token', 'abc', 'has the value "abc" in its header "token", which is not of the form that it must have'],
	[
		'troupe:http',
		'resultExpression',
		'={id: }',
		expect.stringContaining('has an expression in its header "resultExpression" that is not FEEL') as string,
	],
	['troupe:n8n-workflow', 'errorExpression', '=if error.code then', expect.stringContaining('is not FEEL') as string],
	['troupe:agent', 'timeoutMs', 'ten', 'has the value "ten" in its header "timeoutMs", which is not a number'],
	['troupe:model', 'temperature', '=0.5', 'has the value "=0.5" in its header "temperature", which is not a number'],
	['troupe:model', 'schema', '{a: 1}', 'has a value in its header "schema" that is not JSON'],
	['troupe:ingest', 'colection', 'faq', 'has a header "colection", which nothing reads'],
])('finds in %s the header %s: %s', async (type, key, value, message) => {
	expect(await find(type, key, value)).toEqual([typeof message === 'string' ? `1.bpmn:work ${message}` : message]);
});

test.each([
	['troupe:retrieve', 'mode', 'dense'],
	['troupe:retrieve', 'mode', ''],
	['troupe:retrieve', 'owner', 'team a'],
	['troupe:http', 'retryOn', '429, 5xx'],
	['troupe:agent', 'costUsd', '0.05'],
	['troupe:model', 'schema', '[]'],
	['troupe:http', 'errorExpression', '=if response.status = 404 then ignoreError() else null'],
	['mail', 'mode', 'hybird'],
])('leaves in %s the header %s: %s alone', async (type, key, value) => {
	expect(await find(type, key, value)).toEqual([]);
});
