import { collectFindings, definitions, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

const agents = new Map<string, unknown>([['refund-clerk', {}]]);
const find = (agent: string, known = agents) => {
	const header = `<zeebe:taskHeaders><zeebe:header key="agent" value="${agent}"/></zeebe:taskHeaders>`;
	const task = `<bpmn:serviceTask id="work">${extensions('<zeebe:taskDefinition type="troupe:agent"/>', header)}</bpmn:serviceTask>`;
	return collectFindings('known-agent', [definitions(writeProcess('p', task))], { agents: known });
};

test.each(['refund-clark', 'refundclerk', 'refund-clerks@^1.0.0'])('finds the misspelled agent %s', async (agent) => {
	expect(await find(agent)).toEqual([`1.bpmn:work names the agent "${agent.split('@')[0]}", which does not exist here`]);
});

test.each(['refund-clerk', 'refund-clerk@1.2.0', 'somebody-else', 'registry:refund-clark'])('leaves the agent %s alone', async (agent) => {
	expect(await find(agent)).toEqual([]);
});
