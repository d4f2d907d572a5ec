import { countNouns } from '../terminal/format-text';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { defaultTenantId } from '../../engine-adapter/embedded/state/tenants';
import type { MovedInstance, MoveOptions } from '../../engine-adapter/move/move-instances';
import { admitCommand, openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { tableLines, type Column } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { connectCluster } from './connect-cluster';

export interface ProcessMoveOptions {
	to: string;
	dryRun?: boolean;
	restartTimers?: boolean;
	/** `KEY=KEY_ON_THE_CLUSTER` */
	arrived?: string[];
	lost?: string[];
	json?: boolean;
}

/**
 * Moves the running instances of this home's engine to a cluster, or says what would happen.
 * @throws TroupeError INPUT_INVALID, ENGINE_LOCKED while a service runs on the state, ENGINE_UNREACHABLE
 */
export async function runProcessMove(
	options: ProcessMoveOptions,
	terminal: Terminal,
	open = openHost,
	connect = connectCluster,
): Promise<ExitCode> {
	const known = parseKnown(options);
	const host = await open(terminal);
	await admitCommand(host, 'process move', terminal);
	const file = join(host.stateFolder ?? '', 'engine.db');
	if (!existsSync(file)) throw noEngine(file);
	const [{ openEmbeddedEngine }, { moveInstances, planMove }] = await Promise.all([
		import('../../engine-adapter/embedded/open-embedded-engine'),
		import('../../engine-adapter/move/move-instances'),
	]);
	const engine = await openEmbeddedEngine({ file, isPaused: true });
	try {
		const { environment, note: onProblem, tenant: tenantId } = terminal;
		const cluster = await connect(options.to, { environment, onProblem, tenantId });
		try {
			const { definitions, onDefinition } = listDefinitions();
			const { zeebeVersion } = cluster.capabilities;
			const request = { target: options.to, zeebeVersion, restartTimers: options.restartTimers, known, onDefinition };
			const instances = options.dryRun ? planMove(engine, request) : moveInstances(engine, cluster, request);
			const rows: MovedInstance[] = [];
			for await (const row of instances) {
				rows.push(row);
				terminal.showProgress?.(countNouns(rows.length, 'instance'));
			}
			terminal.showProgress?.('');
			if (options.json) terminal.print(JSON.stringify({ to: options.to, dryRun: options.dryRun === true, definitions, instances: rows }));
			else report(rows, definitions, options, terminal);
			const isWhole = rows.every(({ outcome }) => outcome === 'moved' || outcome === 'movable');
			return isWhole && definitions.every(({ refusal }) => refusal === undefined) ? 0 : 1;
		} finally {
			await cluster.close();
		}
	} finally {
		await engine.close();
	}
}

interface DefinitionRow {
	tenantId: string;
	processId: string;
	version: number;
	/** Its version on the cluster. */
	targetVersion?: number;
	refusal?: string;
}

function listDefinitions(): { definitions: DefinitionRow[]; onDefinition: NonNullable<MoveOptions['onDefinition']> } {
	const definitions: DefinitionRow[] = [];
	return {
		definitions,
		onDefinition: ({ tenantId, processId, version }, arrival) =>
			definitions.push({
				tenantId,
				processId,
				version,
				...('version' in arrival ? { targetVersion: arrival.version } : { refusal: arrival.refusal.message }),
			}),
	};
}

function report(rows: MovedInstance[], definitions: DefinitionRow[], { dryRun }: ProcessMoveOptions, terminal: Terminal): void {
	for (const definition of definitions) {
		const outcome = definition.refusal ? `was refused: ${definition.refusal}` : `is version ${definition.targetVersion} on the cluster`;
		terminal.note(printable(`${describeProcess(definition)} ${outcome}`));
	}
	if (rows.length === 0) return terminal.print('No instance is active.');
	for (const line of tableLines(columns, rows, terminal, ({ outcome }) =>
		outcome === 'refused' || outcome === 'unknown' ? 'red' : undefined,
	))
		terminal.print(line);
	for (const { instanceKey, obstacles, notes } of rows) {
		for (const { elementId, reason, fix } of obstacles) terminal.print(printable(`${instanceKey}: "${elementId}" ${reason}. ${fix}`));
		for (const note of notes) terminal.print(printable(`${instanceKey}: note: ${note}.`));
	}
	const done = rows.filter(({ outcome }) => outcome === 'moved' || outcome === 'movable').length;
	terminal.print(`${done} of ${countNouns(rows.length, 'instance')} ${dryRun ? 'can be moved' : 'moved'}.`);
	if (!dryRun && done < rows.length) terminal.print('The others are as they were. Follow the advice, then repeat the command.');
}

const describeProcess = ({ processId, version, tenantId }: Pick<MovedInstance, 'processId' | 'version' | 'tenantId'>): string =>
	`${processId} version ${version}${tenantId === defaultTenantId ? '' : ` of ${tenantId}`}`;

const columns: Array<Column<MovedInstance>> = [
	{ name: 'instance', title: 'INSTANCE', value: ({ instanceKey }) => instanceKey },
	{ name: 'process', title: 'PROCESS', value: describeProcess },
	{ name: 'at', title: 'AT', value: ({ startAt }) => startAt.join(', ') },
	{ name: 'outcome', title: 'OUTCOME', value: ({ outcome }) => outcome },
	{ name: 'clusterKey', title: 'ON THE CLUSTER', value: ({ targetKey }) => targetKey ?? null },
];

/** @throws TroupeError INPUT_INVALID */
function parseKnown({ arrived = [], lost = [] }: ProcessMoveOptions): Map<string, string | null> {
	const known = new Map<string, string | null>(lost.map((key) => [expectKey(key), null]));
	for (const text of arrived) {
		const [key = '', targetKey = ''] = text.split('=');
		known.set(expectKey(key), expectKey(targetKey));
	}
	return known;
}

function expectKey(text: string): string {
	if (/^\d{1,19}$/.test(text)) return text;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(text)} is not the key of an instance.`,
		fix: 'Write --arrived KEY=KEY_ON_THE_CLUSTER, and --lost KEY.',
	});
}

const noEngine = (file: string): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no engine state at ${file}.`,
		fix: 'Set TROUPE_HOME to the home of the service whose instances are to be moved.',
	});
