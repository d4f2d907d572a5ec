import { collectFindings, definitions, escapeXml, extensions, writeProcess } from '../../../test/support/bpmn/test-models';

function findings(properties: Record<string, string>) {
	const all = Object.entries(properties).map(([name, value]) => `<zeebe:property name="${name}" value="${escapeXml(value)}"/>`);
	const start = `<bpmn:startEvent id="start">${extensions(`<zeebe:properties>${all.join('')}</zeebe:properties>`)}</bpmn:startEvent>`;
	return collectFindings('process-tool-arguments', [definitions(writeProcess('p', start))], { target: '8.8' });
}

const tool = { 'io.camunda.tool:name': 'order' };
const schema = (more: object) => ({ ...tool, 'troupe.tool:schema': JSON.stringify({ properties: { id: {} }, ...more }) });

test.each([
	['no schema', tool, 'takes no arguments'],
	['a schema that is not JSON', { ...tool, 'troupe.tool:schema': 'id: string' }, 'is not a JSON object'],
	['a schema that lets any variable pass', schema({ additionalProperties: true }), 'with "additionalProperties"'],
])('finds a tool with %s', async (_, properties, problem) => {
	expect(await findings(properties)).toEqual([expect.stringContaining(problem)]);
});

test.each([
	['a schema', schema({})],
	['a closed schema', schema({ additionalProperties: false })],
	['the properties of no tool', {}],
])('lets %s pass', async (_, properties) => {
	expect(await findings(properties)).toEqual([]);
});
