import { join, resolve } from 'node:path';
import { writeAtomically } from '../../manifests/write-file';
import { listDashboards } from '../../service/monitoring/dashboards';
import { writeRules } from '../../service/monitoring/write-rules';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';

export interface WriteOptions {
	into: string;
}

/** Writes the rules of Prometheus and the dashboards of Grafana. What an earlier version wrote is replaced. */
export async function runMetricsWrite({ into }: WriteOptions, terminal: Terminal): Promise<ExitCode> {
	const folder = resolve(into);
	const files = [
		['troupe-rules.yml', await writeRules()],
		...listDashboards().map(({ id, json }) => [`troupe-${id}.json`, `${JSON.stringify(json, undefined, 2)}\n`]),
	] as const;
	for (const [name, text] of files) {
		writeAtomically(join(folder, name), text);
		terminal.print(`wrote ${join(folder, name)}`);
	}
	return 0;
}
