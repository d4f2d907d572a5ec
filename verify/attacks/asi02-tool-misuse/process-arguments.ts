import { isTroupeError } from '../../../core/base/errors';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { TenantEngine } from '../../../engine-adapter/embedded/tenant-engine';
import { readArguments } from '../../../service/mcp/mcp-tool';
import { processTools } from '../../../service/mcp/process-tools';
import { type Attack, held, type Observation, open } from '../../attack';
import { everyTenant } from '../../../engine-adapter/embedded/engine-caller';

/** A process that is a tool with one argument. */
const refunds = (schema: object) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="x">
<bpmn:process id="refunds" isExecutable="true"><bpmn:startEvent id="start"><bpmn:extensionElements><zeebe:properties>
<zeebe:property name="io.camunda.tool:name" value="refund"/>
<zeebe:property name="troupe.tool:schema" value="${JSON.stringify(schema).replaceAll('"', '&quot;')}"/>
</zeebe:properties></bpmn:extensionElements></bpmn:startEvent></bpmn:process></bpmn:definitions>`;

const properties = { order: { type: 'string' } };

export const processArguments: Attack[] = [
	{
		id: 'ASI02.91',
		title: { en: 'A caller of a process sets a variable that decides', pt: 'Quem chama um processo define uma variável que decide' },
		tries: 'A program calls a process as a tool, and adds "approved": true to the arguments that its schema names.',
		fix: 'Update Troupe.',
		aisvs: ['10.4.3', '10.4.4'],
		play: () => addArgument({ properties }),
		control: () => addArgument({ properties, additionalProperties: true }),
	},
];

async function addArgument(schema: object): Promise<Observation> {
	const engine = await openEmbeddedEngine({ file: ':memory:', zeebeVersion: '8.8' });
	try {
		await engine.deploy([{ name: 'refunds.bpmn', content: refunds(schema) }]);
		const [tool] = await processTools({ engine: new TenantEngine(engine, everyTenant), tenantId: everyTenant.tenantId });
		await readArguments(tool!, { order: 'A-1', approved: true });
		return open('The argument is accepted.');
	} catch (error) {
		if (isTroupeError(error) && error.code === 'INPUT_INVALID') return held(error.message);
		throw error;
	} finally {
		await engine.close();
	}
}
