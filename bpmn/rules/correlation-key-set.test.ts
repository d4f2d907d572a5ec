import { definitions, extensions, collectFindings, writeProcess } from '../../test/support/bpmn/test-models';

const waiting = '<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:intermediateCatchEvent>';
const receive = '<bpmn:receiveTask id="wait" messageRef="m"/>';
const start = '<bpmn:startEvent id="wait"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>';
const handler = `<bpmn:subProcess id="h" triggeredByEvent="true">${start}</bpmn:subProcess>`;

const message = (key?: string) =>
	`<bpmn:message id="m" name="paid">${key === undefined ? '' : extensions(`<zeebe:subscription correlationKey='${key}'/>`)}</bpmn:message>`;
const findings = (element: string, key?: string) =>
	collectFindings('correlation-key-set', [definitions(writeProcess('p', element), message(key))]);

test.each([waiting, receive, handler])('lets a message pass whose key comes from the instance: %s', async (element) => {
	expect(await findings(element, '=orderId')).toEqual([]);
});

test('needs none where a message starts the process', async () => {
	expect(await findings(start)).toEqual([]);
});

test.each([waiting, receive, handler])('finds a message without a key: %s', async (element) => {
	const expected = ['1.bpmn:wait waits for the message "paid" without a correlation key'];
	expect(await findings(element)).toEqual(expected);
	expect(await findings(element, '=')).toEqual(expected);
});

test.each(['order', '="order"', '=7', '=null'])('finds the key %s, which all instances share', async (key) => {
	expect(await findings(waiting, key)).toEqual([
		`1.bpmn:wait waits for the message "paid" with the same correlation key in every instance: ${key}`,
	]);
});
