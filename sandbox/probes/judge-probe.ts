import type { Probe } from './probe';

export interface ProbeResult {
	id: string;
	stopped: boolean;
	by: string;
}

export interface ProbeRun {
	stdout: Buffer;
	stderr: Buffer;
	limit?: string;
	ending: string;
}

interface Line {
	id?: string;
	escaped?: string;
	stopped?: string;
}

/** Decides if a probe reached its target; undefined if it never ran. @param isAlone no other probe was in the process */
export function judgeProbe(probe: Probe, { stdout, stderr, limit, ending }: ProbeRun, isAlone: boolean): ProbeResult | undefined {
	const { id, isEscape } = probe;
	if (isEscape) {
		const escaped = limit === undefined && isEscape({ stdoutBytes: stdout.length, stderrBytes: stderr.length });
		return { id, stopped: !escaped, by: escaped ? 'all of it was written' : (limit ?? ending) };
	}
	const said = readLines(stdout).find((line) => line.id === id);
	if (said?.escaped !== undefined) return { id, stopped: false, by: said.escaped };
	if (said?.stopped !== undefined) return { id, stopped: true, by: said.stopped };
	return isAlone ? { id, stopped: true, by: limit ?? ending } : undefined;
}

function readLines(stdout: Buffer): Line[] {
	return stdout
		.toString()
		.split('\n')
		.flatMap((line) => {
			try {
				return [JSON.parse(line) as Line];
			} catch {
				return [];
			}
		});
}
