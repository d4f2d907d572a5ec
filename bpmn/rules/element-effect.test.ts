import { collectFindings, definitions, extensions, writeProcess } from '../../test/support/bpmn/test-models';

function findings(effect: string, method?: string) {
	const headers = `<zeebe:taskHeaders><zeebe:header key="method" value="${method}"/></zeebe:taskHeaders>`;
	const http = method === undefined ? '' : `<zeebe:taskDefinition type="troupe:http"/>${headers}`;
	const task = extensions(`${http}<zeebe:properties><zeebe:property name="troupe:effect" value="${effect}"/></zeebe:properties>`);
	const tools = `<bpmn:adHocSubProcess id="tools"><bpmn:serviceTask id="pay">${task}</bpmn:serviceTask></bpmn:adHocSubProcess>`;
	return collectFindings('element-effect', [definitions(writeProcess('p', tools))], { target: '8.8' });
}

test('finds an effect that does not exist', async () => {
	expect(await findings('read')).toEqual([expect.stringContaining('pay has the troupe:effect "read", which is unknown')]);
});

test('finds a request that changes something and says that it reads', async () => {
	expect(await findings('reads', 'POST')).toEqual([expect.stringContaining('sends a POST: nobody is asked about it')]);
});

test.each([['reads', 'GET'], ['reversible', 'POST'], ['reads']])('lets %s of %s pass', async (...given) => {
	expect(await findings(...(given as [string, string?]))).toEqual([]);
});
