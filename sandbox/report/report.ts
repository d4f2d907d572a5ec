import { createHash } from 'node:crypto';
import { release } from 'node:os';
import { basename } from 'node:path';
import canonicalize from 'canonicalize';
import { version as troupeVersion } from '../../package.json';
import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { probes } from '../probes';
import type { ProbeResult } from '../probes/judge-probe';
import type { ContainerFacts, ReportedGrants, SandboxReport } from './report-shape';
import type { ReportedRun } from './reported-run';
import type { SandboxJob, SandboxResult } from '../workers/sandbox-worker';

export interface RunToReport {
	job: Pick<SandboxJob, 'name' | 'source' | 'input'>;
	result: SandboxResult;
	limits: SandboxLimits;
	level: Level;
	required: Level;
	measuredAt: string;
	results: readonly ProbeResult[];
	landlock?: number;
	/** The Node version of the script; undefined: this process's. */
	node?: string;
	container?: ContainerFacts;
	startedAt: Date;
	requests?: SandboxReport['requests'];
	files?: SandboxReport['files'];
	capabilities?: ReportedGrants;
	reported?: ReportedRun;
}

/** Contains only hashes of what the script read or wrote. */
export function createReport({
	job,
	result,
	limits,
	level,
	required,
	measuredAt,
	results,
	landlock,
	node = process.versions.node,
	container,
	startedAt,
	requests = [],
	files = [],
	capabilities,
	reported,
}: RunToReport): SandboxReport {
	const { stdout, stderr, usage } = result;
	return {
		version: 1,
		subject: reported?.subject ?? { kind: 'script' as const, name: basename(job.name), ...describeBytes(job.source) },
		input: describeBytes(reported?.input ?? job.input ?? ''),
		level: { reached: level, required, measuredAt },
		...(container && { container }),
		probes: results.map(({ id, stopped, by }) => ({ id, stopped, by })),
		notStopped: describeEscapes(results),
		limits,
		requests,
		...(reported && { steps: reported.steps }),
		files,
		...(capabilities && { capabilities }),
		resources: { elapsedMs: Math.round(result.elapsedMs), ...usage, stdoutBytes: stdout.length, stderrBytes: stderr.length },
		outcome: {
			kind: result.outcome,
			exitCode: result.exitCode,
			...(result.signal ? { signal: result.signal } : {}),
			...(result.limit ? { limit: result.limit } : {}),
			stdoutSha256: hashBytes(stdout),
			stderrSha256: hashBytes(stderr),
		},
		startedAt: startedAt.toISOString(),
		versions: {
			troupe: troupeVersion,
			node,
			kernel: release(),
			architecture: process.arch,
			...(landlock === undefined ? {} : { landlock }),
		},
	};
}

export function describeEscapes(results: readonly ProbeResult[]): Array<{ id: string; attempt: string; stoppedBy: Level }> {
	const escaped = new Set(results.filter(({ stopped }) => !stopped).map(({ id }) => id));
	return probes
		.filter(({ id }) => escaped.has(id))
		.map(({ id, attempt, native, level }) => ({ id, attempt: `${native ? 'native code' : 'code'} could ${attempt}`, stoppedBy: level }));
}

/** SHA-256 of the report's canonical JSON (RFC 8785). */
export function hashReport(report: SandboxReport): string {
	return hashBytes(canonicalReport(report));
}

export function canonicalReport(report: SandboxReport): string {
	return canonicalize(report) ?? '';
}

function describeBytes(bytes: string | Uint8Array): { sha256: string; bytes: number } {
	return { sha256: hashBytes(bytes), bytes: Buffer.byteLength(bytes) };
}

const hashBytes = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
