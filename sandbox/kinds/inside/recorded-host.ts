import { withOrigin } from '../../../core/base/work-origin';
import { withRecords } from '../../../core/evaluation/record-runs';
import { withinCase } from '../../../core/evaluation/traffic/traffic';
import type { RunRecorder } from '../../../core/ports/runs/run-records';
import type { Host } from '../../../providers/compose/hosts/host';
import type { PortTask, RunCall } from '../ports/port-calls';
import { callHost } from './call-host';
import type { RemoteScope } from './remote-scope';

export const withinRun = <Result>({ run }: Pick<PortTask, 'run'>, scope: RemoteScope, work: () => Promise<Result>): Promise<Result> =>
	withinCase(scope, () => (run === undefined ? work() : withOrigin({ caller: run }, work)));

export const withRecordedAgents = ({ carryParts, ...host }: Host, { run }: Pick<PortTask, 'run'>): Host => ({
	...host,
	carryParts: carryParts && run !== undefined ? (parts) => withRecords(carryParts(parts), records) : carryParts,
});

const record = (call: RunCall): Promise<unknown> => callHost('record', call).catch(() => undefined);

const records: RunRecorder = {
	begin: async ({ host: _host, ...run }) => (await record({ of: 'begin', run })) as Awaited<ReturnType<RunRecorder['begin']>>,
	refuse: async ({ host: _host, ...run }) => void (await record({ of: 'refuse', run })),
	end: async (runId, { acts: _acts, ...end }) => void (await record({ of: 'end', run: { runId, ...end } })),
};
