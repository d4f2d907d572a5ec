import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunScript } from '../../../sandbox/probes/run-probes';
import { toScript } from '../../../sandbox/probes/probe';

/** Runs probes as a careless host does: an inherited environment, an open descriptor, no limits. */
export const runInPlainNode: RunScript = async (probes, facts) => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-plain-'));
	try {
		const script = join(folder, 'probe.cjs');
		writeFileSync(script, toScript(probes));
		const child = spawn(process.execPath, ['--no-warnings', script], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe', facts.descriptor] });
		const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
		child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
		child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
		child.stdin!.end(JSON.stringify(facts));
		const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
		return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), ending: signal ?? `exit code ${code}` };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
};
