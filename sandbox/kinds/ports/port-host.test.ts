import { createEvaluationVault } from '../../../core/evaluation/traffic/evaluation-vault';
import { Recorder } from '../../../core/evaluation/traffic/recorder';
import type { Asked } from '../../../core/evaluation/traffic/traffic';
import { systemClock } from '../../../core/ports/host';
import type { PortTask } from './port-calls';
import { PortHost } from './port-host';

function openHost(tools: string[] | undefined) {
	const asked: string[] = [];
	const ask = async ({ kind, name }: Asked) => {
		asked.push(`${kind} ${name}`);
		return kind === 'tools' ? [{ name: 'read' }, { name: 'erase' }] : { kind: 'ok', text: 'done' };
	};
	const vault = createEvaluationVault([], 'case');
	const host = new PortHost({ traffic: new Recorder(vault, systemClock), vault, ask, tools });
	const calls = host.open({} as PortTask);
	const exchange = (kind: string, name: string) => calls.exchange!({ kind, name, request: {} }, new AbortController().signal);
	return { asked, steps: host.steps, exchange };
}

it('a run calls the tools of its list, and sees no others of a server', async () => {
	const { asked, steps, exchange } = openHost(['read']);
	expect(await exchange('tools', 'files')).toMatchObject({ answer: [{ name: 'read' }] });
	expect(await exchange('tool', 'read')).toMatchObject({ answer: { text: 'done' } });
	expect(await exchange('tool', 'erase')).toMatchObject({
		error: {
			code: 'CAPABILITY_MISSING',
			message: expect.stringMatching(/tool erase was called/) as string,
			fix: expect.stringMatching(/"tools"/) as string,
		},
	});
	expect(asked).toEqual(['tools files', 'tool read']);
	expect(steps.at(-1)).toMatchObject({ kind: 'tool', name: 'erase', rule: 'refused', error: 'CAPABILITY_MISSING' });
});

it('a run without a list calls them all, and a list without tools allows none', async () => {
	expect(await openHost(undefined).exchange('tool', 'erase')).toMatchObject({ answer: { text: 'done' } });
	expect(await openHost([]).exchange('tool', 'read')).toMatchObject({ error: { code: 'CAPABILITY_MISSING' } });
});
