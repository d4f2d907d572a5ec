import { linkRun } from './link-run';

test('links a run to its execution where the address of n8n is known', () => {
	const of = { workflow: 'wf 1', execution: '77' };
	const link = (address: string) => linkRun(of, { N8N_EDITOR_BASE_URL: address });
	expect(link('https://n8n.example.com/')).toEqual({ execution: 'https://n8n.example.com/workflow/wf%201/executions/77' });
	expect([link(''), link('n8n'), linkRun({ execution: '77' }, { N8N_EDITOR_BASE_URL: 'https://n8n.example.com' })]).toEqual([{}, {}, {}]);
});
