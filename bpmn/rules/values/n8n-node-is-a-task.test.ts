import { collectFindings, definitions, writeProcess } from '../../../test/support/bpmn/test-models';

const task = (type: string, parameters = '{}', input = '') => `
	<bpmn:serviceTask id="work"><bpmn:extensionElements>
		<zeebe:taskDefinition type="troupe:n8n-node" />
		<zeebe:taskHeaders>
			<zeebe:header key="nodeType" value="${type}" /><zeebe:header key="typeVersion" value="1" /><zeebe:header key="inputs" value="parameters" />
			<zeebe:header key="parameters" value='${parameters}' />
		</zeebe:taskHeaders>
		${input && `<zeebe:ioMapping><zeebe:input source="${input}" target="parameters.operation" /></zeebe:ioMapping>`}
	</bpmn:extensionElements></bpmn:serviceTask>`;
const findings = (xml: string, whyNoTask?: (type: string) => string | undefined, whyNoAnswers?: string) =>
	collectFindings('n8n-node-is-a-task', [definitions(writeProcess('p', xml))], { whyNoTask, whyNoAnswers });
const startsWorkflows = (type: string) => [`1.bpmn:work runs the node ${type}, which starts workflows`];

it.each(['n8n-nodes-base.set', 'n8n-nodes-base.slack', 'n8n-nodes-webhook.send', '=type'])('lets %s pass', async (type) => {
	expect(await findings(task(type))).toEqual([]);
});

it.each([
	'n8n-nodes-base.scheduleTrigger',
	'n8n-nodes-base.webhook',
	'n8n-nodes-shop.orderTrigger',
	'@n8n/n8n-nodes-langchain.chatTrigger',
])('finds %s, which starts workflows, without n8n', async (type) => {
	expect(await findings(task(type))).toEqual(startsWorkflows(type));
});

it('finds what the installed package says', async () => {
	const why = (type: string) => (type === 'n8n-nodes-shop.orders' ? 'starts workflows; use a message start event' : undefined);
	expect(await findings(task('n8n-nodes-shop.orders'), why)).toEqual(startsWorkflows('n8n-nodes-shop.orders'));
	expect(await findings(task('n8n-nodes-shop.refund'), why)).toEqual([]);
});

const places = (operation: string): Array<[string, string]> => [
	['in the header', task('n8n-nodes-base.slack', `{"operation":"${operation}"}`)],
	['in an input', task('n8n-nodes-base.slack', '{}', operation)],
	['in an input, as FEEL', task('n8n-nodes-base.slack', '{}', `=&#34;${operation}&#34;`)],
];

it.each(places('dispatchAndWait'))('finds an operation that waits for a call to n8n, %s', async (_where, xml) => {
	expect(await findings(xml)).toEqual([
		'1.bpmn:work runs the node n8n-nodes-base.slack, which suspends its workflow until somebody calls n8n',
	]);
});

it.each(places('sendAndWait'))('lets a node that asks people pass where they can answer, %s', async (_where, xml) => {
	expect(await findings(xml)).toEqual([]);
	expect(await findings(xml, undefined, 'waits for answers, and there is no address; set one')).toEqual([
		'1.bpmn:work runs the node n8n-nodes-base.slack, which waits for answers, and there is no address',
	]);
});
