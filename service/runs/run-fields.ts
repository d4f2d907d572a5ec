import type { CsvColumn } from '../../core/base/text/csv-lines';
import type { RunFigures, RunOf } from '../../core/ports/runs/run-records';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import { belongings } from '../../providers/state/runs/run-headers';

type RunField = CsvColumn<DescribedRun>;

const named = <Name extends string>(names: readonly Name[], read: (run: DescribedRun, name: Name) => string | number | null | undefined) =>
	names.map((name): RunField => ({ name, value: (run) => read(run, name) ?? null }));
const own = <Name extends ('runId' | 'tenant' | 'state' | 'host' | 'outcome' | 'startedAt' | 'entries') | OtherField>(...names: Name[]) =>
	named(names, (run, name) => run[name]);
type OtherField = 'reason' | 'errorCode' | 'error' | 'by' | 'endedAt' | 'manifest' | keyof RunFigures;

export const runFields: RunField[] = [
	...own('runId', 'tenant'),
	{ name: 'agent', value: ({ agent }) => agent?.id ?? null },
	...named(['version', 'sha256'], ({ agent }, name) => agent?.[name]),
	...own('manifest', 'by', 'host', 'state', 'outcome', 'reason', 'errorCode', 'error', 'startedAt', 'endedAt', 'durationMs', 'costUsd'),
	...own('model', 'modelCalls', 'inputTokens', 'outputTokens', 'toolCalls', 'entries'),
	...named(Object.keys(belongings) as Array<keyof RunOf>, ({ of }, name) => of[name]),
];
