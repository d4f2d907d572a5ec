import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programArguments } from '../../../providers/processes/program-arguments';

/** A folder for `PATH` with a program `docker`, and the daemon that it asks. */
export class DockerStandIn {
	readonly folder: string;

	/** @param volumes folders for which the image names a volume */
	constructor(image: string, volumes: string[] = []) {
		this.folder = mkdtempSync(join(tmpdir(), 'troupe-docker-'));
		const Id = `sha256:${createHash('sha256').update(image).digest('hex')}`;
		const Volumes = Object.fromEntries(volumes.map((path) => [path, {}]));
		writeFileSync(join(this.folder, 'image.json'), JSON.stringify({ Id, RepoTags: [image], Config: { Volumes } }));
		const program = join(__dirname, 'docker-program.ts');
		const words = [process.execPath, '--no-warnings', ...programArguments(program), program, this.folder];
		const script = `#!/bin/sh\nexec ${words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')} "$@"\n`;
		writeFileSync(join(this.folder, 'docker'), script, { mode: 0o755 });
	}

	/** What it was called with, in order. */
	get calls(): string[][] {
		const log = join(this.folder, 'calls.log');
		return existsSync(log)
			? readFileSync(log, 'utf8')
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line) as string[])
			: [];
	}

	/** The names of the containers that are there. */
	get containers(): string[] {
		return readdirSync(this.folder).flatMap((file) => /^container-(.+)\.json$/.exec(file)?.[1] ?? []);
	}

	/** The daemon does not answer any more. */
	stop(): void {
		writeFileSync(join(this.folder, 'stopped'), '');
	}

	/** The daemon has no control group for the number of processes. */
	loseLimits(): void {
		writeFileSync(join(this.folder, 'unlimited'), '');
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
