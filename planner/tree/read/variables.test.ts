import { readTree } from '../read-tree';

const read = (inputs: unknown[], ...blocks: unknown[]) =>
	readTree({ id: 'p', name: 'P', purpose: 'Tries', language: 'en', inputs, do: blocks });

describe('what a message brings', () => {
	const fields = [{ name: 'address', type: 'text' }];
	const on = { kind: 'message', name: 'order-shipped', key: 'orderId' };
	it.each([
		['on the message', { waits: [{ on: { ...on, writes: fields } }] }],
		['on the wait', { waits: [{ on, writes: fields }] }],
		['on the event', { waits: [{ on }], writes: fields }],
		['on the event alone', { ...on, name: 'Wait', message: 'order-shipped', kind: 'event', outputs: ['address'] }],
	])('is read %s', (_, event) => {
		const { tree, faults } = read(['orderId'], { name: 'Wait for the order', ...event, kind: 'event' });
		expect(tree!.do[0]).toMatchObject({ waits: [{ on: { ...on, writes: fields } }] });
		expect(faults).toEqual([]);
	});
});

describe('the name of a variable in quotes', () => {
	const http = (body: unknown, ...inputs: unknown[]) => {
		const { tree, repaired } = read(inputs, { kind: 'http', name: 'Tell the shop', method: 'POST', url: 'https://shop.example/x', body });
		return { body: (tree!.do[0] as { body?: string }).body, said: repaired.filter((one) => one.includes('in quotes')) };
	};

	it('is the variable in what a request sends, and that is said', () => {
		const { body, said } = http({ pedido: 'pedido', cliente: { nome: 'name' }, kind: 'new' }, 'pedido', 'name');
		expect(body).toBe('{"pedido":pedido,"cliente":{"nome":name},"kind":"new"}');
		expect(said).toHaveLength(1);
		expect(http('"pedido"', 'pedido').body).toBe('pedido');
	});

	it('is a word where nothing has that name, or where a yes or no has it', () => {
		expect(http({ pedido: 'order' }, 'pedido').body).toBe('{"pedido":"order"}');
		const approved = { name: 'approved', type: 'boolean' };
		expect(http({ status: 'approved', approved: 'approved' }, approved).body).toBe('{"status":"approved","approved":approved}');
		expect(http('{"text": "say: \\"name\\", please"}', 'name').body).toBe('{"text": "say: \\"name\\", please"}');
	});

	it('is the variable in what another process gets', () => {
		const { tree } = read(['order'], { kind: 'call', name: 'Bill it', process: 'billing', inputs: { order: '"order"', by: '"mail"' } });
		expect(tree!.do[0]).toMatchObject({ inputs: { order: 'order', by: '"mail"' } });
	});
});
