import { boundary, call, definitions, collectFindings, job, writeProcess } from '../../../test/support/bpmn/test-models';

const findings = (...files: string[]) => collectFindings('error-code-caught', files);
const error = '<bpmn:error id="e" errorCode="LATE"/><bpmn:error id="other" errorCode="OTHER"/>';
const thrown = '<bpmn:endEvent id="thrown"><bpmn:errorEventDefinition errorRef="e"/></bpmn:endEvent>';
const sub = (content: string) => `<bpmn:subProcess id="sub">${content}</bpmn:subProcess>`;
const uncaught = ['1.bpmn:thrown throws the error "LATE", which nothing catches'];

test('lets an error pass that a boundary event catches, by its code or all of them', async () => {
	expect(await findings(definitions(writeProcess('p', sub(thrown), boundary('sub', 'e')), error))).toEqual([]);
	expect(await findings(definitions(writeProcess('p', sub(sub(thrown).replace('"sub"', '"inner"')), boundary('sub')), error))).toEqual([]);
});

test('lets an error pass that an event sub-process catches', async () => {
	const handler =
		'<bpmn:subProcess id="h" triggeredByEvent="true"><bpmn:startEvent id="s"><bpmn:errorEventDefinition errorRef="e"/></bpmn:startEvent></bpmn:subProcess>';
	expect(await findings(definitions(writeProcess('p', thrown, handler), error))).toEqual([]);
	expect(
		await findings(definitions(writeProcess('p', handler.replace('</bpmn:subProcess>', `${thrown}</bpmn:subProcess>`)), error)),
	).toEqual(uncaught);
});

test('finds an error that nothing catches, or only a boundary event of another code', async () => {
	expect(await findings(definitions(writeProcess('p', thrown), error))).toEqual(uncaught);
	expect(await findings(definitions(writeProcess('p', sub(thrown), boundary('sub', 'other')), error))).toEqual(uncaught);
});

test('looks for the catching event around the calls of the process too', async () => {
	const called = definitions(writeProcess('called', thrown), error);
	expect(await findings(called, definitions(writeProcess('p', call('calls', 'called'), boundary('calls', 'e')), error))).toEqual([]);
	expect(await findings(called, definitions(writeProcess('p', call('calls', 'called'))))).toEqual(uncaught);
});

test('knows the errors of an agent', async () => {
	const agent = job('troupe:agent', '<zeebe:taskHeaders><zeebe:header key="agent" value="a"/></zeebe:taskHeaders>');
	expect(await findings(definitions(writeProcess('p', agent)))).toEqual([
		'1.bpmn:work throws the errors "TROUPE_BLOCKED", "TROUPE_LIMIT_REACHED", "TROUPE_BUDGET_EXCEEDED", "TROUPE_CONTENT_FILTERED", which nothing catches',
	]);
	expect(await findings(definitions(writeProcess('p', agent, boundary('work'))))).toEqual([]);
});

test('knows the error of an evaluation that asks for it', async () => {
	const evaluation = (end: string) =>
		job(
			'troupe:eval',
			`<zeebe:taskHeaders><zeebe:header key="set" value="s"/><zeebe:header key="onFailure" value="${end}"/></zeebe:taskHeaders>`,
		);
	expect(await findings(definitions(writeProcess('p', evaluation('bpmn-error'))))).toEqual([
		'1.bpmn:work throws the error "EVALUATION_FAILED", which nothing catches',
	]);
	expect(await findings(definitions(writeProcess('p', evaluation('complete'))))).toEqual([]);
});

describe('a guardrail', () => {
	const guardrail = (operation: string) =>
		job('troupe:guardrail', `<zeebe:taskHeaders><zeebe:header key="operation" value="${operation}"/></zeebe:taskHeaders>`);
	const price = '<bpmn:error id="price" errorCode="GUARDRAIL_PRICE"/>';

	test('that checks something has its error caught by one of its codes, or by an event for all', async () => {
		expect(await findings(definitions(writeProcess('p', guardrail('check')), error))).toEqual([
			'1.bpmn:work throws the error "GUARDRAIL_*", which nothing catches',
		]);
		expect(await findings(definitions(writeProcess('p', guardrail('check-reply'), boundary('work', 'price')), price))).toEqual([]);
		expect(await findings(definitions(writeProcess('p', guardrail('check'), boundary('work'))))).toEqual([]);
	});

	test.each(['mask', 'restore'])('that does %s throws none', async (operation) => {
		expect(await findings(definitions(writeProcess('p', guardrail(operation))))).toEqual([]);
	});
});

test.each([
	['chat', 'errors "TROUPE_BLOCKED", "TROUPE_BUDGET_EXCEEDED", "TROUPE_CONTENT_FILTERED"'],
	['extract', 'errors "TROUPE_BLOCKED", "TROUPE_BUDGET_EXCEEDED", "TROUPE_CONTENT_FILTERED", "TROUPE_OUTPUT_INVALID"'],
	['structured', 'errors "TROUPE_BLOCKED", "TROUPE_BUDGET_EXCEEDED", "TROUPE_CONTENT_FILTERED", "TROUPE_OUTPUT_INVALID"'],
	['embed', 'errors "TROUPE_BLOCKED", "TROUPE_BUDGET_EXCEEDED"'],
	['estimate', undefined],
	['list', undefined],
])('a model asked for %s throws %s', async (operation, errors) => {
	const task = job('troupe:model', `<zeebe:taskHeaders><zeebe:header key="operation" value="${operation}"/></zeebe:taskHeaders>`);
	expect(await findings(definitions(writeProcess('p', task)))).toEqual(
		errors === undefined ? [] : [`1.bpmn:work throws the ${errors}, which nothing catches`],
	);
});

test('a document that cannot be read is an error; a search and a memory throw none', async () => {
	const found = (type: string) => findings(definitions(writeProcess('p', job(type))));
	expect(await found('troupe:ingest')).toEqual(['1.bpmn:work throws the error "TROUPE_DOCUMENT_FAILED", which nothing catches']);
	expect(await found('troupe:retrieve')).toEqual([]);
	expect(await found('troupe:remember')).toEqual([]);
});
