import { readProcessFile } from '../reading/read-process';
import { validateProcessFile } from './validate-process';

const model = (content: string, rest: string): string =>
	`<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="http://x">
<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>
${content}
</bpmn:process>${rest}</bpmn:definitions>`;

const thrown = (id: string, definition: string): string =>
	`<bpmn:intermediateThrowEvent id="${id}">${definition}</bpmn:intermediateThrowEvent>`;
const caught = (id: string, definition: string): string =>
	`<bpmn:intermediateCatchEvent id="${id}">${definition.replace('Definition', `Definition id="${id}-d"`)}</bpmn:intermediateCatchEvent>`;
const link = (name = ''): string => `<bpmn:linkEventDefinition${name === '' ? '' : ` name="${name}"`}/>`;
const raised = (reference = ''): string => `<bpmn:escalationEventDefinition${reference === '' ? '' : ` escalationRef="${reference}"`}/>`;
const signalled = (reference: string): string => `<bpmn:signalEventDefinition signalRef="${reference}"/>`;
const at = (id: string, hostId: string, definition: string): string =>
	`<bpmn:boundaryEvent id="${id}" attachedToRef="${hostId}"><bpmn:outgoing>${id}-f</bpmn:outgoing>${definition}</bpmn:boundaryEvent><bpmn:endEvent id="${id}-e"/><bpmn:sequenceFlow id="${id}-f" sourceRef="${id}" targetRef="${id}-e"/>`;
const part = (id: string, content = ''): string =>
	`<bpmn:subProcess id="${id}"><bpmn:startEvent id="${id}-s"/>${content}</bpmn:subProcess>`;

const definitions =
	'<bpmn:escalation id="late" escalationCode="LATE"/><bpmn:escalation id="also-late" escalationCode="LATE"/><bpmn:escalation id="empty"/>' +
	'<bpmn:escalation id="computed" escalationCode="=code"/><bpmn:signal id="storm" name="storm"/><bpmn:signal id="again" name="storm"/><bpmn:signal id="nameless"/>';

async function listRefusals(content: string): Promise<string[]> {
	const problems = await validateProcessFile(await readProcessFile('file.bpmn', model(content, definitions)));
	expect(problems.every(({ fix, line }) => fix !== '' && line === 3)).toBe(true);
	return problems.map(({ elementId, message }) => `${elementId} ${message}`);
}

/** Zeebe 8.6 refuses each of them too: the contract's cases hold what it says of most. */
describe('a process is refused that', () => {
	it.each([
		['throws a link without a name', thrown('t', link()), 't has a link without a name'],
		['throws a link that nothing waits for', thrown('t', link('x')) + caught('c', link('y')), 't its link "x" leads nowhere'],
		['throws a link into a sub-process', thrown('t', link('x')) + part('sub', caught('c', link('x'))), 't its link "x" leads nowhere'],
		[
			'has two events for one link',
			caught('c', link('x')) + part('sub', caught('c2', link('x'))),
			'c2 catches the link "x", which "c" catches too',
		],
		['throws an escalation without a code', thrown('t', raised('empty')), 't throws an escalation without a code'],
		['throws no escalation', thrown('t', raised()), 't throws an escalation without a code'],
		['throws an escalation that is not there', thrown('t', raised('other')), 't refers to "other", which does not exist'],
		['catches an escalation at a task', `<bpmn:task id="u"/>${at('b', 'u', raised('late'))}`, 'b catches an escalation at a task'],
		[
			'catches a computed escalation',
			part('sub') + at('b', 'sub', raised('computed')),
			'b catches an escalation code that is an expression',
		],
		[
			'catches one code twice',
			part('sub') + at('b', 'sub', raised('late')) + at('c', 'sub', raised('also-late')),
			'c catches the same escalation as "b"',
		],
		[
			'waits for an escalation',
			caught('c', raised('late')),
			'c escalation is not supported on a intermediateCatchEvent by the embedded engine',
		],
		['waits for a signal without a name', caught('c', signalled('nameless')), 'c has a signal without a name'],
		[
			'waits for one signal twice at one element',
			part('sub') + at('b', 'sub', signalled('storm')) + at('c', 'sub', signalled('again')),
			'sub waits for the signal "storm" twice',
		],
	])('%s', async (_title, content, refusal) => {
		expect(await listRefusals(content)).toContain(refusal);
	});
});

it('a link in each of two scopes, an escalation caught by code and for all may be deployed', async () => {
	const content =
		thrown('t', link('x')) +
		caught('c', link('x')) +
		part('sub', thrown('t2', link('y')) + caught('c2', link('y')) + thrown('t3', raised('late')));
	expect(await listRefusals(content + at('b', 'sub', raised('late')) + at('b2', 'sub', raised()))).toEqual([]);
});
